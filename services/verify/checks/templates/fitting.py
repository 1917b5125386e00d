"""Does a page lie as a model says? A map from its millimetres to pixels, or nothing: a pure function of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.verify.checks.page import Box
from services.verify.checks.templates.template import Template
from services.verify.checks.templates.wording import Match, Word

__all__ = ["Fit", "Word", "fit"]

FEWEST = 4
"""Anchors that must agree."""
_ROUGHLY = 4.0  # millimetres: a first guess may be so far off, of a page seen from aside
_CLOSELY = 1.6  # millimetres: an anchor further off does not agree
_RESIDUAL = 0.9  # millimetres, of those that agree
_SPREAD = 0.28  # of the model's width, or of its height: anchors in one corner say little of the others
_WIDE_APART = 0.3  # of the width: only then the two directions are stretched for themselves
_TURN = 0.22  # radians that a straightened page may still lean
_STRETCH = 1.25  # between the two directions
_PIXELS_PER_MM = (3.0, 30.0)

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model lies on a page."""

    template: Template
    to_page: NDArray[np.float64]
    """2 x 3: millimetres to pixels."""
    anchors: int
    """How many agree."""
    residual: float
    """Root of the mean square of what they are off, in millimetres."""

    @property
    def scale(self) -> float:
        """Pixels a millimetre."""
        return float(np.sqrt(abs(np.linalg.det(self.to_page[:, :2]))))

    @property
    def whole(self) -> Box:
        """Where the document lies."""
        return self.place(Box(0, 0, *self.template.size))

    def place(self, region: Box) -> Box:
        """Where a part of the model lies, as a box around it."""
        corners = np.array([
            [region.left, region.top], [region.right, region.top], [region.right, region.bottom],
            [region.left, region.bottom],
        ])  # fmt: skip
        there = corners @ self.to_page[:, :2].T + self.to_page[:, 2]
        return Box(*there.min(0).tolist(), *there.max(0).tolist())


def fit(template: Template, found: Sequence[Match]) -> Fit | None:
    """Lay a model onto a page. None when too few anchors agree, or only in an implausible way."""
    if len(found) < FEWEST:
        return None
    printed = np.array([[match.anchor.left, match.anchor.middle] for match in found])
    seen = np.array([[match.word.left, match.word.middle] for match in found])
    agree = _guess(printed, seen)
    for _ in range(3):
        agree = _each_once(agree, found)
        if agree.sum() < FEWEST:
            return None
        to_page = _solved(printed[agree], seen[agree], template.size)
        off = np.linalg.norm(_moved(printed, to_page) - seen, axis=1) / _scale(to_page)
        agree = off < _CLOSELY
    agree = _each_once(agree, found)
    return _if_plausible(template, printed[agree], seen[agree])


def _if_plausible(template: Template, printed: Points, seen: Points) -> Fit | None:
    if len(printed) < FEWEST or not _spread(printed, template.size):
        return None
    to_page = _solved(printed, seen, template.size)
    off = np.linalg.norm(_moved(printed, to_page) - seen, axis=1) / _scale(to_page)
    residual = float(np.sqrt(np.square(off).mean()))
    if residual > _RESIDUAL or not _upright(to_page):
        return None
    return Fit(template, to_page, len(printed), residual)


def _guess(printed: Points, seen: Points) -> NDArray[np.bool_]:
    """Try every two pairs; those that agree with the best two."""
    here, there = printed @ np.array([1, 1j]), seen @ np.array([1, 1j])
    first, second = np.triu_indices(len(here), 1)
    span = here[second] - here[first]
    far = np.abs(span) > 8  # millimetres
    first, second, span = first[far], second[far], span[far]
    turn = (there[second] - there[first]) / span
    usable = (np.abs(np.angle(turn)) < _TURN) & (np.abs(turn) > _PIXELS_PER_MM[0]) & (np.abs(turn) < _PIXELS_PER_MM[1])
    turn, first = turn[usable], first[usable]
    if len(turn) == 0:
        return np.zeros(len(here), np.bool_)
    shift = there[first] - turn * here[first]
    off = np.abs(turn[:, None] * here[None] + shift[:, None] - there[None]) / np.abs(turn)[:, None]
    worth = np.clip(1 - off / _ROUGHLY, 0, None).sum(1)
    return np.asarray(off[int(worth.argmax())] < _ROUGHLY)


def _each_once(agree: NDArray[np.bool_], found: Sequence[Match]) -> NDArray[np.bool_]:
    """Let each anchor and each word count once."""
    kept, used = agree.copy(), set[object]()
    for at in np.flatnonzero(agree).tolist():
        pair = {found[at].anchor, found[at].word}
        kept[at] = not (pair & used)
        used |= pair
    return kept


def _solved(printed: Points, seen: Points, size: tuple[float, float]) -> Points:
    """The best map: stretched where anchors stand far enough apart in both directions, else only turned and scaled."""
    reach = np.ptp(printed, axis=0)
    if reach[0] > _WIDE_APART * size[0] and reach[1] > _WIDE_APART * size[1] and len(printed) > FEWEST:
        table = np.column_stack([printed, np.ones(len(printed))])
        best, *_ = np.linalg.lstsq(table, seen, rcond=None)
        return np.asarray(best.T)
    here, there = printed @ np.array([1, 1j]), seen @ np.array([1, 1j])
    (turn, shift), *_ = np.linalg.lstsq(np.column_stack([here, np.ones(len(here))]), there, rcond=None)
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _moved(points: Points, to_page: Points) -> Points:
    return np.asarray(points @ to_page[:, :2].T + to_page[:, 2])


def _scale(to_page: Points) -> float:
    return float(max(np.sqrt(abs(np.linalg.det(to_page[:, :2]))), 1e-6))


def _spread(printed: Points, size: tuple[float, float]) -> bool:
    reach = np.ptp(printed, axis=0)
    return bool(reach[0] > _SPREAD * size[0] or reach[1] > _SPREAD * size[1])


def _upright(to_page: Points) -> bool:
    """Whether the map turns little, mirrors nothing and stretches little."""
    sides = np.linalg.svd(to_page[:, :2], compute_uv=False)
    angle = np.arctan2(to_page[1, 0], to_page[0, 0])
    return bool(np.linalg.det(to_page[:, :2]) > 0 and sides[0] < _STRETCH * sides[1] and abs(angle) < _TURN)
