"""Pieces that the reader makes of a strip's row are judged as one row."""

from __future__ import annotations

import numpy as np

from services.verify.checks.looking.rows import rows_of_strip
from services.verify.checks.page import Box, Line
from services.verify.checks.written.zone import Says, says

_NAMES = "SPECIMEN<<WILLEKE<<<<<<<<<<<<<"


def line(text: str, left: float, right: float, top: float = 0.0) -> Line:
    """A line of letters twenty pixels high."""
    return Line(np.zeros((4, 2), np.float32), text, 0.99, Box(left, top, right, top + 20))


def test_three_pieces_that_touch_are_one_row_with_a_number() -> None:
    """Ink over the number makes the reader stop before and after it."""
    pieces = [line("I<NLDSPECI20142", 0, 300), line("999999990", 298, 480), line("<<<<<8", 486, 600)]
    (row,) = rows_of_strip(pieces)
    assert row.box == Box(0, 0, 600, 20)
    assert says(row.text) is Says.NUMBER


def test_a_gap_stays_a_gap() -> None:
    """A cover may lie there: the pieces are judged apart."""
    pieces = [line("I<NLDSPECI20142<<", 0, 300), line("<<<<<<<<8", 480, 600)]
    assert [row.text for row in rows_of_strip(pieces)] == [piece.text for piece in pieces]


def test_a_long_number_among_the_rows_belongs_to_the_strip() -> None:
    """Also when nothing touches it; one far above does not."""
    names, number, far = line(_NAMES, 0, 600, 34), line("999999990", 250, 480), line("999999990", 250, 480, -400)
    assert rows_of_strip([names, number, far]) == [names, number]


def test_without_a_strip_there_are_no_rows() -> None:
    """A number by itself is for the question about printed numbers."""
    assert rows_of_strip([line("999999990", 0, 180)]) == []
