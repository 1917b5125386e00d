"""Does anything show through a block? A pure function of pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.blocks import Block

_STRUCTURE, _RATIO = 1.1, 0.55  # levels of structure; structure to grain
_UNEVEN = 9.0  # levels: slow changes that no lamp explains
_MARGIN = 4  # pixels at the edge of a block, where its surroundings bleed in


def see_through(pixels: Pixels, block: Block, over: NDArray[np.bool_]) -> bool:
    """Whether structure is left inside a block: what it covers, or a picture that was only blurred.

    Args:
        pixels: the straightened picture.
        block: where to look.
        over: what was written over blocks, and says nothing of what is under them.
    """
    structure, grain, uneven = measured(pixels, block, over)
    return (structure > _STRUCTURE and structure > _RATIO * grain) or uneven > _UNEVEN


def measured(pixels: Pixels, block: Block, over: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Structure, grain and unevenness inside a block, in levels; zeros when it is too small to tell."""
    top, bottom = int(block.box.top), int(block.box.bottom)
    left, right = int(block.box.left), int(block.box.right)
    inside = cv2.erode(block.mask[top:bottom, left:right].astype(np.uint8), np.ones((2 * _MARGIN + 1,) * 2, np.uint8))
    inside = np.asarray(inside.astype(bool) & ~over[top:bottom, left:right], np.uint8)
    if inside.sum() < 60:
        return 0.0, 0.0, 0.0
    at = inside.astype(bool)
    grey = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine, middle, slow = (_within(grey, at, sigma) for sigma in (1.5, 8.0, 25.0))
    flat = _without_slope(slow, at)
    return float((fine - middle)[at].std()), float((grey - middle)[at].std()), float(flat[at].std())


def _within(grey: NDArray[np.float32], inside: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    """Blur, with nothing from outside the block mixed in."""
    weight = inside.astype(np.float32)
    total = cv2.GaussianBlur(grey * weight, (0, 0), sigma)
    return np.asarray(total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3), np.float32)


def _without_slope(slow: NDArray[np.float32], at: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Take away a plane: light that falls from one side."""
    rows, columns = np.nonzero(at)
    plane = np.column_stack([rows, columns, np.ones(len(rows))])
    best, *_ = np.linalg.lstsq(plane, slow[at], rcond=None)
    left = slow.copy()
    left[at] -= (plane @ best).astype(np.float32)
    return left
