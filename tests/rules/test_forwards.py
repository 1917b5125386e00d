"""Mails forwarded inline: found as mail programs paste them, in Dutch and English, and given to who wrote them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from services.intake.mailparse import Address, Forwarded, ParsedMail, parse
from services.intake.mailparse.pasted import pasted
from services.intake.rules.writer import Writer, writer

JAN = Address("Jan Jansen", "jan@voorbeeld.example")
REQUEST = "Graag inzage in mijn dossier.\n\nJan"
OWN = {"buro.example"}


class Form(NamedTuple):
    """How a program pastes a mail: the lines above its text."""

    name: str
    lines: str
    subject: str = "inzage"
    sender: Address = JAN
    marks: str = ""


FORMS = (
    Form(
        "Outlook in Dutch",
        "Van: Jan Jansen <jan@voorbeeld.example>\nVerzonden: maandag 2 november 2026 09:00\n"
        "Aan: Els <els@buro.example>\nOnderwerp: inzage",
    ),
    Form(
        "Outlook in English",
        "From: Jan Jansen <jan@voorbeeld.example>\nSent: Monday, 2 November 2026 09:00\n"
        "To: Els <els@buro.example>\nSubject: inzage",
    ),
    Form(
        "Outlook, old",
        "-----Oorspronkelijk bericht-----\nVan: Jan Jansen [mailto:jan@voorbeeld.example] \n"
        "Verzonden: maandag 2 november 2026 9:00\nAan: Els\nCC: Kees\nOnderwerp: inzage\nPrioriteit: Hoog",
    ),
    Form(
        "Outlook with a ruler",
        "________________________________\nVan: Jan Jansen <jan@voorbeeld.example>\n"
        "Verzonden: maandag\nAan: info@buro.example\nOnderwerp: inzage",
    ),
    Form(
        "Outlook, in bold",
        "*Van:* Jan Jansen <jan@voorbeeld.example>\n*Verzonden:* maandag\n*Aan:* Els\n*Onderwerp:* inzage",
    ),
    Form(
        "Outlook, a paragraph each",
        "Van: Jan Jansen <jan@voorbeeld.example>\n\nVerzonden: maandag\n\nAan: Els\n\nOnderwerp: inzage",
    ),
    Form(
        "Outlook for telephones",
        "Download Outlook voor iOS\n____\nVan: Jan Jansen <jan@voorbeeld.example>\n"
        "Verzonden: maandag\nAan: a@buro.example; b@buro.example;\n c@buro.example\nOnderwerp: inzage",
    ),
    Form(
        "Gmail in Dutch",
        "---------- Forwarded message ---------\nVan: Jan Jansen <jan@voorbeeld.example>\n"
        "Date: ma 2 nov 2026 om 09:00\nSubject: inzage\nTo: <info@buro.example>",
    ),
    Form(
        "Gmail in Dutch, all of it",
        "---------- Doorgestuurd bericht ---------\nVan: Jan Jansen"
        " <jan@voorbeeld.example>\nDatum: ma 2 nov 2026 om 09:00\nOnderwerp: inzage\nAan: Info <info@buro.example>",
    ),
    Form(
        "Apple in Dutch",
        "Begin doorgestuurd bericht:\n\n> Van: Jan Jansen <jan@voorbeeld.example>\n"
        "> Onderwerp: inzage\n> Datum: 2 november 2026 om 09:00:00 CET\n> Aan: info@buro.example\n>",
        marks="> ",
    ),
    Form(
        "Apple in English",
        "Begin forwarded message:\n\nFrom: Jan Jansen <jan@voorbeeld.example>\nSubject: inzage\n"
        "Date: 2 November 2026 at 09:00:00 CET\nTo: info@buro.example",
    ),
    Form(
        "Thunderbird",
        "-------- Doorgestuurd bericht --------\nOnderwerp: \tinzage\nDatum: \tMon, 2 Nov 2026 09:00:00"
        " +0100\nVan: \tJan Jansen <jan@voorbeeld.example>\nAan: \tinfo@buro.example",
    ),
    Form(
        "Samsung",
        "-------- Oorspronkelijk bericht --------\nVan: jan@voorbeeld.example\nDatum: 02-11-2026 09:00"
        " (GMT+01:00)\nAan: info@buro.example\nOnderwerp: inzage",
        sender=Address("", "jan@voorbeeld.example"),
    ),
    Form(
        "Yahoo",
        '----- Doorgestuurd bericht -----\nVan: Jan Jansen <jan@voorbeeld.example>\nAan: "info@buro.example"'
        " <info@buro.example>\nVerzonden: maandag 2 november 2026 om 09:00:00 CET\nOnderwerp: inzage",
    ),
    Form(
        "a name without address",
        "Van: Jan Jansen\nVerzonden: maandag\nAan: Els\nOnderwerp: inzage",
        sender=Address("Jan Jansen", ""),
    ),
    Form(
        "a name in quotes",
        'Van: "Jansen, Jan" <jan@voorbeeld.example>\nVerzonden: maandag\nAan: Els\nOnderwerp: inzage',
        sender=Address("Jansen, Jan", "jan@voorbeeld.example"),
    ),
    Form(
        "a subject that is long and folded",
        "From: Jan Jansen <jan@voorbeeld.example>\nSent: Monday\nTo: Els\nSubject:\n inzage",
    ),
)


def marked(form: Form, note: str = "Kun jij dit oppakken?\n\n") -> str:
    return note + form.lines + "\n\n" + "\n".join(form.marks + line for line in REQUEST.split("\n"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_mail_forwarded_inline_is_found(form: Form) -> None:
    """Sender, subject and text are those of the mail inside, with or without a note above it."""
    for note in ("Kun jij dit oppakken?\n\n", ""):
        found = pasted(marked(form, note), "FW: inzage")
        assert found is not None
        assert (found.from_, found.subject, found.pasted) == (form.sender, form.subject, True)
        assert found.text == REQUEST


@pytest.mark.parametrize("subject", ["Re: inzage", "RE: inzage", "Antw: inzage", "AW: inzage"])
def test_what_an_answer_quotes_is_not_forwarded(subject: str) -> None:
    """A colleague who answers a client with a copy to the desk forwards nothing."""
    assert pasted(marked(FORMS[0]), subject) is None
    assert pasted(marked(FORMS[7]), subject) is not None, "a ruler that says so counts whatever the subject"


@pytest.mark.parametrize(
    "text",
    [
        "Van: harte\nhoi",
        "Van: mij\nOnderwerp: iets\nhoi",
        "Aan: jullie\nDatum: morgen\nOnderwerp: koffie",
        "Van harte bedankt.\nVerzonden per post.\nAan wie?",
        "",
        "Op ma 2 nov 2026 om 08:01 schreef Jan <jan@voorbeeld.example>:\n> hoi",
    ],
)
def test_ordinary_lines_are_no_forward(text: str) -> None:
    """One label is none; it takes a sender and two more."""
    assert pasted(text, "Fwd: x") is None


def test_the_date_is_read_where_it_has_an_offset() -> None:
    """A local date without offset is not guessed at."""
    thunderbird = pasted(FORMS[11].lines, "Fwd: x")
    assert thunderbird is not None
    assert str(thunderbird.date) == "2026-11-02 09:00:00+01:00"
    outlook = pasted(FORMS[0].lines, "Fwd: x")
    assert outlook is not None
    assert outlook.date is None


def mail(sender: str, text: str, subject: str = "FW: inzage") -> ParsedMail:
    return parse(f"From: {sender}\r\nSubject: {subject}\r\n\r\n{text}".encode())


def test_a_colleagues_forward_is_from_who_wrote_it() -> None:
    """Proved by DMARC, from our own domain: the mail inside is the request (mail in, step 6)."""
    found = writer(mail("Els <els@buro.example>", marked(FORMS[0])), OWN, "pass")
    assert found == Writer("Jan Jansen", "jan@voorbeeld.example", "inzage", REQUEST)


@pytest.mark.parametrize("dmarc", ["", "fail", "none"])
def test_a_forward_that_is_not_proved_goes_to_a_person(dmarc: str) -> None:
    """From alone proves nothing."""
    found = writer(mail("Els <els@buro.example>", marked(FORMS[0])), OWN, dmarc)
    assert (found.address, found.doubtful) == ("jan@voorbeeld.example", True)


def test_a_forward_without_address_or_within_the_house_goes_to_a_person() -> None:
    """Nobody to answer to, or a colleague's mail in a colleague's mail."""
    nameless = writer(mail("els@buro.example", marked(FORMS[14])), OWN, "pass")
    assert (nameless.name, nameless.address, nameless.doubtful) == ("Jan Jansen", "", True)
    inside = marked(FORMS[0]).replace("jan@voorbeeld.example", "kees@buro.example")
    assert writer(mail("els@buro.example", inside), OWN, "pass").doubtful


def test_history_below_the_request_is_not_the_requesters_wish() -> None:
    """What Jan himself quoted is not read as his words."""
    text = marked(FORMS[0]) + "\n\nOp 1 nov 2026 schreef Balie:\n> Verwijder alles."
    assert "Verwijder" not in writer(mail("els@buro.example", text), OWN, "pass").own_text


def test_an_outsiders_own_earlier_mail_is_theirs() -> None:
    """Who writes no more than that it stands below means what stands below."""
    found = writer(mail("jan@voorbeeld.example", marked(FORMS[0], "Zie onder.\n\n")), OWN, "")
    assert (found.address, found.doubtful) == ("jan@voorbeeld.example", False)
    assert REQUEST in found.own_text


def test_another_persons_mail_from_an_outsider_is_for_a_person() -> None:
    """Barely introduced, it may be a request that somebody passes on; with a text of their own, that text counts."""
    bare = writer(mail("piet@elders.example", marked(FORMS[0], "Ter info.\n\n")), OWN, "pass")
    assert (bare.address, bare.doubtful) == ("piet@elders.example", True)
    long = writer(
        mail("piet@elders.example", marked(FORMS[0], "Dit is mijn eigen verhaal. " * 20 + "\n\n")), OWN, "pass"
    )
    assert (long.address, long.doubtful) == ("piet@elders.example", False)
    ours = marked(FORMS[0], "Wat is dit?\n\n").replace("jan@voorbeeld.example", "info@buro.example")
    assert not writer(mail("piet@elders.example", ours), OWN, "pass").doubtful


def test_a_carried_mail_goes_before_a_pasted_one() -> None:
    """message/rfc822 is what it is; nothing needs to be guessed."""
    raw = (
        "From: els@buro.example\nSubject: FW: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
        + marked(FORMS[0])
        + "\n--b\nContent-Type: message/rfc822\n\nFrom: noor@voorbeeld.example\nSubject: wissen\n\nWis alles.\n--b--\n"
    )
    found = parse(raw.encode()).forwarded
    assert found == Forwarded(Address("", "noor@voorbeeld.example"), "wissen", None, "Wis alles.")


def test_a_machines_mail_is_never_a_forward() -> None:
    """An absence notice that quotes is still an absence notice."""
    raw = f"From: els@buro.example\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\n{marked(FORMS[7])}"
    assert writer(parse(raw.encode()), OWN, "pass").address == "els@buro.example"
