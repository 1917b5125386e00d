"""Which attachments look like an identity document: by name, by the words of the mail, by the letter it answers."""

from __future__ import annotations

import pytest

from services.intake.mailparse import Attachment
from services.intake.rules.documents import (
    BY_LETTER,
    BY_NAME,
    BY_WORDS,
    NO_SIGN,
    OTHER_NAME,
    OTHER_SORT,
    TOO_SMALL,
    identity_documents,
)
from shared.vocabulary import Context, Letter
from tests.pace import ends

MEGABYTE = 1024 * 1024
JPEG, PNG, PDF, HEIC = "image/jpeg", "image/png", "application/pdf", "image/heic"
OCTETS = "application/octet-stream"


def reason(
    name: str,
    kind: str = JPEG,
    size: int = MEGABYTE,
    text: str = "",
    *,
    answers: str = "",
    context: Context | None = None,
) -> str:
    """What is said of one attachment."""
    (verdict,) = identity_documents([Attachment(name, kind, size)], text, [context] if context else [], answers)
    assert verdict.looks == (verdict.reason in {BY_NAME, BY_WORDS, BY_LETTER})
    return verdict.reason


@pytest.mark.parametrize("name", [
    "paspoort.jpg", "Paspoort Noor Bakker.jpeg", "scan_paspoort_2026.pdf", "kopiepaspoort.png", "PASPOORT.PDF",
    "paspoort1.jpg", "passport.jpg", "my-passport-scan.png", "id-kaart.jpg", "ID kaart voorkant.heic", "idkaart.png",
    "Identiteitskaart.pdf", "identiteitsbewijs N. Bakker.pdf", "id-bewijs.jpg", "rijbewijs.jpg", "mijn_rijbewijs.png",
    "legitimatie.pdf", "legitimatiebewijs.jpg", "verblijfsdocument.jpg", "verblijfsvergunning voor.pdf", "kopie id.jpg",
    "KopieID_voor.JPG", "KopieID.pdf", "kopie-id-2026-11-02.jpg", "ID.jpg", "ID_20261102.jpg", "id_front.jpeg",
    "id voor.png", "Mijn ID.jpg", "drivers license.png", "driving-licence.pdf", "residence permit.jpg",
    "identity card.jpg", "proof of identity.pdf", "copy of passport.pdf", "pasport.jpg",
])  # fmt: skip
def test_a_name_that_speaks_of_a_document_is_enough(name: str) -> None:
    """Whatever else the mail says, whoever sent it, however small it is."""
    kind = {"pdf": PDF, "heic": HEIC, "png": PNG}.get(name.rpartition(".")[2].lower(), JPEG)
    assert reason(name, kind) == reason(name, kind, 900) == reason(name, OCTETS) == BY_NAME


@pytest.mark.parametrize(("name", "kind"), [
    ("paspoort.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("paspoort.zip", "application/zip"), ("kopie id.eml", "message/rfc822"), ("paspoort", OCTETS),
])  # fmt: skip
def test_a_file_that_may_carry_a_picture_counts_by_its_name(name: str, kind: str) -> None:
    """A passport in a text file or an archive is a passport too; nobody opens it to look."""
    assert reason(name, kind) == BY_NAME


@pytest.mark.parametrize(("name", "kind"), [
    ("CV.pdf", PDF), ("logo.png", PNG), ("factuur 2026-114.pdf", PDF), ("IMG_2024.jpg", JPEG), ("scan.pdf", PDF),
    ("invoice-id-3381.pdf", PDF), ("ticket id 44.png", PNG), ("kopie_idee.pdf", PDF), ("grid-card.png", PNG),
    ("covid-kaart.pdf", PDF), ("gids kaart.pdf", PDF), ("license.txt", "text/plain"), ("paspoort.ics", "text/calendar"),
    ("software-licence.pdf", PDF), ("idee.pdf", PDF), ("video.mp4", "video/mp4"), ("energiepaspoort woning.pdf", PDF),
    ("holiday.jpg", JPEG), ("unnamed", OCTETS), ("id-1234-order.pdf", PDF),
])  # fmt: skip
def test_an_ordinary_file_of_an_ordinary_mail_is_none(name: str, kind: str) -> None:
    """Nothing of it is touched."""
    assert reason(name, kind, text="Beste mensen, hierbij wat u vroeg.") == NO_SIGN


@pytest.mark.parametrize("text", [
    "Hierbij stuur ik een kopie van mijn paspoort.", "In de bijlage mijn ID-kaart",
    "bijgevoegd m'n rijbewijs, groet Noor",
    "Ik wil weten wat jullie van mij hebben. Bijgaand een kopie van mijn identiteitsbewijs.",
    "Please find my passport attached.", "I have attached a copy of my ID.", "Enclosed is my driver's licence",
    "legitimatie zit in de bijlage",
])  # fmt: skip
def test_the_words_of_the_mail_make_its_pictures_suspect(text: str) -> None:
    """The picture of a telephone has no telling name."""
    for name, kind in (("IMG_2024.jpg", JPEG), ("scan001.pdf", PDF), ("image0.heic", HEIC), ("foto.HEIC", OCTETS)):
        assert reason(name, kind, text=text) == BY_WORDS
    assert reason("doorgestuurd.eml", "message/rfc822", text=text) == BY_WORDS


@pytest.mark.parametrize("text", [
    "Ik stuur geen kopie van mijn paspoort.", "Waarom vragen jullie om mijn paspoort?", "Hierbij mijn inzageverzoek.",
    "I will not send my passport attached to a mail", "", "Mijn paspoort is verlopen. Hierbij mijn vraag.",
])  # fmt: skip
def test_other_words_do_not(text: str) -> None:
    """To talk about a passport is not to send one."""
    assert reason("IMG_2024.jpg", text=text) == NO_SIGN


def test_what_the_classifier_calls_a_reply_about_identity_counts_as_words() -> None:
    """It knows more ways of saying it."""
    assert reason("IMG_2024.jpg", context=Context.IDENTITY_REPLY) == BY_WORDS


@pytest.mark.parametrize("letter", Letter)
def test_an_answer_to_a_letter_that_asks_brings_a_copy(letter: Letter) -> None:
    """Without a word and without a name, as people do: T02, T03 and T06 ask for one."""
    expected = BY_LETTER if letter in {Letter.T02, Letter.T03, Letter.T06} else NO_SIGN
    assert reason("IMG_2024.jpg", answers=letter) == expected


@pytest.mark.parametrize(("name", "kind", "size", "expected"), [
    ("image001.png", PNG, 9_000, TOO_SMALL), ("image002.jpg", JPEG, 15 * 1024, BY_LETTER),
    ("CV Noor.pdf", PDF, MEGABYTE, OTHER_NAME), ("machtiging.pdf", PDF, MEGABYTE, OTHER_NAME),
    ("logo groot.png", PNG, MEGABYTE, OTHER_NAME), ("scan.pdf", PDF, 4_000, BY_LETTER),
    ("notes.txt", "text/plain", 20_000, OTHER_SORT), ("afspraak.ics", "text/calendar", 20_000, OTHER_SORT),
    ("brief.docx", "application/msword", 20_000, OTHER_SORT), ("logo.svg", "image/svg+xml", 20_000, OTHER_SORT),
    ("machtiging en paspoort.pdf", PDF, MEGABYTE, BY_NAME),
])  # fmt: skip
def test_what_lies_beside_the_copy_stays(name: str, kind: str, size: int, expected: str) -> None:
    """A logo under a signature, a CV, a mandate: only what may be the copy goes."""
    assert reason(name, kind, size, answers=Letter.T02) == expected


def test_each_attachment_gets_its_own_verdict_in_order() -> None:
    """Their numbers are those of the list."""
    names = ["logo.png", "paspoort.jpg", "machtiging.pdf"]
    found = identity_documents([Attachment(name, JPEG, MEGABYTE) for name in names], "", [])
    assert [(each.number, each.looks) for each in found] == [(0, False), (1, True), (2, False)]


def test_names_and_texts_made_to_be_slow_are_read_in_time() -> None:
    """A thousand attachments with long names, and a text of nothing but the words looked for."""
    attachments = [Attachment("id " * 50, JPEG, MEGABYTE)] * 1000
    with ends():
        identity_documents(attachments, "kopie van mijn id " * 50_000, [])
