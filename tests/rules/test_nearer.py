"""A document that is small on its page is read a second time, from nearer; the finder is played by a test."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest

from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.nearer import nearer
from services.verify.checks.page import Box, Line, Page, Quad

SIDE = 1200


def around(left: float, top: float, right: float, bottom: float) -> Quad:
    """Four corners."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


@dataclass
class Finder:
    """Finds so many lines, at a quarter and more of what it is shown."""

    count: int
    shown: Pixels | None = None

    def lines(self, pixels: Pixels) -> list[Quad]:
        """Rows below one another."""
        self.shown = pixels
        high, wide = pixels.shape[:2]
        rows = [high * (0.25 + 0.1 * at) for at in range(self.count)]
        return [around(0.25 * wide, top, 0.75 * wide, top + 0.05 * high) for top in rows]

    def read(self, pieces: list[Pixels]) -> list[tuple[str, float]]:
        """Each the same."""
        return [("NEAR", 0.9)] * len(pieces)


def looked(monkeypatch: pytest.MonkeyPatch, finder: Finder, hull: Box) -> Page:
    """A page with one line, looked at by this finder."""
    monkeypatch.setattr(import_module(nearer.__module__), "load", lambda: SimpleNamespace(reader=finder))
    white = np.full((SIDE, SIDE, 3), 255, np.uint8)
    page = Page(white, lines=[Line(around(*hull), "FAR", 0.9, hull)], straight=white, hull=hull)
    assert nearer(page) == ()
    return page


def test_a_small_document_is_read_from_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found there lies where it is on the whole page."""
    finder = Finder(3)
    page = looked(monkeypatch, finder, Box(500, 500, 700, 620))
    assert [line.text for line in page.lines] == ["NEAR"] * 3
    assert finder.shown is not None
    assert finder.shown.shape[:2] == (240, 320)  # the document and three tenths of its length around it
    first = page.lines[0].quad
    assert first[0] == pytest.approx((440 + 80, 440 + 60), abs=1)
    assert first[2] == pytest.approx((440 + 240, 440 + 72), abs=1)


def test_what_was_read_stays_when_no_more_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look may be the worse one."""
    page = looked(monkeypatch, Finder(1), Box(500, 500, 700, 620))
    assert [line.text for line in page.lines] == ["FAR"]


def test_a_document_that_fills_the_page_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearer cannot be."""
    finder = Finder(3)
    looked(monkeypatch, finder, Box(100, 100, 1000, 700))
    assert finder.shown is None
