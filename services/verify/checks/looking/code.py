"""Is a square code visible, whole or half covered?"""

from __future__ import annotations

import cv2
import numpy as np

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.eyes import load
from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.faces import apart
from services.verify.checks.page import Box, Page
from services.verify.checks.templates import Place

_REASON = "A square code is visible. Cover it completely: machines read codes that are covered in part."
_MOSTLY = 0.6  # of a mark
_SMALLEST = 10  # pixels a side of a corner mark


def code(page: Page) -> tuple[Finding, ...]:
    """Find codes that can be read, and the corner marks of those that cannot."""
    found = [
        page.place(np.array([[one.left, one.top], [one.right, one.bottom]], np.float32))
        for one in load().codes.find(page.given)
    ]
    marks = _corner_marks(page.straight)
    if len(marks) >= 2:
        whole = marks[0]
        for mark in marks[1:]:
            whole = whole.joined(mark)
        found.append(whole)
    found += [place for place in _places(page) if any(place.shared(mark) > _MOSTLY * mark.area for mark in marks)]
    return tuple(page.found(FindingKind.QR, _REASON, box) for box in apart(found))


def _places(page: Page) -> list[Box]:
    """Where the documents that were recognised may have a code: there one mark is enough."""
    return [
        fit.place(region.box)
        for contenders in page.models for fit in contenders for region in fit.template.regions
        if region.place is Place.QR
    ]  # fmt: skip


def _corner_marks(pixels: Pixels) -> list[Box]:
    """Squares in a ring in a square: 7, 5 and 3 units wide, as only codes have them."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 12)
    contours, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    if tree is None:
        return []
    found = []
    for outer, (_, _, ring, _) in zip(contours, tree[0], strict=True):
        inner = tree[0][ring][2] if ring >= 0 else -1
        if inner >= 0 and _nested(outer, contours[ring], contours[inner]):
            left, top, wide, high = cv2.boundingRect(outer)
            found.append(Box(left, top, left + wide, top + high))
    return found


def _nested(outer: cv2.typing.MatLike, ring: cv2.typing.MatLike, inner: cv2.typing.MatLike) -> bool:
    """Whether three contours have the proportions of a corner mark."""
    sides = [cv2.minAreaRect(contour)[1] for contour in (outer, ring, inner)]
    if min(sides[0]) < _SMALLEST or any(max(side) > 1.35 * max(min(side), 1) for side in sides):
        return False
    areas = [cv2.contourArea(contour) for contour in (outer, ring, inner)]
    if areas[0] < 0.7 * sides[0][0] * sides[0][1] or areas[2] < 0.6 * sides[2][0] * sides[2][1]:
        return False
    return 0.30 < areas[1] / areas[0] < 0.75 and 0.08 < areas[2] / areas[0] < 0.35
