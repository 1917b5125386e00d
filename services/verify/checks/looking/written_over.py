"""What was written over a block, and says nothing of what is under it? Pure geometry of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.looking.blocks import Block
from services.verify.checks.page import Line, Page, Quad

_SURE: Final = 0.6  # a score below this is no text
_INSIDE: Final = 0.8  # a line that lies further inside a block may shine through it
_ASLANT: Final = math.radians(4)  # what is printed on a document runs level
_LEAST_LEFT: Final = 0.4  # of a block must be free of it, or nothing can be told


def written_over(page: Page, block: Block) -> NDArray[np.bool_]:
    """Mask what runs across a block's edge; a watermark's row also where no one could read it, as on a black block.

    Returns:
        a mask of the straightened picture's size.
    """
    crossing = [line for line in page.lines if line.score > _SURE and _crosses(line, block)]
    aslant = [line for line in page.lines if line.score > _SURE and abs(_slope(_straightened(page, line))) > _ASLANT]
    along = _direction([_straightened(page, line) for line in aslant]) * max(page.straight.shape)
    rows = [_straightened(page, line) + np.array([-along, along, along, -along]) for line in aslant]
    wide = _mask(page, [*(_straightened(page, line) for line in crossing), *rows])
    if (block.mask & ~wide).sum() > _LEAST_LEFT * block.mask.sum():
        return wide
    return _mask(page, [_straightened(page, line) for line in crossing])


def _crosses(line: Line, block: Block) -> bool:
    return 0 < line.box.shared(block.box) / max(line.box.area, 1) < _INSIDE


def _straightened(page: Page, line: Line) -> Quad:
    return np.asarray(line.quad @ page.to_straight[:, :2].T + page.to_straight[:, 2], np.float32)


def _slope(quad: Quad) -> float:
    """By which angle a line runs down."""
    across, down = (quad[1] - quad[0]).tolist()
    return math.atan2(down, across)


def _direction(quads: list[Quad]) -> NDArray[np.float32]:
    """The way that aslant lines run, as the longest tells it: a piece of one tells less."""
    ends = [quad[1] - quad[0] for quad in quads] or [np.array([1, 0], np.float32)]
    longest = max(ends, key=lambda end: float(np.linalg.norm(end)))
    return np.asarray(longest / max(float(np.linalg.norm(longest)), 1e-3), np.float32)


def _mask(page: Page, quads: Sequence[Quad]) -> NDArray[np.bool_]:
    mask = np.zeros(page.straight.shape[:2], np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [quad.astype(np.int32)], 1)
    return cv2.dilate(mask, np.ones((7, 7), np.uint8)).astype(bool)
