"""Masking: what a package never shows in clear (R3-2, R3-3, R3-6, R5-6)."""

from __future__ import annotations

import pytest

from services.fulfil.rules.masking import Hidden, Words, is_bsn, mask, mask_bsn
from shared.vocabulary import Category

WORDS = Words(secret="present (stored irreversibly)", others="(somebody else's data, left out)")
OWN = ("85 303 021 3", "69 59 76 34")
BCRYPT = "$2b$12$abcdefghijklmnopqrstuv"


@pytest.mark.parametrize("digits", ["999999990", "123456782", "111222333", "012345672", "12345672"])
def test_a_number_that_passes_the_eleven_test_is_a_bsn(digits: str) -> None:
    """The values of spec 5.4; an eight-digit number gets its leading zero."""
    assert is_bsn(digits)


@pytest.mark.parametrize(
    "digits", ["999999999", "123456789", "000000000", "69597634", "1234567", "12345678a", "١٢٣٤٥٦٧٨٢"]
)
def test_other_numbers_are_not(digits: str) -> None:
    """Wrong check digit, only zeros, the bureau's KvK number, a wrong length, signs that are no digits."""
    assert not is_bsn(digits)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nummer 123456782.", "nummer *****6782."),
        ("(1234.56.782)", "(*****6782)"),
        ("123 456 782", "*****6782"),
        ("BSN: 123456789", "BSN: *****6789"),
        ("citizen service number is 123456789", "citizen service number is *****6789"),
        ("BSN-123456782", "BSN-*****6782"),
        ("twee: 123456782 en 111222333", "twee: *****6782 en *****2333"),
    ],
)
def test_a_bsn_shows_its_last_four_digits(text: str, shown: str) -> None:
    """Nine digits that stand alone and pass, or that a keyword names (R5-6)."""
    assert mask_bsn(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "085-3030213",
        "0853030213",
        "085 303 021 3",
        "tel. 123456782",
        "factuurnummer 123456782",
        "+31123456782",
        "06 123456782",
        "KvK: 123456782",
        "trajectnummer: 123456782",
        "NL91ABNA0123456782",
        "1234567820",
        "bestelling 123456789",
    ],
)
def test_what_is_no_bsn_stays(text: str) -> None:
    """Telephones, invoices, tracks, longer runs, and nine digits that fail."""
    assert mask_bsn(text) == text


def test_the_controllers_own_numbers_stay() -> None:
    """A number from the configuration is no BSN, even where it passes."""
    assert mask_bsn("kantoor 085303021", ["085303021"]) == "kantoor 085303021"
    assert mask_bsn("kantoor 085303021") == "kantoor *****3021"


@pytest.mark.parametrize(
    "line",
    [
        "wachtwoord: Welkom01!",
        "Wachtwoordhint = naam van mijn hond",
        '"password": "hunter2",',
        "password_hash;5f4dcc3b5aa765d61d8327deb882cf99",
        "wachtwoord is Welkom01!",
        "Wachtwoord:\nWelkom01!",
        f"opgeslagen als {BCRYPT}",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "token: abc",
    ],
)
def test_a_secret_is_never_exported(line: str) -> None:
    """The package says that it is there, not what it is (R3-2)."""
    masked = mask(Category.C03, line, WORDS)
    assert Hidden.SECRET in masked.hidden
    assert WORDS.secret in masked.text
    for value in ("Welkom01", "hond", "hunter2", "5f4dcc", BCRYPT, "abc"):
        assert value not in masked.text


def test_a_secret_in_another_category_goes_too() -> None:
    """A password in a mailbox is a password; a device id in C09 is not one."""
    assert Hidden.SECRET in mask(Category.C10, "wachtwoord: Welkom01!", WORDS).hidden
    device = "apparaat 5f4dcc3b5aa765d61d8327deb882cf99"
    assert mask(Category.C09, device, WORDS).text == device


def test_what_stands_around_a_secret_stays() -> None:
    """Only the value is replaced."""
    masked = mask(Category.C03, "profiel: noor\nwachtwoord: x\nverwijzer: example.example", WORDS)
    assert masked.text == f"profiel: noor\nwachtwoord: {WORDS.secret}\nverwijzer: example.example"


def test_contact_persons_and_referees_are_other_people() -> None:
    """Their names and numbers are left out of the requester's copy (R3-6)."""
    contact = mask(Category.C01, "Naam: Noor\nContactpersoon: Bram Voorbeeld, 06-00000000", WORDS)
    assert contact.text == f"Naam: Noor\nContactpersoon: {WORDS.others}"
    assert contact.hidden == {Hidden.OTHERS}
    referee = mask(Category.C06, "Referent: C. Voorbeeld", WORDS)
    assert referee.text == f"Referent: {WORDS.others}"


def test_harmless_text_is_left_alone() -> None:
    """Nothing hidden, nothing counted."""
    masked = mask(Category.C08, "Fase 2, coach Anna, gestart op 3 mei 2026.", WORDS, OWN)
    assert masked.text == "Fase 2, coach Anna, gestart op 3 mei 2026."
    assert not masked.hidden
