"""A place hidden in white is for a person; white beside it, or another colour, is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from services.verify.checks.copy import FindingKind
from services.verify.checks.looking.covers import covers
from services.verify.checks.looking.white import white
from services.verify.checks.page import Box, Cover, Page
from services.verify.checks.templates import TEMPLATES, Fit, Place

PX = 10  # pixels a millimetre
CARD = next(template for template in TEMPLATES if template.name == "card-2014-front")
FIT = Fit(CARD, np.array([[PX, 0, 0], [0, PX, 0]], np.float64), 8, 0.2)
SIZE = (round(CARD.size[0] * PX), round(CARD.size[1] * PX))
PHOTO = FIT.place(next(region.box for region in CARD.regions if region.place is Place.PHOTO))
WHOLE = Box(0, 0, *SIZE)


def page(*places: Box, known: bool = True, colour: str = "white") -> Page:
    """A card of bluish paper with these places covered in white."""
    drawn = Image.new("RGB", SIZE, (196, 206, 216))
    for place in places:
        ImageDraw.Draw(drawn).rectangle(place, fill=colour)
    ImageDraw.Draw(drawn).rectangle((0, 0, 40, 20), fill="white")
    pixels = np.asarray(drawn)
    seen = Page(pixels, straight=pixels, hull=WHOLE, models=((FIT,),) if known else ())
    assert covers(seen) == ()
    return seen


@pytest.mark.parametrize("known", [True, False])
def test_a_photo_hidden_in_white_is_for_a_person(*, known: bool) -> None:
    """Whether or not the model is known; the place is told, so that it is painted black for the person."""
    (found,) = white(page(PHOTO, known=known))
    assert found.kind is FindingKind.SUSPECT
    assert found.box == pytest.approx((4 / 85.6, 14 / 54, 28 / 85.6, 45 / 54), abs=0.02)


@pytest.mark.parametrize("colour", ["black", "#f0c828", "#a0c8f0"])
def test_another_colour_hides(colour: str) -> None:
    """Also a light one."""
    seen = page(PHOTO, colour=colour)
    assert [cover.white for cover in seen.covers if cover.box.shared(PHOTO) > 0.5 * PHOTO.area] == [False]
    assert white(seen) == ()


def test_white_where_a_known_model_has_nothing_to_hide_is_nothing() -> None:
    """A field of the paper itself, say."""
    assert white(page(Box(330, 20, 600, 100))) == ()


def test_what_can_be_seen_through_is_told_elsewhere() -> None:
    """It is refused; a doubt adds nothing."""
    seen = page()
    seen.covers = [Cover(PHOTO, PHOTO.area, 1.0, opaque=False, white=True)]
    assert white(seen) == ()
