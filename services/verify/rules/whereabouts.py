"""Where on a page something is, in words: people look there; a box in figures helps nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final


class Place(StrEnum):
    """A ninth of a page."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"


PLACE_LABELS: Final = {
    Place.TOP_LEFT: "top left",
    Place.TOP: "at the top",
    Place.TOP_RIGHT: "top right",
    Place.LEFT: "on the left",
    Place.MIDDLE: "in the middle",
    Place.RIGHT: "on the right",
    Place.BOTTOM_LEFT: "bottom left",
    Place.BOTTOM: "at the bottom",
    Place.BOTTOM_RIGHT: "bottom right",
}
"""English msgids."""

_GRID: Final = (
    (Place.TOP_LEFT, Place.TOP, Place.TOP_RIGHT),
    (Place.LEFT, Place.MIDDLE, Place.RIGHT),
    (Place.BOTTOM_LEFT, Place.BOTTOM, Place.BOTTOM_RIGHT),
)
_LARGE: Final = 0.6
"""A part of the page that reaches from one side to the other, so that neither side is meant."""


def place_of(box: Sequence[float]) -> Place | None:
    """The ninth in which a box lies by its middle (fractions of the page); None for one that is most of the page."""
    left, top, right, bottom = box
    wide, high = right - left > _LARGE, bottom - top > _LARGE
    if wide and high:
        return None
    return _GRID[1 if high else _third((top + bottom) / 2)][1 if wide else _third((left + right) / 2)]


def sightings(findings: Iterable[Mapping[str, Any]], reasons: Collection[str]) -> list[str]:
    """Of these findings, where each given reason was seen: `reason@place`, with `@page` where there are several.

    `findings` hold kind, page and box, as they are stored; a reason bears the name of the kind that shows it.
    """
    known = [(str(each["kind"]), int(each["page"]), place_of(each["box"])) for each in findings]
    several = any(page > 1 for _, page, _ in known)
    spots = [
        f"{kind}@{place or ''}" + (f"@{page}" if several else "")
        for kind, page, place in known
        if kind in reasons and (place or several)
    ]
    return list(dict.fromkeys(spots))


def _third(middle: float) -> int:
    return min(max(int(middle * 3), 0), 2)
