"""How does the document lie, and how far does it reach?"""

from __future__ import annotations

import cv2
import numpy as np

from services.verify.checks.copy import Finding
from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Box, Line, Page, Quad

LONGEST = 1440  # pixels of the straightened picture
_ROOM = 0.7  # of the hull's longer side, kept around it: photo and strip may lie outside of all text
_SURE = 0.6


def straight(page: Page) -> tuple[Finding, ...]:
    """Cut the document out upright, at a size that the other questions can count on."""
    read = [line for line in page.lines if line.score >= _SURE] or page.lines
    height, width = page.given.shape[:2]
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turned = _rotation(_angle(read))
    hull = _around(np.concatenate([line.quad for line in read]) if read else whole, turned)
    room = _ROOM * max(hull.wide, hull.high)
    page_box = _around(whole, turned)
    seen = Box(
        max(hull.left - room, page_box.left), max(hull.top - room, page_box.top),
        min(hull.right + room, page_box.right), min(hull.bottom + room, page_box.bottom),
    )  # fmt: skip
    scale = min(LONGEST / max(seen.wide, seen.high), 2.0)
    moved = np.column_stack([turned * scale, [-seen.left * scale, -seen.top * scale]])
    page.to_straight = np.asarray(moved, np.float32)
    size = (max(int(seen.wide * scale), 32), max(int(seen.high * scale), 32))
    page.straight = _drawn(page, size, scale)
    for line in page.lines:
        line.box = page.place(line.quad)
    page.hull = _joined([line.box for line in read]) if read else Box(0, 0, *size)
    return ()


def _angle(lines: list[Line]) -> float:
    """The direction that text runs, in radians: the middle one of all lines, longer ones counting more."""
    if not lines:
        return 0.0
    along = np.array([line.quad[1] - line.quad[0] + line.quad[2] - line.quad[3] for line in lines])
    long = np.linalg.norm(along, axis=1)
    mean = np.arctan2(*(along * long[:, None]).sum(0)[::-1])
    off = (np.arctan2(along[:, 1], along[:, 0]) - mean + np.pi) % (2 * np.pi) - np.pi
    order = np.argsort(off)
    middle = order[np.searchsorted(np.cumsum(long[order]), long.sum() / 2)]
    return float(mean + off[middle])


def _rotation(angle: float) -> Quad:
    """The matrix that makes text of this direction run to the right."""
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)


def _around(points: Quad, turned: Quad) -> Box:
    moved = points @ turned.T
    return Box(*moved.min(0).tolist(), *moved.max(0).tolist())


def _drawn(page: Page, size: tuple[int, int], scale: float) -> Pixels:
    """Draw it; a picture that becomes much smaller is shrunk first, so that no detail turns to noise."""
    given, matrix = page.given, page.to_straight
    if scale < 0.75:
        given = np.asarray(cv2.resize(given, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = np.asarray(np.column_stack([matrix[:, :2] / scale, matrix[:, 2]]), np.float32)
    drawn = cv2.warpAffine(given, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8)


def _joined(boxes: list[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole
