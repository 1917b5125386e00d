"""How far does what is on a page lean? A pure function of pixels."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels

_LONGEST: Final = 600  # pixels: enough to see rows of text as rows
_FURTHEST: Final = 12.0  # degrees; what leans more was turned by a quarter first, or is no scan
_STEP: Final = 0.5  # degrees
_CLEARER: Final = 1.08  # times: rows must stand out this much more than on the page as it lies


def leaning(pixels: Pixels) -> float:
    """The angle in radians by which rows of text and edges run down to the right (negative: up); 0 if none is clear.

    A quarter turn makes no difference: rows that run down are rows as well.
    """
    scale = min(_LONGEST / max(pixels.shape[:2]), 1.0)
    grey = cv2.cvtColor(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    change = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)).astype(np.float32)
    change = np.minimum(change, 60)
    angles = np.arange(-_FURTHEST, _FURTHEST + _STEP, _STEP)
    clear = np.array([_rows_stand_out(change, angle) for angle in angles])
    best, level = int(clear.argmax()), clear[int(np.abs(angles).argmin())]
    return math.radians(float(angles[best])) if clear[best] > _CLEARER * level else 0.0


def turned(size: tuple[int, int], angle: float) -> NDArray[np.float32]:
    """The 2 x 3 matrix that lays a page of this width and height level, about its middle."""
    return np.asarray(cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), math.degrees(angle), 1.0), np.float32)


def _rows_stand_out(change: NDArray[np.float32], degrees: float) -> float:
    """How much neighbouring rows, and neighbouring columns, differ once this lean is taken out."""
    height, width = change.shape
    level = cv2.warpAffine(change, turned((width, height), math.radians(degrees)), (width, height))
    return float(np.square(np.diff(level.mean(1))).sum() + np.square(np.diff(level.mean(0))).sum())
