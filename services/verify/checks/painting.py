"""Paints over what must be hidden: opaque black, wider than what was seen, along the lines of the page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.copy import WHOLE_PAGE, Finding, FindingKind
from services.verify.checks.leaf import Pixels
from services.verify.checks.leaning import leaning, turned
from services.verify.checks.page import Box
from services.verify.checks.photo_edges import photo_around

_WIDER: Final = {
    FindingKind.WEAK_COVER: (0.18, 0.18),
    FindingKind.SUSPECT: (0.06, 0.35),
    FindingKind.MRZ: (0.02, 0.15),
    FindingKind.BSN: (0.35, 0.35),
    FindingKind.QR: (0.18, 0.18),
    FindingKind.FACE: (0.0, 0.0),
}
"""What is added on each side, as parts of the width and of the height; a face grows to its photo first.

In this order they are painted, so that the block over a photo keeps the shape by which it is known.
"""
_ORDER: Final = tuple(_WIDER)
_LINE: Final = 0.0035  # of the page's longer side
_LONGER: Final = 1.35  # times as long as wide: less than the whole of a square code was seen


def to_paint(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are a place on a page; the others (not a document, something in the file) can not be painted.

    A cover that can be taken away as a whole has no place either: redrawing the page makes it stay.
    """
    return tuple(each for each in findings if each.kind in _WIDER and not _is_anywhere(each))


def paint(pixels: Pixels, findings: Iterable[Finding]) -> Pixels:
    """A copy of a page with an opaque black block over each finding that is a place.

    A light line runs around each block, outside of what it hides: so it can be told from a dark table, from the edge
    of the picture and from the block beside it, by people as by the next judgement.

    Args:
        pixels: of one page; they stay as they are.
        findings: of this page; their boxes are fractions of it.
    """
    painted = pixels.copy()
    places = sorted(to_paint(findings), key=lambda each: _ORDER.index(each.kind))
    if not places:
        return painted
    angle = leaning(pixels)
    height, width = pixels.shape[:2]
    to_level = turned((width, height), angle)
    level = cv2.warpAffine(pixels, to_level, (width, height), borderMode=cv2.BORDER_REPLICATE)
    line = max(round(_LINE * max(height, width)), 3)
    for each in places:
        block = _block(np.asarray(level, np.uint8), each, to_level, angle)
        _fill(painted, block.grown(line, line), to_level, 255)
        _fill(painted, block, to_level, 0)
    return painted


def _is_anywhere(finding: Finding) -> bool:
    return finding.kind is FindingKind.WEAK_COVER and finding.box == WHOLE_PAGE


def _block(level: Pixels, finding: Finding, to_level: NDArray[np.float32], angle: float) -> Box:
    """What to paint for a finding, in pixels of the level page."""
    seen = _levelled(finding, level.shape[:2], to_level, angle)
    if finding.kind is FindingKind.FACE:
        seen = photo_around(level, seen)
    if finding.kind is FindingKind.QR:
        seen = _squared(seen)
    across, down = _WIDER[finding.kind]
    return seen.grown(across * seen.wide, down * seen.high)


def _levelled(finding: Finding, size: tuple[int, int], to_level: NDArray[np.float32], angle: float) -> Box:
    """The place on the level page: a finding's box holds a leaning place, and is larger than that."""
    height, width = size
    left, top, right, bottom = finding.box
    wide, high = (right - left) * width, (bottom - top) * height
    middle = to_level @ np.array([(left + right) / 2 * width, (top + bottom) / 2 * height, 1.0])
    cos, sin = math.cos(angle), abs(math.sin(angle))
    inner = cos * cos - sin * sin
    across = min(max((wide * cos - high * sin) / inner, 0.5 * wide), wide) / 2
    down = min(max((high * cos - wide * sin) / inner, 0.25 * high), high) / 2
    x, y = float(middle[0]), float(middle[1])
    return Box(x - across, y - down, x + across, y + down)


def _squared(seen: Box) -> Box:
    """A square code of which only one side was seen: it lies on either side of that."""
    short, long = sorted((seen.wide, seen.high))
    if long < _LONGER * max(short, 1):
        return seen
    by = long - short / 2
    return seen.grown(by, 0) if seen.wide < seen.high else seen.grown(0, by)


def _fill(painted: Pixels, block: Box, to_level: NDArray[np.float32], tone: int) -> None:
    """Fill a block of the level page where it lies on the page as given."""
    back = cv2.invertAffineTransform(to_level)
    corners = np.array([
        [block.left, block.top], [block.right, block.top], [block.right, block.bottom], [block.left, block.bottom],
    ])  # fmt: skip
    there = corners @ back[:, :2].T + back[:, 2]
    cv2.fillConvexPoly(painted, np.rint(there).astype(np.int32), (tone, tone, tone))
