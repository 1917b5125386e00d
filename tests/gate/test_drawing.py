"""The evaluation itself is right: numbers check, truth lies where it is said, bounds are bounds, seeds repeat."""

from __future__ import annotations

import dataclasses
import io
import random

import pytest
from PIL import Image
from stdnum.nl import bsn as bsn_test

from services.verify.checks import Finding, FindingKind, Judgement
from shared.vocabulary import Verdict
from tests.gate import mrz
from tests.gate.capture import CAPTURES
from tests.gate.draw import draw
from tests.gate.make import make
from tests.gate.models import models
from tests.gate.people import bsn, person
from tests.gate.table import markdown, upper
from tests.gate.truth import Expect, Sample
from tests.gate.variants import VARIANTS, Variant
from tests.gate.weighing import Weighed, weigh

BY_NAME = {variant.name: variant for variant in VARIANTS}


@dataclasses.dataclass
class Specimen:
    """The holder on the public specimens (5.3)."""

    surname: str = "De Bruijn"
    given: str = "Willeke Liselotte"
    sex: str = "V"
    born: tuple[int, int, int] = (1965, 3, 10)
    expires: tuple[int, int, int] = (2024, 3, 9)


def test_lines_of_a_passport_are_those_of_the_specimen() -> None:
    """Check digits and places as on the public specimen of 2014."""
    first, second = mrz.td3("P<", "NLD", "SPECI2014", Specimen(), "999999990")
    assert first == "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<"
    assert second == "SPECI20142NLD6503101F2403096999999990<<<<<84"


def test_lines_of_a_card_are_those_of_the_specimen() -> None:
    """With the BSN on 16-24 of the first line and its own check digit."""
    told = mrz.td1("I<", "NLD", "SPECI2014", Specimen(), "999999990")
    assert told == (
        "I<NLDSPECI20142999999990<<<<<8",
        "6503101F2403096NLD<<<<<<<<<<<8",
        "DE<BRUIJN<<WILLEKE<LISELOTTE<<",
    )


def test_invented_citizen_numbers_pass_the_test() -> None:
    """A judge that tests the digits must not have it easier than in life."""
    assert all(bsn_test.is_valid(bsn(random.Random(seed))) for seed in range(200))


@pytest.mark.parametrize("name", sorted(models()))
def test_every_model_draws_what_it_must_hide(name: str) -> None:
    """Each region of the table is on the page and inside it."""
    model, rng = models()[name], random.Random(name)
    page = draw(model, person(rng), 3, rng)
    asked = {"mrz_bsn" if region == "mrz" else region for region in model.to_hide}
    assert set(page.regions) == asked
    wide, tall = page.picture.size
    assert all(
        0 <= left < right <= wide and 0 <= top < bottom <= tall for left, top, right, bottom in page.regions.values()
    )
    assert wide / tall == pytest.approx(model.size[0] / model.size[1], rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CAPTURES))
def test_truth_moves_with_the_picture(name: str) -> None:
    """A red block stays inside its box through every capture."""
    model, rng = models()["card-2014-front"], random.Random(5)
    page = draw(model, person(rng), 3, rng)
    page.picture.paste((255, 0, 0), tuple(round(edge) for edge in page.regions["photo"]))
    grey = name == "photocopy"
    taken = CAPTURES[name](page, rng)
    left, top, right, bottom = taken.regions["photo"]
    middle = taken.picture.getpixel((round((left + right) / 2), round((top + bottom) / 2)))
    assert isinstance(middle, tuple)
    assert grey or middle[0] > middle[1] + 60
    beyond = taken.picture.crop((0, 0, taken.picture.width, max(1, round(top) - 12)))
    assert (
        grey
        or max(red - green for red, green, _ in beyond.resize((60, 40), Image.Resampling.BOX).get_flattened_data()) < 90
    )


def test_the_same_seed_makes_the_same_file() -> None:
    """And another seed another."""
    variant = BY_NAME["visible/ghost"]
    assert make(variant, 7).data == make(variant, 7).data
    assert make(variant, 7).data != make(variant, 8).data


@pytest.mark.parametrize("variant", [one for one in VARIANTS if one.expect is Expect.REFUSE], ids=lambda one: one.name)
def test_every_bad_copy_leaves_something(variant: Variant) -> None:
    """A variant that must be refused leaves something on each document that the dice may choose."""
    for name in variant.models:
        sides = [name] if variant.layout == "one" else [name, name.replace("front", "back")]
        there = {region for side in sides for region in models()[side].to_hide}
        left = {"mrz" if region == "mrz_bsn" else region for region in variant.weak}
        assert variant.container or left & there, name


def test_names_are_their_own() -> None:
    """At least sixty of them, each once."""
    assert len(BY_NAME) == len(VARIANTS) >= 60


def test_bounds_are_those_of_the_binomial() -> None:
    """None wrong of 81 still allows 3.6 per cent; three of 100, 7.6."""
    assert upper(0, 81) == pytest.approx(1 - 0.05 ** (1 / 81), abs=1e-6)
    assert upper(3, 100) == pytest.approx(0.0757, abs=1e-4)
    assert upper(4, 4) == 1.0


def test_a_refusal_for_another_reason_is_not_right() -> None:
    """Of the right kind at the right place, or it does not count."""
    sample = make(BY_NAME["visible/ghost"], 3)
    box = sample.leaks[0].box
    assert box is not None
    assert said(sample, Finding(FindingKind.FACE, "", 1, box)).right_reason
    assert not said(sample, Finding(FindingKind.FACE, "", 2, box)).right_reason
    assert not said(sample, Finding(FindingKind.FACE, "", 1, (0.0, 0.0, 0.02, 0.02))).right_reason
    assert not said(sample, Finding(FindingKind.BSN, "", 1, box)).right_reason
    assert said(sample).wrong_accept
    assert "| visible/ghost | 1 | 1 | 0 | 0 | 0 | 1 (<= 100.0 %) |" in markdown([said(sample)])


def said(sample: Sample, *findings: Finding) -> Weighed:
    """Weigh an answer with these findings; none is an acceptance."""
    verdict = Verdict.REJECTED if findings else Verdict.ACCEPTED
    return weigh(sample, Judgement(verdict, findings, 1, None), 0.1, 0.1)


def test_carried_pictures_are_really_there() -> None:
    """The preview of the unredacted page can be got out of the file."""
    sample = make(BY_NAME["carried/exif_thumbnail"], 1)
    thumbnail = sample.data[sample.data.index(b"\xff\xd8", 4) :]
    with Image.open(io.BytesIO(thumbnail)) as opened:
        assert opened.width == 320
