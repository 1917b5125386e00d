"""A judge without models, for tests of what stands around it: colours stand for what the real one looks for.

A magenta block is a photo, a cyan one a number, a yellow one a doubt; a black one is the cover that must be there.
The children, their frames, painting and judging again are the real ones.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.leaf import Pixels
from tests.pictures import saved

JUDGE: Final = "tests.coloured_door:judge_frame"
PHOTO, NUMBER, DOUBT, COVER = (255, 0, 255), (0, 255, 255), (255, 255, 0), (0, 0, 0)
REASONS: Final = {
    PHOTO: (FindingKind.FACE, "A photo can be seen."),
    NUMBER: (FindingKind.BSN, "A number can be read."),
    DOUBT: (FindingKind.SUSPECT, "Something may be a photo."),
}
Blocks = dict[tuple[int, int, int], tuple[int, int, int, int]]


def coloured(blocks: Blocks, size: tuple[int, int] = (400, 250)) -> bytes:
    """A PNG with blocks of these colours: left, top, right, bottom in pixels, the last ones not in it."""
    picture = Image.new("RGB", size, "white")
    for colour, (left, top, right, bottom) in blocks.items():
        ImageDraw.Draw(picture).rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return saved(picture)


def looked(pixels: Pixels, number: int = 1) -> tuple[bool, tuple[Finding, ...]]:
    """Find the coloured blocks, and say so when there is no cover; every document is a known one."""
    found = []
    for colour, (kind, reason) in REASONS.items():
        rows, columns = np.nonzero((pixels == colour).all(axis=2))
        if rows.size:
            height, width = pixels.shape[:2]
            left, right = float(columns.min()) / width, float(columns.max() + 1) / width
            top, bottom = float(rows.min()) / height, float(rows.max() + 1) / height
            found.append(Finding(kind, reason, number, (left, top, right, bottom)))
    if not found and not (pixels == COVER).all(axis=2).any():
        found.append(Finding(FindingKind.NO_COVER, "Nothing proves that it was covered.", number))
    return True, tuple(found)
