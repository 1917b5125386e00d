"""What is written on a document that is small on its page? Looked at a second time, from nearer."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from services.verify.checks.copy import Finding
from services.verify.checks.eyes import load
from services.verify.checks.looking.straight import straight
from services.verify.checks.page import Box, Line, Page, Quad, cut_out

_SMALL: Final = 0.55  # of the page's longer side: the finder of lines shrinks the page, and misses small print then
_ROOM: Final = 0.3  # of the hull's longer side: what was missed may lie outside of what was found


def nearer(page: Page) -> tuple[Finding, ...]:
    """Find and read the lines again on the part of the page where the document lies; keep them when there are more."""
    if not page.lines or max(page.hull.wide, page.hull.high) > _SMALL * _longest(page):
        return ()
    room = _ROOM * max(page.hull.wide, page.hull.high)
    found = _lines(page, page.corners(page.hull.grown(room, room)))
    if len(found) > len(page.lines):
        page.lines = found
        straight(page)
    return ()


def _longest(page: Page) -> float:
    """The longer side of the page as given, in pixels of the straightened picture."""
    scale = float(np.sqrt(abs(np.linalg.det(page.to_straight[:, :2]))))
    return float(scale * max(page.given.shape[:2]))


def _lines(page: Page, corners: Quad) -> list[Line]:
    """The lines of an upright part of the page."""
    piece = cut_out(page.given, corners)
    high, wide = piece.shape[:2]
    sides = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    back = cv2.getPerspectiveTransform(sides, corners)
    reader = load().reader
    quads = reader.lines(piece)
    read = reader.read([cut_out(piece, quad) for quad in quads])
    moved = [np.asarray(cv2.perspectiveTransform(quad[None], back)[0], np.float32) for quad in quads]
    return [Line(quad, text, score, Box(0, 0, 0, 0)) for quad, (text, score) in zip(moved, read, strict=True)]
