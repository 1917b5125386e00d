"""The only picture that is kept: the pages under one another, redrawn with nothing but their pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

import cv2
import numpy as np

from services.verify.checks.copy import Box, Finding
from services.verify.checks.leaf import Leaf, Pixels
from services.verify.checks.painting import paint

_FAST: Final = (
    cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE,
    cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_SUB,
)  # fmt: skip
"""A quarter of the time that the best packing takes, and a sixth more bytes: the picture lives a few days."""


def redrawn(pages: Sequence[Leaf]) -> bytes:
    """Draw the pages as one fresh PNG, on white where one is narrower than the others."""
    stacked = cv2.cvtColor(_stacked([page.pixels for page in pages]), cv2.COLOR_RGB2BGR)
    _, drawn = cv2.imencode(".png", stacked, _FAST)
    return drawn.tobytes()


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
