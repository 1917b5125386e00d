"""Was the strip cut off? Told by where picture or paper ends, on drawn pages of known and unknown models."""

from __future__ import annotations

import numpy as np
import pytest

from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.cut_strip import strip_cut_off
from services.verify.checks.page import Box, Cover, Line, Page
from services.verify.checks.templates import TEMPLATES, Fit

PX, ROOM = 6, 60  # pixels a millimetre; of table around the document
TABLE, PAPER = (70, 60, 50), (214, 222, 226)
PASSPORT = next(template for template in TEMPLATES if template.name == "passport-2021-front")
WIDE, HIGH = (round(side * PX) for side in PASSPORT.size)
FIT = Fit(PASSPORT, np.array([[PX, 0, ROOM], [0, PX, ROOM]], np.float64), 8, 0.2)


def passport(paper_high: int = HIGH) -> Pixels:
    """A holder's page on a table, of which so much of the height is left."""
    drawn = np.full((HIGH + 2 * ROOM, WIDE + 2 * ROOM, 3), TABLE, np.uint8)
    drawn[ROOM : ROOM + paper_high, ROOM : ROOM + WIDE] = PAPER
    return drawn


def known(pixels: Pixels, *lines: Line) -> Page:
    """A page on which the passport was recognised."""
    return Page(pixels, straight=pixels, models=((FIT,),), lines=list(lines))


def test_a_page_that_is_whole_has_its_strip() -> None:
    """Paper where the strip stands, though nothing was read there."""
    assert not strip_cut_off(known(passport()), [])


def test_paper_that_ends_above_the_strip_was_cut() -> None:
    """The table shows where the strip would be."""
    assert strip_cut_off(known(passport(HIGH - 24 * PX)), [])


def test_a_picture_that_ends_above_the_strip_was_cropped() -> None:
    """Its place is not on the picture."""
    assert strip_cut_off(known(passport()[: ROOM + HIGH - 22 * PX]), [])


def test_text_in_the_place_of_the_strip_is_no_table() -> None:
    """Whatever the tones say."""
    top = ROOM + HIGH - 15 * PX
    box = Box(ROOM + 10 * PX, top, ROOM + 80 * PX, top + 3 * PX)
    assert not strip_cut_off(known(passport(HIGH - 24 * PX), Line(np.zeros((4, 2), np.float32), "X", 0.9, box)), [])


def test_a_dark_block_over_the_strip_is_not_a_table() -> None:
    """It is unlike the paper, and unlike what lies around the document."""
    pixels = passport()
    pixels[ROOM + HIGH - 22 * PX : ROOM + HIGH, ROOM : ROOM + WIDE] = (150, 20, 30)
    assert not strip_cut_off(known(pixels), [])


@pytest.mark.parametrize(("below", "is_cut"), [(10, True), (160, False)])
def test_of_an_unknown_model_the_picture_must_end_below_the_photo(below: int, is_cut: bool) -> None:
    """A strip needs more room than that under the photo."""
    pixels = np.full((500 + below, 800, 3), PAPER, np.uint8)
    page = Page(pixels, straight=pixels, hull=Box(40, 40, 760, 500))
    photo = Cover(Box(60, 150, 300, 480), 79_200, 1.0, opaque=True)
    assert strip_cut_off(page, [photo]) is is_cut
    assert not strip_cut_off(page, [])
