"""The only picture that is kept: the pages under one another, redrawn with nothing but their pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from services.verify.checks.leaf import Leaf, Pixels

_FAST = 3  # of 9; most of the time goes into packing, and the picture lives a few days


def redrawn(pages: Sequence[Leaf]) -> bytes:
    """Draw the pages as one fresh PNG, on white where one is narrower than the others."""
    drawn = io.BytesIO()
    Image.fromarray(_stacked([page.pixels for page in pages])).save(drawn, format="PNG", compress_level=_FAST)
    return drawn.getvalue()


def _stacked(pages: Sequence[Pixels]) -> Pixels:
    if len(pages) == 1:
        return pages[0]
    width = max(page.shape[1] for page in pages)
    wide = [np.pad(page, ((0, 0), (0, width - page.shape[1]), (0, 0)), constant_values=255) for page in pages]
    return np.concatenate(wide)
