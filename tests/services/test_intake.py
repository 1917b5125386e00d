"""Intake through its doors: raw mail in, messages and pages out."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.rules.incoming import State
from services.intake.usecases import reading, settling, storing
from services.intake.usecases.tools import READ
from shared.contracts import references
from shared.contracts.envelope import MAX_BYTES
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.intake import RequestReceived
from shared.contracts.people import ADDRESS, CONTACT, CORR, EXCERPT, NAME, SUBJECT
from shared.platform.confined import JobFailed
from shared.vocabulary import Channel, Context, Kind, Language
from tests.servers.postgres import Postgres
from tests.services.intake_desk import (
    ACCESS_TEXT,
    ACCOUNT,
    START,
    VAGUE_TEXT,
    IntakeDesk,
    intake_desk,
    mail,
)

BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.clients.example>
To: info@desk.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn@mx.clients.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; noor@clients.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

From: info@desk.example
Message-ID: {message_id}
Subject: Bericht

Tekst.
--b--
"""
FORWARD = """\
From: Sanne de Wit <sanne@desk.example>
To: info@desk.example
Subject: Fwd: vraag
Message-ID: <fwd@desk-mail.example>
{results}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Zie hieronder.
--b
Content-Type: message/rfc822

From: Noor Bakker <noor@clients.example>
Subject: Mijn gegevens
Content-Type: text/plain; charset=utf-8

Ik wil graag weten welke gegevens jullie van mij hebben.
--b--
"""


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as office:
        yield office


async def test_a_clear_request_opens_a_case_with_everything_personal_sealed(intake: IntakeDesk) -> None:
    """Name, address, subject and words travel sealed; kinds, channel and times in clear (R4.3-1)."""
    row = await intake.taken(mail())
    (request,) = await intake.said("request.received")
    assert (row.stands, row.case_id) == (State.REQUEST, request.case_id)
    assert (request.kinds, request.channel, request.acknowledge) == ([Kind.ACCESS], Channel.MAIL, True)
    assert request.incoming_id == row.id
    case = request.case_id
    assert await intake.unsealed(case, CONTACT, NAME, request.requester.name) == "Noor Bakker"
    assert await intake.unsealed(case, CONTACT, ADDRESS, request.requester.address) == "noor@clients.example"
    assert await intake.unsealed(case, CORR, SUBJECT, request.subject) == "Mijn gegevens"
    assert await intake.unsealed(case, CORR, EXCERPT, request.excerpt) == ACCESS_TEXT.strip()
    assert not re.search("noor|bakker|mijn gegevens", request.body(), re.IGNORECASE)


async def test_nothing_personal_is_on_disk_in_clear(intake: IntakeDesk, tmp_path: Path) -> None:
    """Neither the raw mail nor the database holds a word of it."""
    await intake.taken(mail(ACCESS_TEXT + "\nkanarievogel\n"))
    await intake.desk.database.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            found = path.read_bytes().lower()
            assert b"kanarievogel" not in found and b"noor@clients" not in found, path.name
    (raw,) = (tmp_path / "mail").iterdir()
    assert raw.stat().st_mode & 0o777 == 0o600


async def test_receipt_is_what_our_own_server_noted_and_never_the_date_header(intake: IntakeDesk) -> None:
    """The topmost Received line counts, the sender's Date does not (D-1)."""
    there = START - timedelta(hours=3)
    row = await intake.taken(mail(received=there, Date="Mon, 1 Jan 2024 10:00:00 +0000"))
    assert row.received_at == there
    assert (await intake.said("request.received"))[0].received_at == there


async def test_without_a_received_line_the_mailbox_date_counts_and_never_the_future(intake: IntakeDesk) -> None:
    """A clock that runs ahead gives nobody more time, and none less."""
    earlier = START - timedelta(days=1)
    first = await intake.take(mail(received=None, message_id="<1@x.example>"), internal_date=earlier)
    second = await intake.take(mail(received=START + timedelta(days=3), message_id="<2@x.example>"))
    assert (await intake.row(first.incoming_id)).received_at == earlier
    assert (await intake.row(second.incoming_id)).received_at == START


async def test_the_same_mail_twice_is_one_message_with_two_places(intake: IntakeDesk) -> None:
    """Identity is the hash of the bytes; where it lay is only a place (mail 1.3)."""
    first = await intake.take(mail(), storing.Spot("INBOX", 1, 7))
    again = await intake.take(mail(), storing.Spot("INBOX", 2, 1))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.incoming_id == again.incoming_id
    assert len(await intake.said("request.received")) == 1


async def test_two_mails_with_one_message_id_are_two_messages(intake: IntakeDesk) -> None:
    """A Message-ID is a hint and never a reason to skip a mail."""
    await intake.take(mail())
    await intake.take(mail("Ik wil dat jullie al mijn gegevens verwijderen.\n"))
    assert [m.kinds for m in await intake.said("request.received")] == [[Kind.ACCESS], [Kind.ERASURE]]


async def test_an_english_request_gets_letters_in_english(intake: IntakeDesk) -> None:
    """The language of the request is the language of the letters (R2-6)."""
    await intake.take(mail("Please send me a copy of all personal data you hold about me.\n", subject="My data"))
    (request,) = await intake.said("request.received")
    assert request.requester.language is Language.EN


async def test_a_long_request_fits_the_envelope_and_stays_whole_with_intake(intake: IntakeDesk) -> None:
    """The excerpt is cut until the message fits; the text behind it is complete."""
    text = ACCESS_TEXT + "én nóg meer ẅoorden 🦜 " * 400
    row = await intake.taken(mail(text, subject="Gegevens 🦜" * 60, sender=f'"{"é" * 190}" <noor@clients.example>'))
    (request,) = await intake.said("request.received")
    assert len(request.body().encode()) <= MAX_BYTES
    excerpt = await intake.unsealed(request.case_id, CORR, EXCERPT, request.excerpt)
    assert excerpt and text.startswith(excerpt)
    assert (await intake.words(row.id)).text.count("🦜") == 400


@pytest.mark.parametrize("text", [VAGUE_TEXT, "Ik heb een vraag over mijn gegevens en privacy.\n"])
async def test_what_is_unclear_goes_to_a_person(intake: IntakeDesk, text: str) -> None:
    """Unsure is never guessed: it waits in triage and its clock runs (R2-3)."""
    row = await intake.taken(mail(text, subject="vraag"))
    assert row.stands is State.TRIAGE
    (waits,) = await intake.said("triage.needed")
    assert (waits.case_id, waits.received_at) == (row.id, START)
    assert await intake.said("request.received") == []


async def test_machine_mail_opens_nothing(intake: IntakeDesk) -> None:
    """Whatever words an automatic mail holds, it opens no case (mail 1.7)."""
    row = await intake.taken(mail(Auto_Submitted="auto-replied", sender="robot@machine.example"))
    assert row.stands in {State.TRIAGE, State.NOT_A_REQUEST}
    assert await intake.said("request.received") == []


async def test_newsletters_are_filed_and_can_be_seen(intake: IntakeDesk) -> None:
    """What is surely no request is filed by the machine and stands in a list."""
    raw = mail(
        "Onze aanbieding van de week: stoelen.\n", subject="Stoelen", sender="shop@stoelen.example",
        List_Id="<news.stoelen.example>",
    )  # fmt: skip
    row = await intake.taken(raw)
    status, page = await intake.page("/staff/triage?tab=filed")
    assert status == 200
    assert (row.stands == State.NOT_A_REQUEST) == (row.id in page)
    assert row.stands in {State.TRIAGE, State.NOT_A_REQUEST}


async def test_a_reply_to_our_letter_from_the_requester_is_attached_and_verified(intake: IntakeDesk) -> None:
    """It opens no case and starts no clock (R2-8)."""
    case = await intake.case()
    reply = mail(
        "Dank voor jullie bericht, ik wacht af.\n", subject="Re: [zaak 2026-0001] Ontvangen",
        message_id="<reply@clients.example>", In_Reply_To=f"<{case.case_id}@desk.example>",
    )  # fmt: skip
    row = await intake.taken(reply)
    (followup,) = await intake.said("followup.received")
    assert (row.stands, row.reference) == (State.ATTACHED, "2026-0001")
    assert (followup.case_id, followup.incoming_id, followup.verified) == (case.case_id, row.id, True)
    words = await intake.unsealed(case.case_id, CORR, EXCERPT, followup.excerpt)
    assert words == "Dank voor jullie bericht, ik wacht af."
    assert len(await intake.said("request.received")) == 1


async def test_a_reply_from_another_address_is_attached_but_not_verified(intake: IntakeDesk) -> None:
    """Who answers a letter of ours from elsewhere learns nothing by it."""
    case = await intake.case()
    reply = mail(
        "Ik wacht af.\n", subject="Re: bericht", sender="ander@elsewhere.example", message_id="<r@elsewhere.example>",
        In_Reply_To=f"<{case.case_id}@desk.example>",
    )  # fmt: skip
    await intake.taken(reply)
    assert [m.verified for m in await intake.said("followup.received")] == [False]


async def test_a_forged_reference_attaches_nowhere(intake: IntakeDesk) -> None:
    """A number that anybody can guess, from an unknown address, goes to a person (trust 4)."""
    await intake.case()
    row = await intake.taken(
        mail("Hoe staat het ervoor?\n", subject="[zaak 2026-0001] stand", sender="x@elsewhere.example",
             message_id="<f@elsewhere.example>")
    )  # fmt: skip
    assert await intake.said("followup.received") == []
    assert (row.stands, row.reason) == (State.TRIAGE, settling.UNTRUSTED)


async def test_a_tagged_reference_attaches_and_proves_nothing_of_the_sender(intake: IntakeDesk) -> None:
    """With the right tag and another sender it is attached unverified; with the requester's it is verified."""
    await intake.case()
    token = references.token("2026-0001", intake.desk.reference_key)
    to = f"info+{token}@desk.example"
    await intake.taken(mail("Nog iets.\n", subject="x", to=to, sender="x@else.example", message_id="<a@e.example>"))
    await intake.taken(mail("Nog iets.\n", subject="x", to=to, message_id="<b@e.example>"))
    assert [m.verified for m in await intake.said("followup.received")] == [False, True]


async def test_a_sender_that_fails_dmarc_is_not_the_requester(intake: IntakeDesk) -> None:
    """From can be forged: with a failed check of our own server it does not verify, and gets no automatic answer."""
    case = await intake.case()
    fail = "mx.desk.example; dmarc=fail header.from=clients.example"
    ours = f"<{case.case_id}@desk.example>"
    await intake.taken(mail("Stuur maar.\n", message_id="<r@x.example>", In_Reply_To=ours, Authentication_Results=fail))
    text = "Ik wil al mijn gegevens laten verwijderen.\n"
    await intake.taken(mail(text, message_id="<n@x.example>", Authentication_Results=fail))
    assert [m.verified for m in await intake.said("followup.received")] == [False]
    held = (await intake.said("request.received"))[-1]
    assert held.acknowledge is False and "DMARC" in held.hold_back_reason


async def test_a_reply_that_also_asks_something_is_attached_and_seen_by_a_person(intake: IntakeDesk) -> None:
    """Nothing asked in a thread gets lost in it."""
    case = await intake.case()
    text = "Dank. Ik wil ook dat jullie al mijn gegevens verwijderen.\n"
    row = await intake.taken(mail(text, message_id="<r@x.example>", In_Reply_To=f"<{case.case_id}@desk.example>"))
    assert [m.case_id for m in await intake.said("followup.received")] == [case.case_id]
    assert (row.stands, row.reason) == (State.TRIAGE, settling.NEW_WISHES)
    assert (await intake.press(f"/staff/triage/{row.id}/accept", kinds="erasure", language="nl"))[0] == 303
    await intake.jump(seconds=10)
    assert len({m.case_id for m in await intake.said("request.received")}) == 2


async def test_a_new_request_in_the_thread_of_a_closed_case_opens_a_new_one(intake: IntakeDesk) -> None:
    """A case that is over takes no new request in."""
    case = await intake.case()
    await intake.close(case.case_id)
    raw = mail(
        "Ik wil dat jullie al mijn gegevens verwijderen.\n", subject="Re: [zaak 2026-0001] Antwoord",
        message_id="<later@x.example>", In_Reply_To=f"<{case.case_id}@desk.example>",
    )  # fmt: skip
    assert (await intake.taken(raw)).stands is State.REQUEST
    assert len({m.case_id for m in await intake.said("request.received")}) == 2


async def test_a_case_that_was_opened_again_takes_its_answers(intake: IntakeDesk) -> None:
    """Closed in the first round, worked on in the second."""
    case = await intake.case()
    await intake.close(case.case_id)
    raw = mail(
        "Ik wil dat jullie al mijn gegevens verwijderen.\n", subject="Re: [zaak 2026-0001] Antwoord",
        message_id="<again@x.example>", In_Reply_To=f"<{case.case_id}@desk.example>",
    )  # fmt: skip
    await intake.hear(triaged(case, 2), triaged(case, 1))
    await intake.taken(raw)
    assert [m.case_id for m in await intake.said("followup.received")] == [case.case_id]


def triaged(case: RequestReceived, number: int) -> CaseTriaged:
    """Somebody confirmed what is asked, in one round of the case."""
    day = case.received_at.date()
    return CaseTriaged(
        case_id=case.case_id, at=case.received_at, number=number, reference="2026-0001", kinds=case.kinds,
        requester=case.requester, statutory_due=day, work_due=day, by="s-1",
    )  # fmt: skip


async def test_a_letter_that_comes_back_is_told_with_its_case(intake: IntakeDesk) -> None:
    """The Message-ID in the returned mail names the letter."""
    case = await intake.case()
    row = await intake.taken(BOUNCE.format(message_id=f"<{case.case_id}@desk.example>").encode())
    (bounced,) = await intake.said("letter.bounced")
    assert (bounced.case_id, bounced.incoming_id) == (case.case_id, row.id)
    assert (row.stands, row.context_list) == (State.ATTACHED, [Context.BOUNCE])
    assert await intake.said("followup.received") == []


async def test_a_bounce_of_something_else_opens_and_attaches_nothing(intake: IntakeDesk) -> None:
    """A report about a mail that was not ours is filed or seen."""
    await intake.case()
    row = await intake.taken(BOUNCE.format(message_id="<other@elsewhere.example>").encode())
    assert row.stands in {State.NOT_A_REQUEST, State.TRIAGE}
    assert await intake.said("letter.bounced", "followup.received") == []


async def test_our_own_letter_coming_back_opens_nothing(intake: IntakeDesk) -> None:
    """A copy of a letter of ours in the mailbox is filed, by its X-Loop or by its Message-ID."""
    case = await intake.case()
    looped = await intake.taken(mail(message_id="<l@x.example>", X_Loop=ACCOUNT))
    copied = await intake.taken(mail("Bericht.\n", message_id=f"<{case.case_id}@desk.example>", sender=ACCOUNT))
    assert [looped.stands, copied.stands] == [State.NOT_A_REQUEST, State.NOT_A_REQUEST]
    assert [looped.reason, copied.reason] == [settling.OUR_OWN, settling.OUR_OWN]


async def test_the_fourth_request_of_a_day_opens_a_case_but_gets_no_automatic_answer(intake: IntakeDesk) -> None:
    """At most three automatic answers to one sender in 24 hours; the case is there all the same (mail 1.7)."""
    for number in range(4):
        await intake.taken(mail(message_id=f"<{number}@x.example>"))
    await intake.jump(hours=25)
    await intake.taken(mail(message_id="<later@x.example>"))
    requests = await intake.said("request.received")
    assert [m.acknowledge for m in requests] == [True, True, True, False, True]
    assert requests[3].hold_back_reason


async def test_a_colleagues_proved_forward_opens_the_case_of_the_sender_inside(intake: IntakeDesk) -> None:
    """The inner From is the requester, when our own server says the outer one is ours (mail 1.6)."""
    proof = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n"
    await intake.taken(FORWARD.format(results=proof).encode())
    (request,) = await intake.said("request.received")
    address = await intake.unsealed(request.case_id, CONTACT, ADDRESS, request.requester.address)
    assert address == "noor@clients.example"


async def test_an_unproved_forward_waits_with_the_inner_sender_proposed(intake: IntakeDesk) -> None:
    """Anybody can write From our own domain."""
    row = await intake.taken(FORWARD.format(results="").encode())
    assert (row.stands, row.reason) == (State.TRIAGE, settling.DOUBTFUL_FORWARD)
    words = await intake.words(row.id)
    assert words.address == "noor@clients.example"
    assert words.details["forwarded_by"] == "Sanne de Wit <sanne@desk.example>"


async def test_a_request_without_a_usable_address_goes_to_a_person(intake: IntakeDesk) -> None:
    """A case needs somebody to answer."""
    row = await intake.taken(mail(sender="Noor Bakker <noor@>"))
    assert (row.stands, row.reason) == (State.TRIAGE, settling.NO_SENDER)


async def test_a_mail_that_breaks_its_reader_is_quarantined_and_stops_no_other(intake: IntakeDesk) -> None:
    """Three tries, then a person; what comes behind it is read at once (mail 1.4)."""
    read_here = intake.desk.tools[READ]

    async def read(raws: Sequence[bytes]) -> Any:
        return [JobFailed("died") if b"poison" in raw else (await read_here([raw]))[0] for raw in raws]

    intake.desk.tools[READ] = read
    poison = await intake.take(mail("poison\n", message_id="<p@x.example>"))
    good = await intake.taken(mail())
    assert good.stands is State.REQUEST
    for _ in range(2):
        assert (await intake.row(poison.incoming_id)).stands is State.STORED
        await intake.jump(minutes=1)
    row = await intake.row(poison.incoming_id)
    assert (row.stands, row.reason) == (State.QUARANTINED, reading.BROKE_ITS_READER)
    assert [m.case_id for m in await intake.said("triage.needed")] == [row.id]
    status, page = await intake.page("/staff/triage?tab=quarantined")
    assert status == 200 and row.id in page


async def test_a_mail_over_a_limit_of_the_parser_is_quarantined_at_once(intake: IntakeDesk) -> None:
    """It is kept raw, and a person sees what its headers say."""
    row = await intake.taken(mail(X_Long="x" * 300_000))
    assert row.stands is State.QUARANTINED
    assert (await intake.words(row.id)).subject == "Mijn gegevens"


async def test_a_mail_over_the_size_limit_is_a_note_for_a_person(intake: IntakeDesk) -> None:
    """Its body was never fetched, so it is not read either."""
    stored = await storing.store_mail(intake.desk, ACCOUNT, b"Subject: big\r\n\r\n", START, too_large=50_000_000)
    await intake.settle()
    row = await intake.row(stored.incoming_id)
    assert (row.stands, row.size) == (State.QUARANTINED, 50_000_000)
    assert "50.0 MB" in (await intake.page(f"/staff/triage/{row.id}"))[1]
    assert len(await intake.said("triage.needed")) == 1


async def test_a_message_that_stays_unread_is_shown(intake: IntakeDesk) -> None:
    """Nothing hides between the mailbox and the reader."""
    stored = await storing.store_mail(intake.desk, ACCOUNT, mail(), START)
    intake.clock.jump(timedelta(minutes=20))
    _, page = await intake.page("/staff/triage?tab=quarantined")
    assert stored.incoming_id in page


async def test_the_confined_child_reads_a_mail(tmp_path: Path) -> None:
    """The real reader: a child process without network, with limits."""
    async with intake_desk(tmp_path, confined=True) as intake:
        assert (await intake.taken(mail())).stands is State.REQUEST


@pytest.mark.servers
async def test_the_same_on_postgresql_with_the_rights_of_the_role(tmp_path: Path, postgres: Postgres) -> None:
    """Stored, read, opened, attached, decided and listed, as the service's own role."""
    admin = postgres.create_database("intake_life")
    own = admin.replace("postgres@", "{service}@")
    async with intake_desk(tmp_path, database_url=own, database_admin_url=admin) as intake:
        case = await intake.case()
        ours = f"<{case.case_id}@desk.example>"
        await intake.taken(mail("Ik wacht af.\n", message_id="<r@x.example>", In_Reply_To=ours))
        assert [m.verified for m in await intake.said("followup.received")] == [True]
        row = await intake.taken(mail(VAGUE_TEXT, subject="vraag", message_id="<v@x.example>"))
        assert (await intake.page("/staff/triage"))[0] == 200
        assert (await intake.press(f"/staff/triage/{row.id}/accept", kinds="access", language="nl"))[0] == 303
        assert (await intake.press(f"/staff/triage/{row.id}/accept", kinds="access", language="nl"))[0] == 409
        assert (await intake.press(f"/staff/triage/{row.id}/undo"))[0] == 303
        assert (await intake.press(f"/staff/triage/{row.id}/snooze", until="tomorrow"))[0] == 303
        for tab in ("officer", "snoozed", "quarantined", "filed"):
            assert (await intake.page(f"/staff/triage?tab={tab}"))[0] == 200
        assert (await intake.press(f"/staff/triage/{row.id}/dismiss"))[0] == 303
        await intake.jump(seconds=10)
        assert (await intake.row(row.id)).stands is State.NOT_A_REQUEST


async def test_mail_is_shown_as_text_and_never_as_markup(intake: IntakeDesk) -> None:
    """What a stranger writes stays text on the page (trust 4)."""
    row = await intake.taken(mail("uitschrijven <script>alert(1)</script>\n", subject="<img src=x onerror=alert(1)>"))
    for path in ("/staff/triage", f"/staff/triage/{row.id}", f"/staff/messages/{row.id}"):
        status, page = await intake.page(path)
        assert status == 200
        assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in (await intake.page(f"/staff/messages/{row.id}"))[1]


async def test_every_look_is_noted_and_the_reading_page_has_no_forms(intake: IntakeDesk) -> None:
    """The trail says who read which message."""
    row = await intake.taken(mail(VAGUE_TEXT, subject="vraag"))
    _, page = await intake.page(f"/staff/messages/{row.id}", "approver")
    assert "/accept" not in page
    looks = [codes["actor"] for action, _, codes in await intake.trail() if action == "message.viewed"]
    assert looks == ["s-1"]


@pytest.mark.parametrize("path", ["/staff/triage", "/staff/triage/{id}", "/staff/messages/{id}"])
async def test_an_administrator_sees_no_message(intake: IntakeDesk, path: str) -> None:
    """Accounts, not cases; and an approver may look but not decide."""
    row = await intake.taken(mail(VAGUE_TEXT, subject="vraag"))
    assert (await intake.page(path.format(id=row.id), "admin"))[0] == 404
    assert (await intake.press(f"/staff/triage/{row.id}/dismiss", "approver"))[0] == 404


@pytest.mark.parametrize(
    "path", ["/staff/triage?tab=x", "/staff/triage?page=0", "/staff/triage/x", f"/staff/messages/{'0' * 32}"]
)
async def test_what_is_not_there_is_a_plain_404(intake: IntakeDesk, path: str) -> None:
    """Unknown tabs, pages and ids look alike."""
    assert (await intake.page(path))[0] == 404


async def test_pages_speak_dutch(intake: IntakeDesk) -> None:
    """The reason that the rules gave in English is said in the reader's language."""
    row = await intake.taken(mail(VAGUE_TEXT, subject="vraag"))
    _, page = await intake.page(f"/staff/triage/{row.id}", language="nl")
    assert "niet zeker wat er wordt gevraagd" in page


async def test_a_silent_mailbox_makes_the_service_unready(tmp_path: Path) -> None:
    """Ten minutes without a good sweep is an alarm (mail 1.1)."""
    from services.intake.usecases.sweeping import mailboxes_are_swept, note_sweep  # noqa: PLC0415

    async with intake_desk(tmp_path, mailbox={"enabled": True, "user": ACCOUNT}) as intake:
        assert await mailboxes_are_swept(intake.desk)
        intake.clock.jump(timedelta(minutes=11))
        assert not await mailboxes_are_swept(intake.desk)
        note_sweep(intake.desk)
        assert await mailboxes_are_swept(intake.desk)
