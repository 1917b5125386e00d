"""How far does a strip with <<< signs reach, of which some was seen? Pure geometry (ICAO 9303)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from services.verify.checks.page import Box, Line
from services.verify.checks.written.zone import plain

_PITCH: Final = 1.7
"""From row to row, in heights of a row as it is found."""


def whole_strip(rows: Sequence[Line], seen: Sequence[Box], hull: Box) -> Box:
    """The whole strip: as wide as the document, and with room for the rows that were not seen.

    Args:
        rows: the lines that were read, at least one.
        seen: where they stand, and further ones that a second look found.
        hull: around all text and covers.
    """
    band = seen[0]
    for box in seen[1:]:
        band = band.joined(box)
    high = median(box.high for box in seen)
    missing = max(_count(rows) - _rows_in(band, high), 0)
    room = missing * _PITCH * high
    return Box(min(band.left, hull.left), band.top - room, max(band.right, hull.right), band.bottom + room)


def _rows_in(band: Box, high: float) -> int:
    """How many rows a band of this height holds."""
    return max(round((band.high - high) / (_PITCH * max(high, 1))) + 1, 1)


def _count(rows: Sequence[Line]) -> int:
    """How many rows such a strip has: a licence one, a passport two, a card three."""
    texts = [plain(line.text) for line in rows]
    if any(text.startswith("D1") for text in texts):
        return 1
    return 2 if any(text.startswith("P") or len(text) > 36 for text in texts) else 3
