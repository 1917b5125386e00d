"""Which of its four sides is up?"""

from __future__ import annotations

import numpy as np

from services.verify.checks.copy import Finding
from services.verify.checks.eyes import load
from services.verify.checks.page import Line, Page, cut_out

_VOTES = 16  # lines that are asked, the longest first
_CLEAR = 0.75  # this part of the votes for one side is sure


def upright(page: Page) -> tuple[Finding, ...]:
    """Turn the corners of every line so that the first is where its text starts."""
    long = sorted(page.lines, key=lambda line: -line.wide * line.high)
    _turn(page.lines, 1 if _sideways(long) else 0)
    pieces = [cut_out(page.given, line.quad) for line in long[:_VOTES]]
    votes = np.array(load().reader.upside_down(pieces))
    sides = [max(line.wide, line.high) for line in long[:_VOTES]]
    head_down = float(np.average(votes, weights=sides)) if len(votes) else 0.0
    _turn(page.lines, 2 if head_down > 0.5 else 0)
    page.sure_upright = len(votes) >= 4 and max(head_down, 1 - head_down) >= _CLEAR
    return ()


def _sideways(long: list[Line]) -> bool:
    """Whether more text runs down than across."""
    return sum(max(line.wide, line.high) * (1 if line.high > line.wide else -1) for line in long) > 0


def _turn(all_lines: list[Line], corners: int) -> None:
    for line in all_lines:
        line.quad = np.roll(line.quad, -corners, axis=0)
