"""A small fixed set of drawn documents, judged in `make test`; `make gate` judges many more, of fresh seeds."""

from __future__ import annotations

import pytest

from shared.vocabulary import Verdict
from tests.gate.make import make
from tests.gate.running import judged
from tests.gate.truth import Expect
from tests.gate.variants import VARIANTS
from tests.gate.weighing import Weighed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SEED = 2026
BY_NAME = {variant.name: variant for variant in VARIANTS}
HIDDEN = (
    "compliant/marker", "compliant/sticker", "compliant/kopieid", "compliant/phone", "compliant/pdf",
    "compliant/mrz-field",
)  # fmt: skip
LEFT = (
    "visible/photo-half", "visible/ghost", "visible/small-photo", "visible/bsn-partly", "visible/mrz-bsn",
    "visible/qr-half", "visible/pdf-page-2", "weak/see_through-photo", "weak/pixels-ghost", "weak/strokes-bsn",
    "removable/pdf_vector", "removable/alpha",
)  # fmt: skip
CARRIED = ("carried/exif_thumbnail", "carried/pdf_attachment")
OTHERS = ("other/letter", "other/screenshot")
WHITE = "policy/white-box"


def answer(name: str) -> Weighed:
    """Make and judge the file of a variant."""
    weighed = judged(make(BY_NAME[name], SEED))
    assert weighed.failure is None
    return weighed


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_visible_is_refused_for_what_it_is(name: str) -> None:
    """Never accepted, and a finding names one of the things left, at its place."""
    weighed = answer(name)
    assert not weighed.wrong_accept
    assert weighed.right_reason, f"found {weighed.kinds}, missed {weighed.missed}"


@pytest.mark.parametrize("name", HIDDEN)
def test_a_copy_with_everything_hidden_is_accepted(name: str) -> None:
    """An ordinary scan or photo with good covers needs no person."""
    weighed = answer(name)
    assert not weighed.wrong_refusal, f"found {weighed.kinds}"


@pytest.mark.parametrize("name", CARRIED)
def test_what_the_file_carries_is_told(name: str) -> None:
    """The page is fine; what lies behind it is not passed over in silence."""
    weighed = answer(name)
    assert not weighed.wrong_accept
    assert weighed.right_reason, f"found {weighed.kinds}"


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_document_is_not_accepted(name: str) -> None:
    """Also when it has numbers like a citizen's on it."""
    weighed = answer(name)
    assert not weighed.wrong_accept
    assert weighed.right_reason, f"found {weighed.kinds}"
    assert "bsn" not in weighed.kinds, "the bureau's own telephone number is nobody's citizen number"


def test_what_is_hidden_in_white_is_for_a_person() -> None:
    """It may be paint that can be seen through."""
    assert answer(WHITE).verdict is Verdict.REVIEW


def test_the_set_has_something_of_everything() -> None:
    """One name at least of each expectation but policy, so that a table never looks better by what it lacks."""
    names = (*HIDDEN, *LEFT, *CARRIED, *OTHERS, WHITE)
    assert {BY_NAME[name].expect for name in names} == set(Expect) - {Expect.EITHER}
