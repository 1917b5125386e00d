"""What a watermark hides of a block is not taken for what shines through it, and nothing else is overlooked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.verify.checks.looking.blocks import Block
from services.verify.checks.looking.written_over import written_over
from services.verify.checks.page import Box, Line, Page

HIGH, WIDE = 300, 500
BLOCK = Box(100, 100, 300, 250)


def line(left: float, top: float, right: float, *, down: float = 0.0, score: float = 0.9, high: float = 14) -> Line:
    """A line of text that runs down by so many pixels on its way."""
    quad = np.array([[left, top], [right, top + down], [right, top + down + high], [left, top + high]], np.float32)
    return Line(quad, "text", score, Box(left, min(top, top + down), right, max(top, top + down) + high))


def over(*lines: Line) -> NDArray[np.bool_]:
    """The part of the block that is said to be written over."""
    mask = np.zeros((HIGH, WIDE), np.bool_)
    mask[100:250, 100:300] = True
    straight = np.zeros((HIGH, WIDE, 3), np.uint8)
    page = Page(straight, lines=list(lines), straight=straight)
    return written_over(page, Block(BLOCK, float(mask.sum()), 1.0, mask)) & mask


def test_what_runs_across_the_edge_was_written_over_the_block() -> None:
    """Where it runs, and not beside that."""
    mask = over(line(30, 150, 220))
    assert mask[150:164, 101:219].all()
    assert not mask[180:].any()


def test_what_stands_inside_may_shine_through() -> None:
    """So it is looked at."""
    assert not over(line(120, 150, 280)).any()


def test_what_cannot_be_read_is_no_writing() -> None:
    """The edge of a photo under a thin bar looks like a line to the finder."""
    assert not over(line(30, 150, 220, score=0.3)).any()


def test_a_watermark_goes_on_where_it_cannot_be_read() -> None:
    """Grey on black: its row is known from the piece beside the block."""
    mask = over(line(310, 150, 460, down=-40))
    assert mask[190:200, 200].any()
    assert not mask[240:, 101:].any()


def test_text_that_runs_level_does_not_go_on() -> None:
    """What is printed beside the block says nothing of the block."""
    assert not over(line(310, 150, 460)).any()


def test_rows_that_would_leave_nothing_of_the_block_are_not_believed() -> None:
    """Too many aslant lines: only what touches the edge was surely written over it."""
    rows = [line(310, 40 + 16 * at, 460, down=-40) for at in range(12)]
    mask = over(*rows, line(30, 150, 220))
    assert mask[150:164, 101:219].all()
    assert mask.mean() < 0.1
