"""Which lines of text are one row of a strip with <<< signs, of which the reader made pieces? Pure geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.verify.checks.page import Line
from services.verify.checks.written.zone import is_strip, plain

_GAP: Final = 0.8  # of a row's height: a wider gap may hold a cover
_NEXT: Final = 2.0  # heights from row to row at most
_RUN: Final = re.compile(r"\d{9,}")


def rows_of_strip(lines: Sequence[Line]) -> list[Line]:
    """The rows of a strip: pieces that touch are one, and so is a long number that stands among them."""
    joined = _joined(sorted(lines, key=lambda line: line.box.left))
    rows = [line for line in joined if is_strip(line.text)]
    return rows + [
        line
        for line in joined
        if not is_strip(line.text) and _RUN.search(plain(line.text)) and any(_among(line, row) for row in rows)
    ]


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Join each piece to the one that ends where it begins, from left to right."""
    whole: list[Line] = []
    for line in lines:
        before = next((at for at, other in enumerate(whole) if _goes_on(other, line)), None)
        if before is None:
            whole.append(line)
        else:
            whole[before] = _both(whole[before], line)
    return whole


def _goes_on(one: Line, other: Line) -> bool:
    """Whether a piece goes on where another ends, with letters of the same size."""
    middle = (other.box.top + other.box.bottom) / 2
    alike = 0.6 < one.box.high / max(other.box.high, 1) < 1.7
    near = -_GAP < (other.box.left - one.box.right) / max(one.box.high, 1) < _GAP
    return alike and near and one.box.top < middle < one.box.bottom and " " not in f"{one.text}{other.text}".strip()


def _both(one: Line, other: Line) -> Line:
    return replace(
        one, text=one.text + other.text, score=min(one.score, other.score), box=one.box.joined(other.box)
    )  # fmt: skip


def _among(line: Line, row: Line) -> bool:
    """Whether a line stands in a strip's row, or in the one above or below it."""
    off = abs(line.box.top + line.box.bottom - row.box.top - row.box.bottom) / 2
    inside = row.box.left - 2 * row.box.high < line.box.left < row.box.right + 30 * row.box.high
    return off < _NEXT * row.box.high and inside and 0.6 < line.box.high / max(row.box.high, 1) < 1.7
