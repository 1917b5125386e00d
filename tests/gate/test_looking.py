"""What is seen on a page: a few drawn documents, one leak each, and the verdict for its own reason."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from services.verify.checks import looking
from services.verify.checks.copy import FindingKind, verdict_of
from services.verify.checks.looking import LookFailed, look
from services.verify.checks.page import Page
from shared.vocabulary import Verdict
from tests.gate.faces import painted
from tests.pictures import covered_card

pytestmark = pytest.mark.slow
PHOTO, GHOST, NUMBER = (40, 130, 290, 460), (850, 400, 950, 530), (640, 154)
_STRIP = ("I<NLDSPECI20142999999990<<<<<8", "6503101F2403096NLD<<<<<<<<<<<8", "DE<BRUIJN<<WILLEKE<LISELOTTE<<")


def seen(picture: Image.Image) -> tuple[Verdict, set[FindingKind]]:
    """The verdict about a page, and the kinds of what was found."""
    found = look(np.asarray(picture))
    return verdict_of(found), {finding.kind for finding in found}


def with_face(place: tuple[int, int, int, int], pale: float = 0.0) -> Image.Image:
    """The covered card with a portrait put back, more or less pale."""
    picture = covered_card()
    left, top, right, bottom = place
    face = painted(3).resize((right - left, bottom - top))
    ground = Image.new("RGB", face.size, (226, 232, 240))
    picture.paste(Image.blend(face, ground, pale), (left, top))
    return picture


def with_number(text: str, label: str) -> Image.Image:
    """The covered card with another line on it."""
    picture = covered_card()
    draw = ImageDraw.Draw(picture)
    draw.text((NUMBER[0], NUMBER[1] - 24), label, fill=(60, 70, 110), font=ImageFont.load_default(19))
    draw.text(NUMBER, text, fill="black", font=ImageFont.load_default(30))
    return picture


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_card_with_everything_covered_is_accepted_whichever_way_it_lies(turn: int) -> None:
    """On proof: the block where its photo is."""
    assert seen(covered_card().rotate(turn, expand=True)) == (Verdict.ACCEPTED, set())


@pytest.mark.parametrize(("place", "pale"), [(PHOTO, 0.0), (GHOST, 0.0), (GHOST, 0.35)])
def test_a_face_is_found_large_small_and_pale(place: tuple[int, int, int, int], pale: float) -> None:
    """The main photo, a second one, a ghost."""
    verdict, kinds = seen(with_face(place, pale))
    assert verdict is Verdict.REJECTED
    assert FindingKind.FACE in kinds


def test_a_photo_that_shines_through_or_is_blurred_is_not_covered() -> None:
    """Neither is an opaque block, whether or not a face can be made out."""
    box = (*PHOTO[:2], PHOTO[2], PHOTO[3])
    whole = with_face(PHOTO)
    part = whole.crop(box)
    for weak in (
        Image.blend(part, Image.new("RGB", part.size, "black"), 0.8),
        part.filter(ImageFilter.GaussianBlur(12)),
    ):
        picture = whole.copy()
        picture.paste(weak, box[:2])
        verdict, kinds = seen(picture)
        assert verdict is Verdict.REJECTED
        assert kinds & {FindingKind.WEAK_COVER, FindingKind.FACE}


@pytest.mark.parametrize(
    ("text", "label"), [("123456782", ""), ("1234.56.782", "nummer"), ("123456789", "BSN"), ("12345", "persoonsnummer")]
)
def test_a_number_is_found_alone_or_by_its_label(text: str, label: str) -> None:
    """Nine digits that pass; beside the label also digits that do not, and a part of them."""
    verdict, kinds = seen(with_number(text, label))
    assert verdict is Verdict.REJECTED
    assert FindingKind.BSN in kinds


def test_the_bureaus_own_telephone_number_is_no_citizen_service_number() -> None:
    """Ten digits with a window that passes the 11-proef."""
    assert seen(with_number("085-3030213", "tel.")) == (Verdict.ACCEPTED, set())


def test_a_label_with_nothing_beside_it_goes_to_a_person() -> None:
    """Nothing proves that the number is covered."""
    verdict, kinds = seen(with_number("", "burgerservicenummer"))
    assert verdict is Verdict.REVIEW
    assert FindingKind.SUSPECT in kinds


def test_a_strip_with_a_number_is_found() -> None:
    """The back of a card of 2014 below its covered front."""
    page = Image.new("RGB", (1000, 860), (226, 232, 240))
    page.paste(covered_card(), (0, 0))
    for row, line in enumerate(_STRIP):
        ImageDraw.Draw(page).text((30, 660 + row * 60), line, fill="black", font=ImageFont.load_default(44))
    verdict, kinds = seen(page)
    assert verdict is Verdict.REJECTED
    assert FindingKind.MRZ in kinds


def test_a_blank_page_cannot_be_read() -> None:
    """Nothing on it says what it is."""
    verdict, kinds = seen(Image.new("RGB", (800, 600), "white"))
    assert verdict is Verdict.UNREADABLE
    assert FindingKind.ILLEGIBLE in kinds


def test_a_box_is_told_in_fractions_of_the_page_as_it_was_given() -> None:
    """Also when the page lies on its side."""
    found = look(np.asarray(with_face(PHOTO).rotate(90, expand=True)))
    (box,) = (one.box for one in found if one.kind is FindingKind.FACE)
    # the photo left of the text, turned a quarter to the left, lies at the foot of the page
    assert 0.1 < box[0] < box[2] < 0.85
    assert 0.6 < box[1] < box[3] < 1.0


def test_a_question_that_fails_is_named_and_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which question and which exception, and not a word of its text."""

    def strip(_: Page) -> tuple[()]:
        raise LookupError("111222333")

    monkeypatch.setattr(looking, "LOOKS", (strip,))
    with pytest.raises(LookFailed) as failed:
        look(np.zeros((10, 10, 3), np.uint8))
    assert failed.value.failure == "strip:LookupError"
    assert "111222333" not in str(failed.value)
