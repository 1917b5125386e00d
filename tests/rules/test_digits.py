"""The digits of a citizen service number in what was read of a page (spec 5.4, R5-5)."""

from __future__ import annotations

import pytest

from services.verify.checks.written.digits import after_label, digits_near_label, is_label, isolated


@pytest.mark.parametrize(
    "text",
    [
        "123456782", "1234.56.782", "1234 56 782", "123 456 782", "123.456.782", "12345678(2)", "12345678(2)/",
        "BSN 111222333", "nummer: 999999990.", "1234S6782", "12345G782".replace("G", "6"), "0 1 2 3 4 5 6 7 2",
    ],
)  # fmt: skip
def test_nine_digits_that_pass_are_found_however_they_are_grouped(text: str) -> None:
    """Also with a letter that the reader took for a digit."""
    assert isolated(text)


@pytest.mark.parametrize(
    "text",
    [
        "085-3030213",  # the bureau's own number: ten digits with a window that passes
        "0853030213", "+31 85 303 0213", "69597634", "5094962111", "123456789", "000000000", "12.04.1981 5",
        "SPECI2014", "XR1234567", "AB12CD345", "NL91ABNA0417164300", "1234567820", "06-12345678", "2026-0001",
    ],
)  # fmt: skip
def test_other_numbers_are_not(text: str) -> None:
    """Phone, company, licence and document numbers, and dates."""
    assert not isolated(text)


@pytest.mark.parametrize(
    "text",
    ["BSN", "burgerservicenummer / BSN", "Persoonsnummer", "PERSOONSNR", "Personal no.", "personal number",
     "Citizen service number", "Sofi-nummer", "persoonsnummer/personal no."],
)  # fmt: skip
def test_labels_are_known_in_both_languages(text: str) -> None:
    """Also as they are printed together."""
    assert is_label(text)


@pytest.mark.parametrize("text", ["documentnr. / document no.", "naam / surname", "KvK 69597634", "Imke Sofie"])
def test_other_labels_are_not(text: str) -> None:
    """A document number is no citizen service number."""
    assert not is_label(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("12345", 5), ("1234 5", 5), ("12OI5", 5), ("12.04.1981", 0), ("Utrecht", 0), ("", 0), ("22 MRT/MAR 1957", 4)],
)
def test_digits_next_to_a_label_are_counted(text: str, digits: int) -> None:
    """Words and dates are not."""
    assert digits_near_label(text) == digits


def test_what_follows_a_label_in_its_own_line() -> None:
    """The number may stand in the line of its label."""
    assert after_label("persoonsnummer / personal no. 1234").strip(" .") == "1234"
    assert after_label("naam") == ""
