"""Where do even blocks lie that stand out from what is around them? A pure function of pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Box

_EDGE = 14  # levels of change over three pixels that end a block
_SMALLEST = 0.0012  # of the picture
_LARGEST = 0.5
_FILL = 0.62  # of its own turned rectangle
_STANDS_OUT = 22  # levels between inside and outside
_SOLID = 0.7  # of what its outline holds must be even
_ROUND = 0.6  # of its outline that must stand out


@dataclass(frozen=True, slots=True)
class Block:
    """An even block: its place, area, density and its pixels."""

    box: Box
    area: float
    fill: float
    mask: NDArray[np.bool_]
    """Of the picture's size."""


def blocks(pixels: Pixels) -> list[Block]:
    """Find blocks without sharp edges inside and with a clear one around."""
    smooth = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1.2), np.uint8)
    change = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(2)
    even = (change < _EDGE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    total = pixels.shape[0] * pixels.shape[1]
    found = []
    for label in range(1, count):
        if _SMALLEST * total <= stats[label, cv2.CC_STAT_AREA] <= _LARGEST * total:
            block = _block(smooth, labels, label, stats[label])
            if block is not None:
                found.append(block)
    return found


def _block(smooth: Pixels, labels: NDArray[np.int32], label: int, stat: NDArray[np.int32]) -> Block | None:
    left, top, wide, high = (int(side) for side in stat[:4])
    height, width = smooth.shape[:2]
    if sum((left <= 1, top <= 1, left + wide >= width - 1, top + high >= height - 1)) > 2:
        return None  # what the document lies on
    part = (labels[top : top + high, left : left + wide] == label).astype(np.uint8)
    closed = cv2.morphologyEx(np.pad(part, 12), cv2.MORPH_CLOSE, np.ones((21, 21), np.uint8))[12:-12, 12:-12]
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea)
    (_, _), (side, other), _ = cv2.minAreaRect(outline)
    area = cv2.contourArea(outline)
    if part.sum() < _SOLID * area:
        return None  # a frame around other things, such as the card itself
    fill = area / max(side * other, 1)
    if fill < _FILL or min(side, other) < 8:
        return None
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [outline + np.array([left, top])], -1, 1, cv2.FILLED)
    if _standing_out(smooth, mask) < _ROUND:
        return None
    return Block(Box(left, top, left + wide, top + high), area, fill, mask.astype(bool))


def _standing_out(smooth: Pixels, mask: NDArray[np.uint8]) -> float:
    """Which part of the outline differs clearly from what lies a few pixels outside."""
    near = cv2.dilate(mask, np.ones((9, 9), np.uint8))
    ring = (cv2.dilate(near, np.ones((3, 3), np.uint8)) - near).astype(bool)
    inside = np.median(smooth[mask.astype(bool)], axis=0)
    off = np.abs(smooth[ring].astype(np.int16) - inside.astype(np.int16)).max(1)
    return float((off > _STANDS_OUT).mean()) if len(off) else 0.0
