"""Reading mail: headers, texts, attachments, machine mail and what goes over the pipe."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path

import pytest

from services.intake.mailparse import (
    MachineKind,
    ParsedMail,
    Status,
    Verdicts,
    as_json,
    from_frame,
    parse,
    parse_frame,
    verdicts,
)
from services.intake.mailparse.plaintext import from_html, unflow
from services.intake.mailparse.quotes import own_words

MAILS = Path(__file__).parent / "data" / "mails"
ALL = sorted(each.name for each in MAILS.glob("*.eml"))


def read(name: str) -> ParsedMail:
    return parse((MAILS / name).read_bytes())


@pytest.mark.parametrize("name", ALL)
def test_every_odd_mail_is_read_and_survives_the_pipe(name: str) -> None:
    """No mail raises; what the child sends back is plain JSON and gives the same mail again."""
    frame, content = parse_frame((MAILS / name).read_bytes(), {})
    assert from_frame(json.loads(json.dumps(frame))) == read(name)
    assert (frame["status"], content) == ("ok", b"")


def test_headers_are_decoded_and_kept_apart() -> None:
    """Encoded words, folded ids, names with commas, plus-addresses: each as a reader sees it."""
    mail = read("gmail_reply.eml")
    assert mail.subject == "Re: [zaak 2026-0012] verzoek om inzage – vraagje"
    assert str(mail.from_) == "Samira El Amrâni <samira@voorbeeld.example>"
    assert mail.to[0].name == "Privacybalie, LeerWerkburo"
    assert mail.recipients[:2] == ("info@leerwerkburo.example", "info+2026-0012@leerwerkburo.example")
    assert mail.reply_to is not None
    assert mail.reply_to.address == "samira.thuis@voorbeeld.example"
    assert mail.references == ("<eerste@voorbeeld.example>", "<desk-1@leerwerkburo.example>")
    assert (mail.message_id, mail.in_reply_to) == ("<CAF123@mail.voorbeeld.example>", "<desk-1@leerwerkburo.example>")


def test_the_time_of_our_own_server_is_known_beside_the_senders_date() -> None:
    """The clock starts at arrival (R1.0-2): the topmost Received line, not the date the sender wrote."""
    mail = read("gmail_reply.eml")
    assert mail.date == datetime.fromisoformat("2026-11-02T09:14:02+01:00")
    assert mail.received_at == datetime.fromisoformat("2026-11-02T09:14:07+01:00")


def test_quoted_mail_stays_in_the_text_and_out_of_the_own_text() -> None:
    """Nothing is lost, yet the desk's own words are not read as a request."""
    mail = read("gmail_reply.eml")
    assert "verwijderen" in mail.text
    assert mail.own_text.endswith("café De Linde.")


def test_html_only_becomes_lines_without_what_nobody_sees() -> None:
    """Scripts, styles and hidden blocks are left out; an Outlook quotation is cut from the own text."""
    mail = read("outlook_html_only.eml")
    assert mail.own_text == "Ik wil mijn dossier inzien – geïnteresseerd!\n\nverslagen\n\nbrieven & notities"
    assert "> nog ouder" in mail.text
    assert "alert" not in mail.text
    assert "onzichtbaar" not in mail.text


def test_answers_between_the_quoted_lines_are_kept() -> None:
    """Who answers below each question has said it: those lines stay, soft breaks joined."""
    own = read("flowed_own_answers.eml").own_text
    assert own == ("Alle gegevens die jullie van mij hebben, ook de oude. Ik heb daar recht op.\nPer post.")


def test_a_carried_mail_is_listed_and_read() -> None:
    """A colleague's forward holds the real requester (mail in, step 6)."""
    mail = read("bare_forward.eml")
    assert mail.forwarded is not None
    assert str(mail.forwarded.from_) == "Noor de Boer <noor@voorbeeld.example>"
    assert mail.forwarded.text == "Wis al mijn gegevens."
    assert [(each.name, each.type) for each in mail.attachments] == [("message.eml", "message/rfc822")]


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("bounce.eml", MachineKind.BOUNCE, "multipart/report: delivery-status"),
        ("out_of_office.eml", MachineKind.AUTOREPLY, "Auto-Submitted: auto-replied (vacation)"),
        ("newsletter.eml", MachineKind.BULK, "List-Unsubscribe"),
    ],
)
def test_machine_mail_is_known_by_its_headers(name: str, kind: MachineKind, reason: str) -> None:
    """Each sort is told apart, with the header that gave it away."""
    mail = read(name)
    assert (mail.automatic, mail.automatic_kind, mail.automatic_reason) == (True, kind, reason)


def test_a_wish_for_no_automatic_answer_makes_nobody_a_machine() -> None:
    """`X-Auto-Response-Suppress: None` is a person; `All` only holds back the automatic answer."""
    person = read("a_person_with_suppress_none.eml")
    assert (person.automatic, person.no_auto_answer) == (False, False)
    assert read("out_of_office.eml").no_auto_answer


@pytest.mark.parametrize(
    "header",
    [
        b"X-Loop: desk.example",
        b"Message-ID: <T01-1@desk.example>",
        b"Return-Path: <>",
        b"Precedence: bulk",
        b"Precedence: auto_reply",
        b"X-Autoreply: yes",
        b"X-Failed-Recipients: a@voorbeeld.example",
        b"Auto-Submitted: auto-generated",
    ],
)
def test_every_sign_of_a_machine_counts(header: bytes) -> None:
    """One header is enough (mail in, step 7)."""
    mail = parse(b"From: a@voorbeeld.example\r\n" + header + b"\r\n\r\nhoi", own_domain="desk.example")
    assert mail.automatic
    assert mail.automatic_reason


def test_attachments_are_listed_with_harmless_names() -> None:
    """Folders, reversed reading direction and broken encodings do not reach a file name."""
    mail = read("attachments.eml")
    assert mail.text == "Hierbij de kopie"
    assert [(each.name, each.type, each.bytes) for each in mail.attachments[:4]] == [
        ("logo.png", "image/png", 8),
        ("kopie paspoort €.jpg", "image/jpeg", 6),
        ("dossiërfdp.exe", "application/pdf", 5),
        ("notitie.txt", "text/plain", 18),
    ]
    assert mail.attachments[4].name == "unnamed"


def test_the_child_hands_out_one_attachment_on_request() -> None:
    """An ID copy in a mail is judged like an upload: the second job asks for its bytes."""
    raw = (MAILS / "attachments.eml").read_bytes()
    assert parse_frame(raw, {"attachment": 0})[1] == b"\x89PNG\r\n\x1a\n"
    assert parse_frame(raw, {"attachment": 99})[1] == b""


def test_broken_headers_are_repaired() -> None:
    """An mbox line, raw 8-bit letters, a wrapped subject, a From encoded whole, a date that is none."""
    mail = read("broken_headers.eml")
    assert mail.subject == "verzoek om inzage in mijn dossiër"
    assert str(mail.from_) == "Jörg <joerg@voorbeeld.example>"
    assert [each.address for each in mail.to] == ["info@leerwerkburo.example"]
    assert (mail.date, mail.message_id) == (None, "<zonder-haken@voorbeeld.example>")
    assert mail.text == "Graag inzage, coördinator."


def test_words_split_inside_a_letter_are_joined_and_hopeless_ones_stay() -> None:
    """Some programs cut encoded words between the bytes of one letter."""
    mail = read("split_letter.eml")
    assert mail.subject.startswith("café en hoi")
    assert mail.from_.address == "els@voorbeeld.example"


def test_a_mail_without_structure_is_still_text() -> None:
    """No headers, no parts, nothing at all: what text there is, is read."""
    assert read("no_headers.eml").text.startswith("Ik wil mijn gegevens inzien.")
    assert read("multipart_without_boundary.eml").text == "Ik wil mijn dossier inzien."
    assert read("empty.eml") == ParsedMail()


def test_only_the_results_of_our_own_server_count() -> None:
    """From proves nothing; a header of another server, or none, gives no verdict."""
    topmost = read("gmail_reply.eml").auth_results
    assert verdicts(topmost, "mx.leerwerkburo.example") == Verdicts("pass", "pass", "pass")
    assert verdicts(topmost, "elders.example") == Verdicts()
    assert verdicts("", "") == verdicts("", "mx.leerwerkburo.example") == Verdicts()
    microsoft = read("microsoft_auth.eml").auth_results
    assert verdicts(microsoft, "microsoft365") == Verdicts("pass", "none", "fail")
    assert verdicts(microsoft, "") == verdicts(topmost, "microsoft365") == verdicts(topmost, "") == Verdicts()


@pytest.mark.parametrize(
    "header",
    [
        'mx.desk.example; spf=fail smtp.mailfrom="a; dmarc=pass"@b.example',
        "mx.desk.example; spf=fail (sender (a; dmarc=pass) is nobody; dmarc=pass)",
        'mx.desk.example; dmarc=fail reason="x; dmarc=pass"; dmarc=pass',
        "mx.desk.example; dmarc=fail; dmarc=pass",
        "elders.example; dmarc=pass",
        "; dmarc=pass",
        "dmarc=pass",
        "mx.desk.example.elders.example; dmarc=pass",
        '"mx.desk.example; dmarc=pass"',
        "(mx.desk.example) elders.example; dmarc=pass",
    ],
)
def test_what_a_sender_can_write_into_the_results_does_not_count(header: str) -> None:
    """Comments, quoted addresses, a second verdict, another server: none makes a pass."""
    assert verdicts(header, "mx.desk.example").dmarc != "pass"


def test_results_in_an_encoded_word_do_not_count() -> None:
    """The header is read as it stands: nothing in it is decoded."""
    mail = parse(b"Authentication-Results: mx.desk.example; =?utf-8?q?dmarc=3Dpass?=\r\nFrom: a@b.example\r\n\r\nhoi")
    assert verdicts(mail.auth_results, "mx.desk.example") == Verdicts()


def test_only_the_topmost_results_count() -> None:
    """What a sender wrote stands below what our own server wrote on top of it."""
    top = b"Authentication-Results: spf=fail; dmarc=fail\r\nAuthentication-Results: dmarc=pass\r\n"
    assert verdicts(parse(top + b"From: a@b.example\r\n\r\nhoi").auth_results, "microsoft365").dmarc == "fail"


def test_read_mail_prints_what_the_contract_names() -> None:
    """The keys of `read-mail --json`, addresses as text, times in ISO form."""
    printed = as_json(read("gmail_reply.eml"), "a.eml")
    keys = "file, status, reason, subject, from, to, date, message_id, in_reply_to, references, text, attachments"
    assert ", ".join(printed) == f"{keys}, automatic, automatic_reason, unreadable_parts, raw_headers"
    assert printed["from"] == "Samira El Amrâni <samira@voorbeeld.example>"
    assert printed["date"] == "2026-11-02T09:14:02+01:00"


def test_a_refused_mail_is_quarantined_with_its_reason() -> None:
    """Over a limit means kept raw and shown to a person, with what the headers say."""
    mail = parse(b"From: a@voorbeeld.example\r\nSubject: hoi\r\n" + b"X-A: b\r\n" * 2_001 + b"\r\nhoi")
    assert (mail.status, mail.subject) == (Status.QUARANTINED, "hoi")
    assert mail.reason == "the header block has more than 2,000 lines"


def test_a_refused_mail_tells_its_sender_wherever_that_stands() -> None:
    """Below a hundred kilobytes of other headers, too."""
    above = b"X-A: " + b"b" * 60_000 + b"\r\n" + b"X-B: c\r\n" * 6_000
    mail = parse(above + b"From: a@voorbeeld.example\r\nSubject: hoi\r\n\r\nhoi")
    assert (mail.status, mail.subject, mail.from_.address) == (Status.QUARANTINED, "hoi", "a@voorbeeld.example")


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_base64_that_was_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    """One letter too many is as little a reason to lose the rest as a missing end."""
    letters = base64.b64encode(b"Graag inzage in mijn dossier.   ")[: -4 + cut]
    mail = parse(b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n" + letters + b"\n")
    assert mail.text == "Graag inzage in mijn dossier."


@pytest.mark.parametrize(
    "heading",
    [
        "Op ma 2 nov 2026 om 08:01 schreef Balie <info@buro.example>:",
        "Op 2 nov 2026 om 08:01 heeft Balie <info@buro.example> het volgende geschreven:",
        "Op 02-11-2026 om 08:01 schreef Balie:",
        "Balie schreef op 2-11-2026 08:01:",
        "On Mon, 2 Nov 2026 at 08:01, Balie <info@buro.example> wrote:",
        "On 2 Nov 2026, at 08:01, Balie\n<info@buro.example> wrote:",
        "-----Oorspronkelijk bericht-----",
        "-----Original Message-----",
        "Van: Balie\nVerzonden: maandag 2 november\nAan: Els\nOnderwerp: hoi",
        "From: Desk\nSent: Monday\nTo: Els\nSubject: hello",
    ],
)
def test_every_usual_heading_of_a_quoted_mail_is_known(heading: str) -> None:
    """Dutch and English, of the mail programs people use."""
    assert own_words(f"Dank je.\n\n{heading}\n\nVerwijder alles.") == "Dank je."
    assert own_words(f"Dank je.\n\n{heading}\n> Verwijder alles.") == "Dank je."


def test_a_text_that_is_only_a_quotation_is_kept() -> None:
    """A bare forward holds the request itself: better too much than a request missed."""
    text = "-----Oorspronkelijk bericht-----\nVerwijder alles."
    assert own_words(text) == text


def test_ordinary_sentences_are_no_headings() -> None:
    """`Op` and `Van` start many sentences."""
    text = "Op 3 mei schreef ik jullie.\nVan harte bedankt.\nOp tijd graag:\nmijn dossier"
    assert own_words(text) == text


def test_html_keeps_words_together_and_lines_apart() -> None:
    """Inline tags break no word; blocks and line breaks do."""
    assert from_html("<p>in<b>zage</b> in<br>dossier</p><div>a<div>b</div>c</div>") == "inzage in\ndossier\n\na\nb\nc"
    assert from_html('<p title="a > b">1 &lt; 2</p>') == "1 < 2"
    assert from_html("<b>" * 20_001 + "hoi") == "hoi"


def test_flowed_lines_join_within_one_depth() -> None:
    """RFC 3676: a trailing space is a soft break, a signature line is none."""
    assert unflow("a \nb\n> c \n> d\n-- \ne") == "a b\n> c d\n-- \ne"
    assert unflow("sam \nen", delsp=True) == "samen"
