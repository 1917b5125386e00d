"""The only picture that is kept: the pages under one another, redrawn with nothing but their pixels."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np
from PIL import Image

from services.verify.checks.copy import Box, Finding
from services.verify.checks.leaf import Leaf, Pixels
from services.verify.checks.painting import paint

_FAST = 3  # of 9; most of the time goes into packing, and the picture lives a few days


def redrawn(pages: Sequence[Leaf]) -> bytes:
    """Draw the pages as one fresh PNG, on white where one is narrower than the others."""
    drawn = io.BytesIO()
    Image.fromarray(_stacked([page.pixels for page in pages])).save(drawn, format="PNG", compress_level=_FAST)
    return drawn.getvalue()


def covered(pages: Sequence[Leaf], findings: Iterable[Finding]) -> list[Leaf]:
    """The pages with every finding painted over, for a person to look at (spec 4.5, uncertain)."""
    found = list(findings)
    return [replace(page, pixels=paint(page.pixels, [f for f in found if f.page == page.number])) for page in pages]


def layout(pages: Sequence[Leaf]) -> tuple[Box, ...]:
    """Where each page lies in the picture of `redrawn`: left, top, right, bottom, as fractions of it."""
    sizes = [page.pixels.shape[:2] for page in pages]
    below = list(accumulate(height for height, _ in sizes))
    widest = max(width for _, width in sizes)
    return tuple(
        (0.0, (end - height) / below[-1], width / widest, end / below[-1])
        for (height, width), end in zip(sizes, below, strict=True)
    )


def _stacked(pages: Sequence[Pixels]) -> Pixels:
    if len(pages) == 1:
        return pages[0]
    width = max(page.shape[1] for page in pages)
    wide = [np.pad(page, ((0, 0), (0, width - page.shape[1]), (0, 0)), constant_values=255) for page in pages]
    return np.concatenate(wide)
