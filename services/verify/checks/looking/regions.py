"""Is every place covered where the model of the document has something to hide?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.page import Box, Page
from services.verify.checks.templates import Fit, Place, Region
from services.verify.checks.templates.laid import Laid, Look, lay
from services.verify.checks.written.zone import is_strip

Looks = dict[Place, tuple[float, Look]]
"""Of each place of a model: how much the ground varies there, and what it looks like."""

_UNSURE = "A place where this document has something to hide does not seem to be covered."
_FACE = "A second or small photo is not covered. Cover every photo completely."
_PICTURES: Final = frozenset({Place.PHOTO, Place.GHOST, Place.SMALL})
_FLAT: Final = frozenset({Place.BSN, Place.QR})
_MARGIN, _NEARLY = 0.12, 0.85  # of a place on each side; of what is left
_REACH: Final = {
    Place.PHOTO: 4.0, Place.GHOST: 3.0, Place.SMALL: 3.0, Place.QR: 3.0, Place.MRZ: 2.0, Place.BSN: 1.0,
}  # fmt: skip
"""Millimetres by which a document may differ from our drawing of it."""
_EVEN, _ONE_TONE = 7.0, 0.90  # levels of spread at most, part of one tone at least: a cover
_SHOWS, _OF_GROUND, _MIXED = 12.0, 1.8, 0.90  # levels; times the ground's own; part of one tone at most: no cover
_STARK: Final = 40.0  # levels: the black and white of a code, which nothing else has, whichever model it is
_MOTLEY: Final = 0.45  # part of one tone: paper with fine printing has more
_EVIDENT: Final = 17.0  # levels: a picture
_ROOM: Final = 2.0  # millimetres: what is painted over must hold the place wherever it is
_LEVEL: Final = 2.0  # times as wide as high: a line that does not run aslant across covers
_APART: Final = 22  # levels between a cover and the ground


def regions(page: Page) -> tuple[Finding, ...]:
    """Look at each place of each document that was recognised: note what is surely covered, tell what surely is not.

    A model that lacks what a likelier one has, a place that is empty paper, or one beside the picture tells nothing.
    """
    found: list[Finding] = []
    proved: set[Place] = set()
    for contenders in page.models:
        likeliest, looks = contenders[0], [_looks(page, fit) for fit in contenders]
        proved |= _proved(page, likeliest, looks[0])
        bare = _bare(looks)
        found += [_told(page, likeliest, region, looks[0][region.place][1])
                  for region in likeliest.template.regions if region.place in bare]  # fmt: skip
    page.proved = frozenset(proved)
    return tuple(found)


def _proved(page: Page, fit: Fit, looks: Looks) -> set[Place]:
    """What something even covers; of numbers and codes also what lies under a block that fills less than the place."""
    paper = _paper(page, fit)
    covered = {place for place, (_, look) in looks.items() if _covers(paper, look)}
    return covered | {region.place for region in fit.template.regions if _lies_under(page, fit, region)}


def _bare(looks: Sequence[Looks]) -> set[Place]:
    """What is not covered by any of the models; a code shows whichever model it is."""
    bare = set.intersection(*({place for place, seen in each.items() if _is_bare(*seen)} for each in looks))
    return bare | {place for place, seen in looks[0].items() if place is Place.QR and _is_bare(*seen, _STARK)}


def _looks(page: Page, fit: Fit) -> Looks:
    laid = lay(page.given, page.to_straight, fit)
    grounds = {soft: laid.ground(soft=soft) for soft in (False, True)}
    return {
        region.place: (grounds[region.place in _PICTURES], look)
        for region in fit.template.regions
        if _is_asked(page, region.place) and (look := _look(laid, region)) is not None
    }


def _look(laid: Laid, region: Region) -> Look | None:
    return laid.look(region.box, _REACH[region.place], soft=region.place in _PICTURES)


def _is_asked(page: Page, place: Place) -> bool:
    """A strip of which something was read is judged by what it says: only a part of it must be hidden."""
    return place is not Place.MRZ or not any(is_strip(line.text) for line in page.lines)


def _is_bare(ground: float, look: Look, shows: float = _SHOWS) -> bool:
    """Whether it varies more than the paper does, or in many tones at once."""
    if look.spread < shows:
        return False
    return look.one_tone < _MOTLEY or (look.spread > _OF_GROUND * ground and look.one_tone < _MIXED)


def _paper(page: Page, fit: Fit) -> NDArray[np.float32]:
    """The tone that the document's lines of text stand on: it may lie on a sheet of another, or be covered mostly."""
    level = [line.box for line in page.lines if line.box.wide > _LEVEL * line.box.high]
    inside = [box for box in level if box.shared(fit.whole) > 0.9 * box.area]
    tones = [page.straight[_at(box)].reshape(-1, 3) for box in inside or [fit.whole]]
    return np.asarray(np.median(np.concatenate(tones), axis=0), np.float32)


def _at(box: Box) -> tuple[slice, slice]:
    """Rows and columns of the straightened picture."""
    left, top, right, bottom = (max(round(side), 0) for side in box)
    return slice(top, bottom), slice(left, right)


def _covers(paper: NDArray[np.float32], look: Look) -> bool:
    """Whether something even lies there that is not the paper."""
    apart = float(np.abs(look.tone - paper).max())
    return look.spread < _EVEN and look.one_tone > _ONE_TONE and apart > _APART


def _lies_under(page: Page, fit: Fit, region: Region) -> bool:
    """Whether nearly all of a number or a code lies under one opaque block."""
    place = fit.place(region.box)
    heart = place.grown(-_MARGIN * place.wide, -_MARGIN * place.high)
    return region.place in _FLAT and page.covered(heart) > _NEARLY


def _told(page: Page, fit: Fit, region: Region, look: Look) -> Finding:
    place = fit.place(region.box)
    if region.place in _PICTURES and look.spread > _EVIDENT:
        return page.found(FindingKind.FACE, _FACE, _heart(place))
    room = _ROOM * fit.scale
    return page.found(FindingKind.SUSPECT, _UNSURE, place.grown(room, room))


def _heart(photo: Box) -> Box:
    """Where in a photo the face is."""
    return photo.grown(-0.24 * photo.wide, -0.24 * photo.high)
