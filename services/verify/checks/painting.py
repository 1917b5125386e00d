"""Paints over what must be hidden: opaque black, wider than what was seen, never beyond the page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from services.verify.checks.copy import WHOLE_PAGE, Box, Finding, FindingKind
from services.verify.checks.leaf import Pixels

_WIDER: Final = {
    FindingKind.FACE: 0.50,
    FindingKind.BSN: 0.35,
    FindingKind.MRZ: 0.30,
    FindingKind.QR: 0.18,
    FindingKind.WEAK_COVER: 0.18,
    FindingKind.SUSPECT: 0.35,
}
"""How much is added on each side, as a part of the width and the height of what was seen."""


def to_paint(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are a place on a page; the others (not a document, something in the file) can not be painted.

    A cover that can be taken away as a whole has no place either: redrawing the page makes it stay.
    """
    return tuple(each for each in findings if each.kind in _WIDER and not _is_anywhere(each))


def paint(pixels: Pixels, findings: Iterable[Finding]) -> Pixels:
    """A copy of a page with an opaque black block over each finding that is a place.

    Args:
        pixels: of one page; they stay as they are.
        findings: of this page; their boxes are fractions of it.
    """
    painted = pixels.copy()
    height, width = painted.shape[:2]
    for finding in to_paint(findings):
        left, top, right, bottom = _wide(finding)
        rows = slice(math.floor(top * height), math.ceil(bottom * height))
        painted[rows, math.floor(left * width) : math.ceil(right * width)] = 0
    return painted


def _is_anywhere(finding: Finding) -> bool:
    return finding.kind is FindingKind.WEAK_COVER and finding.box == WHOLE_PAGE


def _wide(finding: Finding) -> Box:
    """The block for a finding: of a strip at the bottom the whole width, since half of it may not have been seen."""
    left, top, right, bottom = finding.box
    across, down = (_WIDER[finding.kind] * side for side in (right - left, bottom - top))
    if finding.kind is FindingKind.MRZ:
        return 0.0, max(top - down, 0.0), 1.0, min(bottom + down, 1.0)
    return max(left - across, 0.0), max(top - down, 0.0), min(right + across, 1.0), min(bottom + down, 1.0)
