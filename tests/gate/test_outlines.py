"""Lines of text from the finder's map: where, in which order, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from services.verify.checks.eyes.outlines import outlines


def test_lines_are_told_row_by_row_wider_than_their_heart_and_in_pixels_of_the_picture() -> None:
    """A map of half the picture's size: two lines in a row, one below."""
    likely = np.zeros((100, 200), np.float32)
    likely[60:68, 20:80] = 0.9
    likely[20:28, 120:180] = 0.9
    likely[21:29, 20:80] = 0.9
    found = [(*quad[0].tolist(), *quad[2].tolist()) for quad in outlines(likely, (200, 400))]
    hearts = [(40, 42, 160, 58), (240, 40, 360, 56), (40, 120, 160, 136)]
    for (left, top, right, bottom), heart in zip(found, hearts, strict=True):
        wider = (heart[0] - left, heart[1] - top, right - heart[2], bottom - heart[3])
        assert all(4 < room < 20 for room in wider)


@pytest.mark.parametrize(("high", "sure"), [(8, 0.4), (1, 0.9)])
def test_what_is_unsure_or_thin_is_no_line(high: int, sure: float) -> None:
    """Seen, but not surely text; or a hair."""
    likely = np.zeros((100, 200), np.float32)
    likely[40 : 40 + high, 20:80] = sure
    assert outlines(likely, (100, 200)) == []
