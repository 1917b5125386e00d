"""Recognising a document by what is printed on all of its kind, and looking where it has something to hide."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from services.verify.checks.copy import FindingKind
from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.model import model
from services.verify.checks.looking.regions import regions
from services.verify.checks.page import Box, Line, Page
from services.verify.checks.templates import TEMPLATES, Place, Template, Word, recognise
from tests.gate.models import models

BY_NAME = {template.name: template for template in TEMPLATES}
PIXELS = 9.0
"""A millimetre on the pages drawn here."""
PAPER, WAVES, COVER = (226, 214, 210), (196, 180, 176), (12, 12, 14)


def seen(template: Template, *, turn: float = 0.0, off: float = 0.0, scale: float = PIXELS) -> list[Word]:
    """The anchors as a reader finds them: turned by some degrees, each off by up to so many millimetres."""
    dice = np.random.default_rng(7)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    words = []
    for anchor in template.anchors:
        x, y = (np.array([anchor.left, anchor.middle]) + dice.uniform(-off, off, 2)) * scale + 40
        words.append(Word(anchor.text, float(x * cos - y * sin) + 90, float(x * sin + y * cos) + 90))
    return words


def drawn(template: Template, bare: frozenset[Place] = frozenset()) -> Page:
    """A page with fine waves on it, its places covered but for the bare ones, which show a picture."""
    wide, high = (round(side * PIXELS) for side in template.size)
    pixels: Pixels = np.full((high, wide, 3), PAPER, np.uint8)
    for y in range(0, high, 7):
        cv2.line(pixels, (0, y), (wide, y + 3), WAVES, 1)
    dice = np.random.default_rng(3)
    for region in template.regions:
        left, top, right, bottom = (round(side * PIXELS) for side in region.box)
        if region.place in bare:
            coarse = dice.choice([20, 240], (5, 4, 1)).repeat(3, 2).astype(np.uint8)
            pixels[top:bottom, left:right] = cv2.resize(coarse, (right - left, bottom - top))
        else:
            pixels[max(top - 4, 0) : bottom + 4, max(left - 4, 0) : right + 4] = COVER
    return Page(pixels, straight=pixels, hull=Box(0, 0, wide, high), lines=[_line(each) for each in words(template)])


def words(template: Template) -> list[Word]:
    """The anchors where they stand on a page that is cut to the document."""
    return [Word(anchor.text, anchor.left * PIXELS, anchor.middle * PIXELS) for anchor in template.anchors]


def _line(word: Word) -> Line:
    left, top = word.left, word.middle - 8
    quad = np.array([[left, top], [left + 90, top], [left + 90, top + 16], [left, top + 16]], np.float32)
    return Line(quad, word.text, 0.95, Box(left, top, left + 90, top + 16))


def told(template: Template, bare: frozenset[Place] = frozenset()) -> tuple[set[FindingKind], frozenset[Place]]:
    """What is found on a page, and what is proved to be covered."""
    page = drawn(template, bare)
    model(page)
    assert page.models, "the page was not recognised"
    return {finding.kind for finding in regions(page)}, page.proved


FITTED = [template for template in TEMPLATES if len(template.anchors) >= 4]


@pytest.mark.parametrize("template", FITTED, ids=lambda each: each.name)
def test_each_model_is_recognised(template: Template) -> None:
    """Turned a little and with labels a millimetre off it is still this model, and lies where it does."""
    fits = recognise(seen(template, turn=3, off=0.5))[0]
    assert template.name in {each.template.name for each in fits}
    whole = fits[0].whole
    assert whole.wide / PIXELS == pytest.approx(template.size[0] + template.size[1] * math.sin(math.radians(3)), abs=4)


def test_a_few_labels_that_agree_are_enough_and_three_are_not() -> None:
    """Four anchors, spread over the page."""
    some = seen(BY_NAME["card-2014-front"])
    assert recognise(some[::3])
    assert not recognise([some[0], some[3], some[7]])


def test_a_letter_with_the_same_words_is_no_document() -> None:
    """Words of a document that stand elsewhere do not agree, however many there are."""
    template = BY_NAME["passport-2014-front"]
    dice = np.random.default_rng(5)
    scattered = [Word(anchor.text, *dice.uniform(0, 1000, 2).tolist()) for anchor in template.anchors]
    assert not recognise(scattered)


def test_misread_merged_and_split_labels_count() -> None:
    """A reader drops letters, joins what stands in one row, and stops in the middle."""
    read = seen(BY_NAME["permit-2020-front"])
    worse = [word._replace(text=word.text.replace("e", "c", 1)) for word in read]
    worse[3] = worse[3]._replace(text=worse[3].text + "  Geslacht/Sex")
    worse[4] = worse[4]._replace(text=worse[4].text[:9])
    fit = recognise(worse)[0][0]
    assert fit.template.name == "permit-2020-front"
    assert fit.anchors >= len(read) - 2


def test_two_documents_on_a_page() -> None:
    """Front above back: both are recognised."""
    front, back = BY_NAME["card-2021-front"], BY_NAME["licence-2018-back"]
    below = [word._replace(middle=word.middle + 80 * PIXELS) for word in seen(back)]
    found = recognise([*seen(front), *below])
    assert {fits[0].template.name for fits in found} >= {"card-2021-front"}
    assert len(found) == 2


@pytest.mark.parametrize("template", FITTED, ids=lambda each: each.name)
def test_a_covered_page_is_proved_to_be_covered(template: Template) -> None:
    """Nothing is found, and each place is known to be covered."""
    kinds, proved = told(template)
    assert not kinds
    assert proved >= {region.place for region in template.regions} - {Place.BSN, Place.MRZ}


@pytest.mark.parametrize(
    ("name", "place"),
    [(template.name, region.place) for template in FITTED for region in template.regions
     if region.place in {Place.PHOTO, Place.GHOST, Place.SMALL}],
)  # fmt: skip
def test_a_photo_that_is_not_covered_is_found(name: str, place: Place) -> None:
    """The photo, the pale one and the small one, without any face being looked for."""
    kinds, proved = told(BY_NAME[name], frozenset({place}))
    assert kinds == {FindingKind.FACE}
    assert place not in proved


def test_a_place_that_is_bare_paper_tells_nothing() -> None:
    """A model may lack what our drawing has: fine waves are neither a picture nor a cover."""
    page = drawn(BY_NAME["card-2024-front"])
    small = next(region for region in BY_NAME["card-2024-front"].regions if region.place is Place.SMALL)
    left, top, right, bottom = (round(side * PIXELS) for side in small.box.grown(5, 5))
    page.given[top:bottom, left:right] = PAPER
    for y in range(top, bottom, 7):
        cv2.line(page.given, (left, y), (right, y), WAVES, 1)
    model(page)
    assert regions(page) == ()
    assert Place.SMALL not in page.proved


def test_an_unknown_model_has_no_effect() -> None:
    """A page of a document that is none of ours: nothing found, nothing proved."""
    page = drawn(BY_NAME["card-2014-front"], frozenset({Place.PHOTO}))
    page.lines = [_line(Word("Utopia", 10, 10)), _line(Word("Surname", 300, 90))]
    model(page)
    assert regions(page) == ()
    assert page.proved == frozenset()


def test_the_product_and_the_drawings_agree() -> None:
    """The models that the gate draws have the same sizes, and the same things to hide at the same places."""
    for name, drawing in models().items():
        if name.startswith("foreign"):
            continue
        template = BY_NAME[name]
        assert template.size == drawing.size
        assert {str(region.place) for region in template.regions} == set(drawing.to_hide)
        assert template.strip == (drawing.mrz is not None)
        for region in template.regions:
            if region.place is not Place.BSN:  # of which we look at the digits, and they draw label and digits
                assert tuple(region[1:]) == drawing.regions[str(region.place)]
