"""Letters stand in the requester's thread, come back with their name, and tell staff of trouble with the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.notify.rules.canary import TEXT, canary
from shared.contracts.fulfil import AlarmTold
from shared.contracts.intake import CanaryWanted, LetterBounced
from shared.contracts.people import MESSAGE_ID
from shared.contracts.references import CANARY_HEADER, canary_number, token
from shared.contracts.settings_mail import Mail
from shared.vocabulary import DeliveryState, DeskTrouble, Language
from tests.services.notify_desk import CASE, REFERENCE, START
from tests.services.notify_world import DAY, HOUR, MINUTE, Bureau, asked, bureau_in, status

THEIRS = "<first@clients.example>"


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves."""
    async with bureau_in(tmp_path) as made:
        yield made


async def open_case(bureau: Bureau, message_id: str = THEIRS) -> None:
    """The case of a mail with this Message-ID is open, and acknowledged."""
    notify = bureau.notify
    sealed = await notify.seal(MESSAGE_ID, message_id) if message_id else ""
    await notify.hear(await notify.opened(message_id=sealed))


async def test_every_letter_stands_under_the_requesters_own_mail(bureau: Bureau) -> None:
    """T01 answers it, and so do the later letters, after those that went before."""
    await open_case(bureau)
    await bureau.notify.hear(await asked(bureau.notify), await status(bureau.notify))
    first, second, third = bureau.mails()
    assert [mail["In-Reply-To"] for mail in (first, second, third)] == [THEIRS] * 3
    assert first["References"] == THEIRS
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"], THEIRS]
    assert first["Auto-Submitted"] == "auto-replied"
    assert {mail["Subject"][:17] for mail in bureau.mails()} == {"[zaak 2026-0001] "}


async def test_what_was_no_mail_or_has_an_odd_id_gets_letters_all_the_same(bureau: Bureau) -> None:
    """A request at the counter has no Message-ID; one that could break a header is left out."""
    await open_case(bureau, "<x@y>\r\nBcc: everybody@desk.example")
    assert [mail["In-Reply-To"] for mail in bureau.mails()] == [None]
    assert bureau.mails()[0]["Bcc"] is None


async def test_a_message_id_of_before_the_upgrade_is_simply_not_there(bureau: Bureau) -> None:
    """Yesterday's message has no such field."""
    await open_case(bureau, "")
    assert bureau.mails()[0]["References"] is None


async def test_answers_come_to_an_address_that_names_the_case_when_the_server_takes_such(tmp_path: Path) -> None:
    """The tag stands in Reply-To only; From and subject stay as they are (R1.0-3)."""
    async with bureau_in(tmp_path, mail={"sender": "info@desk.example", "plus_address": True}) as bureau:
        await open_case(bureau)
        [mail] = bureau.mails()
        tagged = token(REFERENCE, bureau.notify.desk.reference_key)
        assert mail["Reply-To"].addresses[0].addr_spec == f"info+{tagged}@desk.example"
        assert mail["From"].addresses[0].addr_spec == "info@desk.example"
        await bureau.notify.hear(await alarm(bureau))
        assert bureau.mails()[-1]["Reply-To"] is None


async def test_without_that_setting_answers_come_to_the_plain_address(bureau: Bureau) -> None:
    """A server without plus-addresses would turn them away."""
    await open_case(bureau)
    assert bureau.mails()[0]["Reply-To"] is None


def test_a_sender_without_room_for_the_case_is_refused_at_the_start() -> None:
    """Not at the first letter."""
    with pytest.raises(ValidationError, match="too long for plus_address"):
        Mail(sender=f"{'x' * 50}@desk.example", plus_address=True)


async def test_a_report_marks_the_letter_that_it_names(bureau: Bureau) -> None:
    """Not the last one; the code says why."""
    await open_case(bureau)
    await bureau.notify.hear(await asked(bureau.notify))
    letter = next(d for d in await bureau.notify.deliveries() if d.letter == "T01")
    named = {"message_id": letter.message_id, "status": "5.1.1"}
    await bureau.notify.hear(LetterBounced(case_id=CASE, at=START, incoming_id="m1", **named))
    bounced = {d.letter: (d.bounced_at, d.bounce_status) for d in await bureau.notify.deliveries()}
    assert bounced == {"T01": (START, "5.1.1"), "T02": (None, None)}


@pytest.mark.parametrize(
    ("code", "came_back", "late"), [("5.2.2", True, False), ("4.4.1", False, True), ("2.1.5", False, False)]
)
async def test_a_report_of_delay_is_no_failure_and_one_of_success_is_nothing(
    bureau: Bureau, code: str, came_back: bool, late: bool
) -> None:
    """RFC 3463: 5 is final, 4 is still being tried, 2 arrived."""
    await open_case(bureau)
    letter = await bureau.notify.only()
    await bureau.notify.hear(
        LetterBounced(case_id=CASE, at=START, incoming_id="m1", message_id=letter.message_id, status=code)
    )
    marked = await bureau.notify.only()
    assert (marked.bounced_at is not None, marked.delayed_at is not None) == (came_back, late)


async def test_a_report_about_a_mail_that_is_not_ours_marks_nothing(bureau: Bureau) -> None:
    """Its Message-ID names no letter."""
    await open_case(bureau)
    await bureau.notify.hear(
        LetterBounced(case_id=CASE, at=START, incoming_id="m", message_id="<no@x.example>", status="5.1.1")
    )
    assert (await bureau.notify.only()).bounced_at is None


async def alarm(bureau: Bureau, number: int = 1, what: DeskTrouble = DeskTrouble.MAILBOX_SILENT) -> AlarmTold:
    """Fulfil tells one member of staff."""
    person = await bureau.notify.person("s1@desk.example", "Anna", Language.EN, scope="staff:s1")
    now = bureau.notify.clock.now()
    return AlarmTold(at=now, what=what, number=number, since=START, staff_id="s1", staff=person)


@pytest.mark.parametrize("what", list(DeskTrouble))
async def test_staff_get_one_letter_for_each_trouble_with_the_desk(bureau: Bureau, what: DeskTrouble) -> None:
    """S02: once an alarm, however often it is heard; the next alarm gets its own."""
    first = await alarm(bureau, what=what)
    await bureau.notify.hear(first, first)
    await bureau.notify.hear(await alarm(bureau, 2, what))
    assert [(mail["To"], mail["Auto-Submitted"]) for mail in bureau.mails()] == [
        ("s1@desk.example", "auto-generated")
    ] * 2
    assert bureau.subjects()[0] == "[privacybalie] Something is wrong with the privacy desk"
    assert "https://desk.example/staff/queue" in bureau.text()
    assert {d.state for d in await bureau.notify.deliveries()} == {DeliveryState.SENT}


async def test_the_test_mail_is_an_everyday_request_with_a_mark_of_ours(bureau: Bureau) -> None:
    """Nothing in it says that a machine wrote it, but for the mark."""
    await bureau.notify.hear(CanaryWanted(at=START, number=4))
    [mail] = bureau.mails()
    assert canary_number(mail[CANARY_HEADER], bureau.notify.desk.reference_key) == 4
    assert (mail["Auto-Submitted"], mail["X-Loop"], mail["Precedence"]) == (None, None, None)
    assert mail["To"] == bureau.notify.desk.settings.intake.official_addresses[0]
    assert bureau.postbox.taken[0].mail_from == "info@desk.example"
    assert mail.get_content().split() == TEXT.split()
    assert await bureau.notify.deliveries() == []
    assert await bureau.notify.said("letter.sent") == []


async def test_the_test_mail_waits_for_a_busy_server_and_goes_once(bureau: Bureau) -> None:
    """Before DATA nothing was sent, so it is tried again; heard twice, it is sent once."""
    bureau.postbox.rcpt = "450 4.2.0 later"
    wanted = CanaryWanted(at=START, number=1)
    await bureau.notify.hear(wanted)
    assert bureau.mails() == []
    bureau.postbox.rcpt = ""
    await bureau.notify.pass_time(HOUR)
    assert len(bureau.mails()) == 1


@pytest.mark.parametrize("spoil", ["cut", "rcpt"])
async def test_a_test_mail_that_was_cut_or_refused_is_not_sent_again(bureau: Bureau, spoil: str) -> None:
    """Twice in the mailbox would be worse than an alarm."""
    setattr(bureau.postbox, spoil, True if spoil == "cut" else "550 5.1.1 unknown")
    await bureau.notify.hear(CanaryWanted(at=START, number=1))
    setattr(bureau.postbox, spoil, False if spoil == "cut" else "")
    before = len(bureau.mails())
    await bureau.notify.pass_time(DAY + MINUTE)
    assert len(bureau.mails()) == before
    assert {state for state, _ in await bureau.notify.inbox("canary.wanted")} == {"done"}


def test_the_test_mail_reads_back_as_it_was_written() -> None:
    """What intake gets is what a person would have sent."""
    made = canary(1, "1-X", sender="info@desk.example", recipient="info@desk.example", date=START)
    read = message_from_bytes(made.as_bytes(), policy=default)
    assert read["Subject"] == "Mijn gegevens"
    assert "welke gegevens jullie van mij hebben" in read.get_content()
