"""Does anything show through a block? A pure function of pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.blocks import Block

_STRUCTURE, _ON_PAPER = 1.1, 1.9  # levels of structure in dark and in light blocks: paper has fibres
_DARK = 90  # levels: up to here a block is dark
_FAINT = 2.2  # levels: what is nowhere stronger is the felt of the pen; a pale second photo leaves twice as much
_RATIO = 0.55  # structure to grain
_SPREAD = 0.3  # of a block must have structure: what is written over it takes less
_UNEVEN = 9.0  # levels: slow changes that no lamp explains
_ALONG = 22.0  # pixels that a stroke runs straight
_MARGIN = 4  # pixels at the edge of a block, where its surroundings bleed in


def see_through(pixels: Pixels, block: Block, over: NDArray[np.bool_]) -> bool:
    """Whether structure is left inside a block: what it covers, or a picture that was only blurred.

    Args:
        pixels: the straightened picture.
        block: where to look.
        over: what was written over blocks, and says nothing of what is under them.
    """
    spread, uneven = measured(pixels, block, over)
    return spread > _SPREAD or uneven > _UNEVEN


def measured(pixels: Pixels, block: Block, over: NDArray[np.bool_]) -> tuple[float, float]:
    """Which part of a block has structure (0..1), and how uneven it is (levels); zeros when too small to tell."""
    top, bottom = int(block.box.top), int(block.box.bottom)
    left, right = int(block.box.left), int(block.box.right)
    inside = cv2.erode(block.mask[top:bottom, left:right].astype(np.uint8), np.ones((2 * _MARGIN + 1,) * 2, np.uint8))
    at = inside.astype(bool) & ~over[top:bottom, left:right]
    if at.sum() < 60:
        return 0.0, 0.0
    grey = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine, middle, slow = (_within(grey, at, sigma) for sigma in (1.5, 8.0, 25.0))
    structure = _strength(_without_strokes(fine - middle, at), at)
    grain = _strength(grey - middle, at)
    least = _STRUCTURE if float(np.median(grey[at])) < _DARK else _ON_PAPER
    shows = (structure > least) & (structure > _RATIO * grain) & (float(np.percentile(structure[at], 90)) > _FAINT)
    return float(shows[at].mean()), float(_without_slope(slow, at)[at].std())


def _strength(band: NDArray[np.float32], at: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How strong a band is around each pixel, in levels."""
    return np.asarray(np.sqrt(_within(band**2, at, 10.0)), np.float32)


def _without_strokes(band: NDArray[np.float32], at: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Take away what is the same all along a row, or all along a column: the strokes of a felt-tip pen."""
    ways = (band - _within(band, at, _ALONG, 0.8), band - _within(band, at, 0.8, _ALONG))
    return min(ways, key=lambda rest: float(rest[at].std()))


def _within(
    grey: NDArray[np.float32], inside: NDArray[np.bool_], sigma: float, down: float = 0.0
) -> NDArray[np.float32]:
    """Blur (more or less far down than across, when told), with nothing from outside the block mixed in."""
    weight = inside.astype(np.float32)
    total = cv2.GaussianBlur(grey * weight, (0, 0), sigma, sigmaY=down)
    return np.asarray(total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma, sigmaY=down), 1e-3), np.float32)


def _without_slope(slow: NDArray[np.float32], at: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Take away a plane: light that falls from one side."""
    rows, columns = np.nonzero(at)
    plane = np.column_stack([rows, columns, np.ones(len(rows))])
    best, *_ = np.linalg.lstsq(plane, slow[at], rcond=None)
    left = slow.copy()
    left[at] -= (plane @ best).astype(np.float32)
    return left
