"""Where lines of text stand, from the finder's map of how likely each point is text. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.page import Quad

_LIKELY: Final = 0.3  # a point from here on is text
_SURE: Final = 0.5  # the mean of a line from here on
_WIDER: Final = 1.6  # the map holds a line's heart; so much of its area a length of edge is added around it
_THINNEST, _SMALLEST = 3, 5  # points of the map: a line's heart and the whole of it
_LEAST: Final = 4  # pixels a side of the picture
_MOST: Final = 1000
_ROW: Final = 10  # pixels down, from one line to the next in the same row at most


def outlines(likely: NDArray[np.float32], size: tuple[int, int]) -> list[Quad]:
    """The corners of every line of text, row by row, in pixels of the picture.

    Args:
        likely: the map, 0 to 1.
        size: height and width of the picture that it is of.
    """
    height, width = size
    scale = np.array([width / likely.shape[1], height / likely.shape[0]], np.float32)
    inside = np.array([width - 1, height - 1], np.float32)
    found = [np.clip(np.rint(corners * scale), 0, inside) for corners in _wide(likely)]
    return _in_rows([_clockwise(corners) for corners in found if min(_sides(_clockwise(corners))) >= _LEAST])


def _wide(likely: NDArray[np.float32]) -> Iterator[Quad]:
    text = cv2.dilate((likely > _LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours[:_MOST]:
        middle, (wide, high), angle = cv2.minAreaRect(contour)
        if min(wide, high) < _THINNEST or _mean(likely, cv2.boxPoints((middle, (wide, high), angle))) < _SURE:
            continue
        more = _WIDER * wide * high / (wide + high)
        if min(wide, high) + more >= _SMALLEST:
            yield np.asarray(cv2.boxPoints((middle, (wide + more, high + more), angle)), np.float32)


def _mean(likely: NDArray[np.float32], corners: cv2.typing.MatLike) -> float:
    """How likely the points within these corners are text, on the whole."""
    height, width = likely.shape
    left, top = np.clip(np.floor(corners.min(0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(0)), 0, (width - 1, height - 1)).astype(int)
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(likely[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: Quad) -> Quad:
    """The corners from the upper left on."""
    across = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (across[:2], across[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _sides(corners: Quad) -> tuple[int, int]:
    return int(np.linalg.norm(corners[0] - corners[1])), int(np.linalg.norm(corners[0] - corners[3]))


def _in_rows(quads: list[Quad]) -> list[Quad]:
    """From top to bottom, and what stands in one row from left to right."""
    down = sorted(quads, key=lambda quad: float(quad[0][1]))
    row, placed = 0, list[tuple[int, float, Quad]]()
    for at, quad in enumerate(down):
        row += at > 0 and quad[0][1] - down[at - 1][0][1] >= _ROW
        placed.append((row, float(quad[0][0]), quad))
    return [quad for _, _, quad in sorted(placed, key=lambda each: each[:2])]
