"""The label of a citizen service number of which a cover hides the beginning; the reader is played by a test."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest

from services.verify.checks.copy import FindingKind
from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.number import number
from services.verify.checks.page import Box, Cover, Line, Page, Quad

LABEL = Box(300, 100, 420, 116)
BEFORE = Cover(Box(200, 98, 310, 142), 4840, 1.0, opaque=True)


class Reader:
    """Reads one text wherever it looks, and remembers how wide a piece it was shown."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wide = 0

    def lines(self, pixels: Pixels, _longest: int) -> list[Quad]:
        """The whole of it."""
        high, self.wide = pixels.shape[:2]
        return [np.array([[0, 0], [self.wide, 0], [self.wide, high], [0, high]], np.float32)] if self.text else []

    def read(self, pieces: list[Pixels]) -> list[tuple[str, float]]:
        """Each the same."""
        return [(self.text, 0.9)] * len(pieces)


def kinds(monkeypatch: pytest.MonkeyPatch, reader: Reader, *covers: Cover) -> list[FindingKind]:
    """What is found of a page with the end of the label and these covers."""
    monkeypatch.setattr(import_module(number.__module__), "load", lambda: SimpleNamespace(reader=reader))
    white = np.full((300, 700, 3), 255, np.uint8)
    line = Line(np.zeros((4, 2), np.float32), "Personal no.", 0.9, LABEL)
    page = Page(white, lines=[line], straight=white, covers=list(covers))
    return [finding.kind for finding in number(page)]


def test_a_block_over_the_labels_beginning_covers_the_number_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is looked at from there on."""
    reader = Reader("")
    assert kinds(monkeypatch, reader, BEFORE) == []
    assert reader.wide > LABEL.right - BEFORE.box.left


def test_without_it_nothing_covers_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither does a block that lies further away, or can be seen through."""
    away = Cover(Box(100, 98, 210, 142), 4840, 1.0, opaque=True)
    faint = Cover(BEFORE.box, BEFORE.area, 1.0, opaque=False)
    for covers in ((), (away,), (faint,)):
        assert kinds(monkeypatch, Reader(""), *covers) == [FindingKind.SUSPECT]


def test_digits_that_show_are_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block too small for the number."""
    assert kinds(monkeypatch, Reader("3456782"), BEFORE) == [FindingKind.BSN]
