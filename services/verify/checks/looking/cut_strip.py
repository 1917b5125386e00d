"""Was the strip with <<< signs cut off the picture? A proof for copies where nothing is left of it to cover."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.verify.checks.page import Box, Cover, Page
from services.verify.checks.templates import Fit
from services.verify.checks.templates.laid import PER_MM, ROOM, Laid, Picture, lay

_HIGH: Final = 20.0  # millimetres at the foot of a document: where a strip stands
_INSET: Final = 4.0  # millimetres from its sides, and 2 from its foot
_THERE: Final = 0.3  # of that place on the picture at most: it was cut away
_AS_BESIDE, _UNLIKE_PAPER = 16, 25  # levels of tone: nearer to what the document lies on, further from its paper
_NO_ROOM: Final = 0.12  # of the height of what was seen: less than a row of a strip and its margins
_BELOW_PHOTO: Final = 0.15  # of the photo's height: a strip begins lower


def strip_cut_off(page: Page, photos: list[Cover]) -> bool:
    """Whether the picture, or the paper, ends above the place of the strip.

    Args:
        page: with the models that it may show.
        photos: covers that may hide its photo; of an unknown document the strip lies below them.
    """
    with_strip = [contenders[0] for contenders in page.models if contenders[0].template.strip]
    if with_strip:
        return all(_paper_ends(page, fit) for fit in with_strip)
    return not page.models and any(_picture_ends(page, photo.box) for photo in photos)


def _picture_ends(page: Page, photo: Box) -> bool:
    room = page.straight.shape[0] - page.hull.bottom
    return room < _NO_ROOM * page.hull.high and page.hull.bottom < photo.bottom + _BELOW_PHOTO * photo.high


def _paper_ends(page: Page, fit: Fit) -> bool:
    """Whether the strip's place is off the picture, or looks like what the document lies on and not like its paper."""
    laid, (wide, high) = lay(page.given, page.to_straight, fit), fit.template.size
    place = Box(_INSET, high - _HIGH, wide - _INSET, high - 2)
    if any(line.box.shared(fit.place(place)) > 0.5 * line.box.area for line in page.lines):
        return False
    if laid.there[_at(place)].mean() < _THERE:
        return True
    beside = [
        _seen(laid, outer)
        for outer in (
            Box(0, high + 1, wide, high + ROOM), Box(-ROOM, place.top, -1, high),
            Box(wide + 1, place.top, wide + ROOM, high),
        )
    ]  # fmt: skip
    around = np.concatenate(beside)
    here, paper = _seen(laid, place), _seen(laid, Box(_INSET, 2, wide - _INSET, high - _HIGH - 4))
    if not len(around) or not len(here):
        return False
    tone, beside_tone, paper_tone = (np.median(part, axis=0) for part in (here, around, paper))
    alike = np.abs(tone - beside_tone).max() < _AS_BESIDE
    return bool(alike and np.abs(tone - paper_tone).max() > _UNLIKE_PAPER)


def _seen(laid: Laid, place: Box) -> Picture:
    """The pixels of a place that are on the picture, as rows of red, green and blue."""
    at = _at(place)
    return np.asarray(laid.sharp[at][laid.there[at]])


def _at(place: Box) -> tuple[slice, slice]:
    """Rows and columns, in a document laid flat, of a place in millimetres."""
    left, top, right, bottom = (max(round((side + ROOM) * PER_MM), 0) for side in place)
    return slice(top, bottom), slice(left, right)
