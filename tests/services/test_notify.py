"""Notify through its doors: each event gives its letters, once; each letter is sent once or a person decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from services.access import ACCESS
from services.notify.app import OFFICE, ArchiveLookUp
from services.notify.rules.sending import ABSENT_AFTER, BACK_OFF, DELIVERY, IN_FLIGHT, Archive
from services.notify.rules.troubles import STATE_LABELS, TROUBLE_LABELS, WHY_AGAIN_LABELS, Trouble, WhyAgain
from services.notify.rules.who_gets_what import CODES_AN_HOUR
from services.notify.usecases import sending, unknown
from services.notify.usecases.tools import LOOK_UP
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.fulfil import (
    AnswerApproved,
    CaseClosed,
    CaseTriaged,
    DeadlineNear,
    DownloadCodeAsked,
    StatusTold,
)
from shared.contracts.intake import LetterBounced
from shared.contracts.notify import SendDue
from shared.contracts.people import CODE, CONTACT, LINK, WORDS
from shared.contracts.settings import Smtp
from shared.contracts.verify import (
    CopyReceived,
    CopyRejected,
    IdentityNotNeeded,
    IdentityRefused,
    IdentityRequested,
    IdentityVerified,
)
from shared.platform.outcomes import NotAllowedNow
from shared.platform.pages import add_templates
from shared.platform.post import InboxState
from shared.platform.sessions import Sessions
from shared.platform.web import Site, make_app
from shared.platform.web.signin import cookie_name
from shared.statetable import NotAllowed
from shared.vocabulary import (
    DecisionOutcome,
    DeliveryState,
    Kind,
    Language,
    Letter,
    Level,
    Method,
)
from tests.services.notify_desk import CASE, REFERENCE, SAM, START, Notify, make_settings, running
from tests.services.test_smtp import Postbox, box, serving

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWER_BY = START + 15 * DAY
UPLOAD = "https://desk.example/identity/upload#upload-code-7"
DOWNLOAD = "https://desk.example/download#download-code-7"
ACCESS_FACTS = {
    "confirmation": "yes",
    "purposes": "P02",
    "categories": "C01; C13",
    "recipients": "package",
    "retention": "needed_for_purpose",
    "sources": "yourself",
    "automated": "no_automated_decisions",
    "transfers": "no_transfers",
}
Client = TestClient[web.Request, web.Application]


@dataclass
class Bureau:
    """The service and the mail server that takes its letters."""

    notify: Notify
    postbox: Postbox
    smtp: Smtp
    archive: dict[str, Archive | None] = field(default_factory=dict)

    def mails(self) -> list[EmailMessage]:
        """The mails that the server took."""
        return [message_from_bytes(e.content or b"", policy=default) for e in self.postbox.taken]  # type: ignore[misc]  # the policy makes EmailMessages

    def subjects(self) -> list[str]:
        """Their subjects."""
        return [str(mail["Subject"]) for mail in self.mails()]

    def text(self, number: int = -1) -> str:
        """The words of one mail, without its line breaks."""
        part = self.mails()[number].get_body(("plain",))
        assert part is not None
        return " ".join(part.get_content().split())

    async def states(self) -> dict[str, str]:
        """Each letter's state; a skipped or failed one with its reason."""
        return {
            d.letter: f"{d.state}: {d.reason}" if d.reason else d.state for d in await self.notify.deliveries()
        }

    def has_archive(self, says: Archive | None) -> None:
        """Let there be an archive with this answer."""
        self.archive["says"] = says

        async def look_up(_message_id: str) -> Archive | None:
            return self.archive["says"]

        self.notify.desk.tools[LOOK_UP] = look_up


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves."""
    postbox = Postbox()
    async with serving(box(postbox)) as smtp:
        given = {"host": smtp.host, "port": smtp.port, "timeout_seconds": 2}
        async with running(make_settings(tmp_path, given)) as notify:
            yield Bureau(notify, postbox, smtp)


@pytest.fixture
async def opened(bureau: Bureau) -> Bureau:
    """The same with an open case whose acknowledgement went out."""
    await bureau.notify.hear(await bureau.notify.opened())
    return bureau


async def asked(notify: Notify, attempt: int = 1) -> IdentityRequested:
    """Verify asked for a copy."""
    return IdentityRequested(
        case_id=CASE,
        at=notify.clock.now(),
        attempt=attempt,
        reference=REFERENCE,
        requester=await notify.person(),
        link=await notify.seal(LINK, UPLOAD),
        why="no_address_on_file",
        answer_by=ANSWER_BY,
    )


async def refused_copy(notify: Notify, attempt: int = 1) -> CopyRejected:
    """Verify refused a copy and made a new link."""
    facts = (await asked(notify, attempt)).model_dump(exclude={"type", "why"})
    return CopyRejected(**facts, reasons=["face", "mrz"])


async def verified(notify: Notify) -> IdentityVerified:
    """Verify knows who it is."""
    return IdentityVerified(
        case_id=CASE,
        at=notify.clock.now(),
        method=Method.REDACTED_COPY,
        level=Level.L3,
        by="s1",
        reference=REFERENCE,
        requester=await notify.person(),
    )


async def status(notify: Notify, number: int = 1) -> StatusTold:
    """Fulfil tells how far it is."""
    return StatusTold(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        requester=await notify.person(),
        words=await notify.seal(WORDS, "We hebben in alle systemen gezocht."),
        expected=date(2026, 11, 20),
        statutory_due=date(2026, 12, 2),
    )


async def answer(notify: Notify, **changes: Any) -> AnswerApproved:
    """Fulfil's answer."""
    facts: dict[str, Any] = {
        "case_id": CASE,
        "at": notify.clock.now(),
        "reference": REFERENCE,
        "requester": await notify.person(),
        "kinds": [Kind.ACCESS],
        "outcome": DecisionOutcome.GRANTED,
        "words": await notify.seal(WORDS, "Alles staat in de download."),
        "link": await notify.seal(LINK, DOWNLOAD),
        "expires_at": START + 14 * DAY,
        "withheld": False,
        "b_recht": False,
        "facts": ACCESS_FACTS,
    }
    return AnswerApproved(**(facts | changes))


async def code(notify: Notify, number: int = 1) -> DownloadCodeAsked:
    """The requester asked for a code."""
    return DownloadCodeAsked(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        requester=await notify.person(),
        code=await notify.seal(CODE, "482 913"),
        valid_until=notify.clock.now() + 30 * MINUTE,
    )


async def near(notify: Notify, staff_id: str = "s1") -> DeadlineNear:
    """Fulfil warns one member of staff."""
    scope = f"staff:{staff_id}"
    return DeadlineNear(
        case_id=CASE,
        at=notify.clock.now(),
        alarm="work_due_soon",
        staff_id=staff_id,
        reference=REFERENCE,
        staff=await notify.person(f"{staff_id}@desk.example", "Noor Bakker", scope=scope),
        work_due=date(2026, 12, 2),
        statutory_due=date(2026, 12, 2),
        state="in_progress",
    )


def closed(notify: Notify) -> CaseClosed:
    """The case ended."""
    return CaseClosed(case_id=CASE, at=notify.clock.now(), outcome="granted")


# Which event gives which letter


async def test_an_opened_case_is_acknowledged_with_both_dates(opened: Bureau) -> None:
    """R4.3-1: T01, automatic, to the requester, in Dutch."""
    [mail] = opened.mails()
    assert mail["To"] == SAM
    assert mail["Subject"].startswith("[zaak 2026-0001] ")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == (await opened.notify.only()).message_id
    assert opened.postbox.taken[0].mail_from == "<>"
    assert "maandag 9 november 2026" in opened.text()
    assert "woensdag 2 december 2026" in opened.text()
    [sent] = await opened.notify.said("letter.sent")
    assert (sent.letter, sent.message_id) == (Letter.T01, mail["Message-ID"])


async def test_every_event_gives_exactly_its_letters(opened: Bureau) -> None:
    """The whole way of a case, each event once; letters that a person sent say so and belong to one thread."""
    notify = opened.notify
    for message in (
        await asked(notify),
        await refused_copy(notify),
        await verified(notify),
        await status(notify),
        await answer(notify),
        await code(notify),
        await near(notify),
    ):
        await notify.hear(message)
    letters = ["T01", "T02", "T03", "T05", "T09", "T11", "T39", "T39b", "S01"]
    assert await opened.states() == dict.fromkeys(letters, DeliveryState.SENT)
    assert len(opened.mails()) == len(letters)
    mails = {d.letter: next(m for m in opened.mails() if m["Message-ID"] == d.message_id) for d in await notify.deliveries()}
    assert {name for name, mail in mails.items() if mail["Auto-Submitted"]} == {"T01", "T39b", "S01"}
    assert mails["T01"]["Message-ID"] in mails["T11"]["References"]
    assert mails["S01"]["To"] == "s1@desk.example"
    assert mails["S01"]["References"] is None


@pytest.mark.parametrize("make", [asked, refused_copy, verified, status, answer, code, near])
async def test_an_event_that_is_heard_twice_gives_its_letters_once(opened: Bureau, make: Any) -> None:
    """By the inbox, and by (case, letter, step) when the inbox has forgotten."""
    notify = opened.notify
    if make is verified:
        await notify.hear(await asked(notify))
    message = await make(notify)
    await notify.hear(message, message)
    before = len(opened.mails())
    async with notify.desk.work() as work:
        await OFFICE.handlers[message.type].act(notify.desk, message, work)  # type: ignore[misc, arg-type]  # quick ones take work
    await notify.settle()
    assert len(opened.mails()) == before == len(await notify.deliveries())


@pytest.mark.parametrize("make", [asked, refused_copy, verified, status, answer, code, near])
async def test_what_comes_before_the_case_waits_for_it(bureau: Bureau, make: Any) -> None:
    """Order is not promised: the message is early, not lost."""
    notify = bureau.notify
    message = await make(notify)
    await notify.hear(message)
    assert await notify.inbox(message.type) == [(InboxState.PENDING, "NotYet")]
    await notify.hear(await notify.opened())
    await notify.pass_time(5 * MINUTE)
    assert await notify.inbox(message.type) == [(InboxState.DONE, "")]


async def test_an_acknowledgement_that_intake_held_back_stays_in_with_its_reason(bureau: Bureau) -> None:
    """Caps and machine mail: staff see it, and can let it out."""
    notify = bureau.notify
    await notify.hear(await notify.opened(acknowledge=False, hold_back_reason="automatic"))
    skipped = await notify.only()
    assert (skipped.state, skipped.reason, skipped.detail) == ("skipped", "held_back", "automatic")
    assert skipped.text_sealed is not None
    assert bureau.mails() == []


@pytest.mark.parametrize("address", ["", "no address", "a@b.example, c@d.example"])
async def test_without_a_plain_address_the_letter_waits_to_be_printed(bureau: Bureau, address: str) -> None:
    """Who wrote on paper gets paper."""
    notify = bureau.notify
    await notify.hear(await notify.opened(requester=await notify.person(address)))
    assert await bureau.states() == {"T01": "skipped: no_address"}
    assert bureau.mails() == []


async def test_a_letter_is_in_the_language_of_its_reader(bureau: Bureau) -> None:
    """R2-6."""
    notify = bureau.notify
    await notify.hear(await notify.opened(requester=await notify.person(language=Language.EN)))
    assert "Monday 9 November 2026" in bureau.text()


async def test_letters_name_what_a_person_confirmed(opened: Bureau) -> None:
    """R2-3: after triage the kinds may be others than the machine thought."""
    notify = opened.notify
    facts = {"case_id": CASE, "at": notify.clock.now(), "reference": REFERENCE, "requester": await notify.person()}
    dates = {"statutory_due": date(2026, 12, 2), "work_due": date(2026, 12, 2)}
    await notify.hear(CaseTriaged(**facts, **dates, kinds=[Kind.ERASURE], by="s1"), await asked(notify))
    assert "het verwijderen van je gegevens" in opened.text()


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({"outcome": DecisionOutcome.REFUSED}, ["no_letter_fits", "no_package"]),
        ({"kinds": [Kind.PORTABILITY]}, ["no_letter_fits", None]),
        ({"kinds": [Kind.ERASURE], "link": ""}, ["no_letter_fits", "no_package"]),
    ],
)
async def test_an_answer_that_no_letter_fits_is_left_to_a_person(
    opened: Bureau, changes: dict[str, Any], states: list[str | None]
) -> None:
    """No access letter for another kind or a refusal; no link where nothing waits behind it."""
    await opened.notify.hear(await answer(opened.notify, **changes))
    reasons = {d.letter: d.reason for d in await opened.notify.deliveries()}
    assert [reasons["T11"], reasons["T39"]] == states


async def test_a_first_word_after_the_promised_week_apologises(opened: Bureau) -> None:
    """R4.3-2: once, and only when it is late."""
    notify = opened.notify
    await notify.pass_time(8 * DAY)
    await notify.hear(await status(notify))
    assert "Dat spijt ons" in opened.text() or "sorry" in opened.text().lower()
    late = opened.text()
    await notify.hear(await status(notify, 2))
    assert len(opened.text()) < len(late)


async def test_codes_have_a_cap(opened: Bureau) -> None:
    """Somebody who holds the link cannot flood the mailbox (R6.1-2)."""
    for number in range(1, CODES_AN_HOUR + 2):
        await opened.notify.hear(await code(opened.notify, number))
    codes = [d for d in await opened.notify.deliveries() if d.letter == Letter.T39B]
    assert sorted(d.reason or "" for d in codes) == [""] * CODES_AN_HOUR + ["too_many_codes"]
    await opened.notify.pass_time(2 * HOUR)
    await opened.notify.hear(await code(opened.notify, 99))
    assert len(opened.mails()) == 1 + CODES_AN_HOUR + 1


async def test_a_code_that_expired_meanwhile_is_not_sent(opened: Bureau) -> None:
    """Nobody gets a code that opens nothing."""
    opened.postbox.rcpt = "450 4.2.0 busy"
    await opened.notify.hear(await code(opened.notify))
    opened.postbox.rcpt = ""
    await opened.notify.pass_time(31 * MINUTE)
    assert (await opened.states())["T39b"] == "skipped: expired"
    assert len(opened.mails()) == 1


async def test_a_letter_that_cannot_be_written_fails_at_once_and_stops_nothing(opened: Bureau) -> None:
    """R8-1: an empty required field; fulfil is told, a person looks, the line goes on."""
    notify = opened.notify
    await notify.hear(await answer(notify, facts={**ACCESS_FACTS, "purposes": ""}))
    failed = next(d for d in await notify.deliveries() if d.letter == Letter.T11)
    assert (failed.state, failed.reason, failed.detail) == ("failed", Trouble.INCOMPLETE, "purposes")
    [told] = await notify.said("letter.failed")
    assert (told.letter, told.held) == (Letter.T11, False)
    assert (await opened.states())["T39"] == DeliveryState.SENT
    assert (await notify.inbox("answer.approved")) == [(InboxState.DONE, "")]


async def test_nothing_goes_out_once_the_personal_data_is_erased(opened: Bureau) -> None:
    """The key is gone: what waits is dropped, what comes is done without a letter."""
    notify = opened.notify
    opened.postbox.rcpt = "450 4.2.0 busy"
    told, later = await status(notify), await status(notify, 2)
    await notify.hear(told)
    await notify.desk.keyring.destroy(CASE, CONTACT)
    opened.postbox.rcpt = ""
    await notify.hear(later)
    await notify.pass_time(HOUR)
    assert await opened.states() == {"T01": "sent", "T09": "skipped: erased"}
    assert {state for state, _ in await notify.inbox("status.told")} == {InboxState.DONE}


# Reminders (D-20)


async def test_reminders_go_after_a_week_and_two_and_then_no_more(opened: Bureau) -> None:
    """T06 twice; the second says that it is the last."""
    notify = opened.notify
    await notify.hear(await asked(notify))
    await notify.pass_time(7 * DAY - MINUTE)
    assert len(opened.mails()) == 2
    await notify.pass_time(MINUTE)
    assert len(opened.mails()) == 3
    assert UPLOAD in opened.text()
    assert "laatste herinnering" not in opened.text()
    await notify.pass_time(7 * DAY)
    assert "laatste herinnering" in opened.text()
    await notify.pass_time(60 * DAY)
    assert len(opened.mails()) == 4


async def received(notify: Notify) -> Envelope:
    return CopyReceived(case_id=CASE, at=notify.clock.now(), attempt=1)


async def refused(notify: Notify) -> Envelope:
    return IdentityRefused(case_id=CASE, at=notify.clock.now(), by="s1")


async def not_needed(notify: Notify) -> Envelope:
    return IdentityNotNeeded(case_id=CASE, at=notify.clock.now(), rule="R4-1")


async def ended(notify: Notify) -> Envelope:
    return closed(notify)


@pytest.mark.parametrize("make", [received, refused, not_needed, verified, ended])
async def test_an_answer_takes_the_reminders_back(opened: Bureau, make: Any) -> None:
    """Whoever answered is left in peace; so is everybody whose case is over."""
    notify = opened.notify
    await notify.hear(await asked(notify), await make(notify))
    await notify.pass_time(30 * DAY)
    assert {state for state, _ in await notify.inbox("reminder.due")} == {InboxState.CANCELLED}
    assert all("erinnering" not in subject for subject in opened.subjects())


async def test_a_refused_copy_sets_new_reminders_for_its_new_link(opened: Bureau) -> None:
    """T03 is a question again; the old timers are gone."""
    notify = opened.notify
    await notify.hear(await asked(notify), await received(notify))
    await notify.pass_time(3 * DAY)
    await notify.hear(await refused_copy(notify))
    await notify.pass_time(6 * DAY)
    assert len(opened.mails()) == 3
    await notify.pass_time(DAY)
    assert "erinnering" in opened.subjects()[-1]
    await notify.hear(await asked(notify, 3))
    assert len(opened.mails()) == 5


async def test_a_case_opened_again_is_asked_and_reminded_again(opened: Bureau) -> None:
    """The second round has a question and reminders of its own."""
    notify = opened.notify
    await notify.hear(await asked(notify), await verified(notify), closed(notify))
    await notify.pass_time(DAY)
    facts = {"case_id": CASE, "at": notify.clock.now(), "reference": REFERENCE, "requester": await notify.person()}
    dates = {"statutory_due": date(2026, 12, 3), "work_due": date(2026, 12, 3)}
    await notify.hear(CaseTriaged(**facts, **dates, number=2, kinds=[Kind.ACCESS], by="s1"), await asked(notify, 2))
    await notify.pass_time(7 * DAY)
    assert "erinnering" in opened.subjects()[-1]


# Sending, once


async def test_a_busy_server_is_tried_again_with_growing_waits(bureau: Bureau) -> None:
    """4xx before DATA: nothing was sent; each wait is longer than the one before."""
    notify = bureau.notify
    bureau.postbox.rcpt = "450 4.2.0 try later"
    await notify.hear(await notify.opened())
    for wait in BACK_OFF[:3]:
        waiting = await notify.only()
        assert (waiting.state, waiting.server_words) == ("queued", "450 4.2.0")
        assert waiting.next_at == notify.clock.now() + wait
        await notify.pass_time(wait)
    bureau.postbox.rcpt = ""
    await notify.pass_time(BACK_OFF[3])
    assert (await notify.only()).state == DeliveryState.SENT
    assert len(bureau.mails()) == 1


async def test_tries_end_with_a_person(bureau: Bureau) -> None:
    """After about two days nobody may think that the letter is on its way."""
    notify = bureau.notify
    bureau.postbox.rcpt = "450 4.2.0 try later"
    await notify.hear(await notify.opened())
    for wait in BACK_OFF:
        await notify.pass_time(wait)
    assert await bureau.states() == {"T01": "failed: gave_up"}
    [told] = await notify.said("letter.failed")
    assert not told.held


async def test_a_mail_server_that_is_away_costs_no_letter(tmp_path: Path) -> None:
    """Nobody listens: the letter waits."""
    async with running(make_settings(tmp_path, {"port": 1})) as notify:
        await notify.hear(await notify.opened())
        waiting = await notify.only()
        assert (waiting.state, waiting.tries) == ("queued", 1)


@pytest.mark.parametrize("where", ["rcpt", "data"])
async def test_a_refusal_for_good_fails_and_says_so(bureau: Bureau, where: str) -> None:
    """5xx at the recipient or after the mail; the reply is kept without the address in it."""
    notify = bureau.notify
    setattr(bureau.postbox, where, f"550 5.1.1 <{SAM}> unknown")
    await notify.hear(await notify.opened())
    failed = await notify.only()
    assert (failed.state, failed.reason, failed.server_words) == ("failed", "refused", "550 5.1.1")
    assert len(await notify.said("letter.failed")) == 1


async def test_a_busy_answer_after_the_mail_is_a_safe_retry(bureau: Bureau) -> None:
    """4xx after DATA: the server says that it has not got it."""
    notify = bureau.notify
    bureau.postbox.data = "451 4.3.0 later"
    await notify.hear(await notify.opened())
    assert (await notify.only()).state == DeliveryState.QUEUED
    bureau.postbox.data = ""
    await notify.pass_time(BACK_OFF[0])
    assert len(bureau.mails()) == 1


async def test_a_lost_reply_without_an_archive_is_held_for_a_person(bureau: Bureau) -> None:
    """Never a blind second mail."""
    notify = bureau.notify
    bureau.postbox.cut = True
    await notify.hear(await notify.opened())
    await notify.pass_time(2 * DAY)
    assert await bureau.states() == {"T01": "held: unknown"}
    [told] = await notify.said("letter.failed")
    assert told.held
    assert len(bureau.mails()) == 1


async def test_a_lost_reply_is_looked_up_in_the_archive(bureau: Bureau) -> None:
    """Found: sent, and the mail went once."""
    notify = bureau.notify
    bureau.has_archive(Archive.HOLDS_IT)
    bureau.postbox.cut = True
    await notify.hear(await notify.opened())
    assert (await notify.only()).state == DeliveryState.SENT
    assert len(bureau.mails()) == len(await notify.said("letter.sent")) == 1


async def test_what_the_archive_has_not_got_after_a_quarter_goes_again_with_the_same_id(bureau: Bureau) -> None:
    """Not before: the archive may be slow."""
    notify = bureau.notify
    bureau.has_archive(Archive.HOLDS_IT_NOT)
    bureau.postbox.cut = True
    await notify.hear(await notify.opened())
    bureau.postbox.cut = False
    await notify.pass_time(ABSENT_AFTER - MINUTE)
    assert (await notify.only()).state == DeliveryState.SENDING
    await notify.pass_time(MINUTE)
    assert (await notify.only()).state == DeliveryState.SENT
    assert len({mail["Message-ID"] for mail in bureau.mails()}) == 1


async def test_an_archive_that_cannot_be_asked_is_asked_again_and_then_a_person(bureau: Bureau) -> None:
    """An outage of the archive is not an empty archive."""
    notify = bureau.notify
    bureau.has_archive(None)
    bureau.postbox.cut = True
    await notify.hear(await notify.opened())
    await notify.pass_time(HOUR)
    assert (await notify.only()).state == DeliveryState.SENDING
    await notify.pass_time(unknown.SILENT_ARCHIVE)
    assert await bureau.states() == {"T01": "held: unknown"}


async def test_an_archive_nobody_answers_for_is_no_answer(bureau: Bureau) -> None:
    """The adapter says so instead of `not there`."""
    given = bureau.notify.desk.settings
    away = given.archive.model_copy(update={"enabled": True, "port": 1, "security": "plain"})
    look_up = ArchiveLookUp(given.model_copy(update={"archive": away}))
    assert await look_up("<x@desk.example>") is None
    assert await ArchiveLookUp(given)("<x@desk.example>") is Archive.NONE


async def test_a_letter_in_living_hands_is_not_judged(opened: Bureau) -> None:
    """A second look within the lease leaves the row alone and comes back when it is over."""
    notify = opened.notify
    delivery = await notify.only()
    async with notify.desk.work() as work:
        row = await work.session.merge(delivery)
        row.state, row.sending_at, row.attempts = DeliveryState.SENDING, work.now, 7
        due = SendDue(case_id=CASE, at=work.now, delivery_id=row.id, attempt=7)
        work.schedule(due, work.now)
    await notify.settle()
    assert (await notify.only()).state == DeliveryState.SENDING
    await notify.pass_time(IN_FLIGHT)
    assert (await notify.only()).state == DeliveryState.HELD


@pytest.mark.parametrize("phase", ["BEFORE_DATA", "DURING_DATA"])
async def test_a_server_that_stalls_is_left(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    """Before the mail: later. While it is handed over: unknown. Never longer than the lease."""
    assert sending.BEFORE_DATA + sending.DURING_DATA < IN_FLIGHT
    monkeypatch.setattr(sending, phase, timedelta(0))
    bureau.postbox.stall = True
    await bureau.notify.hear(await bureau.notify.opened())
    assert (await bureau.notify.only()).state == ("queued" if phase == "BEFORE_DATA" else "held")


async def test_a_delivery_that_no_message_asks_for_is_taken_up(bureau: Bureau) -> None:
    """A dead message is not a dead letter."""
    notify = bureau.notify
    bureau.postbox.rcpt = "450 4.2.0 busy"
    await notify.hear(await notify.opened())
    bureau.postbox.rcpt = ""
    assert await unknown.tend(notify.desk) == 0
    async with notify.desk.work() as work:
        row = await notify.only()
        work.cancel(SendDue(case_id=CASE, at=work.now, delivery_id=row.id, attempt=row.attempts).id)
    assert await unknown.tend(notify.desk) == 1
    await notify.settle()
    assert (await notify.only()).state == DeliveryState.SENT


async def test_a_letter_that_came_back_is_marked(opened: Bureau) -> None:
    """The bounce counts for the letter that went last."""
    bounced = LetterBounced(case_id=CASE, at=opened.notify.clock.now(), incoming_id="m1")
    await opened.notify.hear(bounced)
    assert (await opened.notify.only()).bounced_at == START
    await opened.notify.hear(LetterBounced(case_id="unknown", at=START, incoming_id="m2"))


# Staff and their pages


@pytest.fixture
async def browser(bureau: Bureau) -> AsyncIterator[Client]:
    """A handler's browser in front of the pages."""
    desk = bureau.notify.desk
    site = Site("Privacybalie", "Voorbeeld bv", "http://127.0.0.1")
    sessions = Sessions(desk.cabinet, desk.clock)
    app = make_app(
        site, sessions=sessions, access=ACCESS, translate={NotAllowed: lambda error: NotAllowedNow(str(error))}
    )
    add_templates(app, OFFICE.name, OFFICE.package)
    OFFICE.add_routes(app, desk)
    client: Client = TestClient(TestServer(app), cookies={cookie_name(site): await sessions.open("s1", "Anna", ["handler"])})
    client.sessions, client.cookie = sessions, cookie_name(site)  # type: ignore[attr-defined]  # for the tests below
    async with client:
        yield client


async def press(client: Client, path: str, **fields: str) -> Any:
    """Send a form of our own page."""
    return await client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False)


async def page(client: Client, path: str) -> str:
    """The text of a page."""
    answer = await client.get(path, headers={"Accept-Language": "en"})
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def hold(bureau: Bureau) -> str:
    """Let the acknowledgement be held; its page."""
    bureau.postbox.cut = True
    await bureau.notify.hear(await bureau.notify.opened())
    bureau.postbox.cut = False
    return f"/staff/letters/{(await bureau.notify.only()).id}"


async def test_a_held_letter_that_arrived_is_marked_by_a_person(bureau: Bureau, browser: Client) -> None:
    """The first button; the second press of it gets a clear answer and changes nothing."""
    path = await hold(bureau)
    assert "It arrived" in await page(browser, path)
    answer = await press(browser, f"{path}/sent", attempt="1")
    assert answer.headers["Location"] == f"{path}?done=letter-marked"
    again = await press(browser, f"{path}/sent", attempt="1")
    assert again.status == 409
    marked = await bureau.notify.only()
    assert (marked.state, marked.decided_by) == ("sent", "s1")
    assert len(bureau.mails()) == len(await bureau.notify.said("letter.sent")) == 1
    assert "It arrived" not in await page(browser, path)


async def test_a_held_letter_goes_again_when_a_person_says_so(bureau: Bureau, browser: Client) -> None:
    """The second button; the same Message-ID, and a double click sends once."""
    path = await hold(bureau)
    fields = {"attempt": "1", "why": WhyAgain.NOT_ARRIVED}
    answers = [await press(browser, f"{path}/again", **fields) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 409]
    await bureau.notify.settle()
    assert len(bureau.mails()) == 2
    assert len({mail["Message-ID"] for mail in bureau.mails()}) == 1
    assert (await bureau.notify.only()).state == DeliveryState.SENT


async def test_a_letter_that_failed_twice_is_told_twice(bureau: Bureau, browser: Client) -> None:
    """A second failure is a fact of its own."""
    bureau.postbox.rcpt = "550 5.1.1 unknown"
    await bureau.notify.hear(await bureau.notify.opened())
    path = f"/staff/letters/{(await bureau.notify.only()).id}"
    await press(browser, f"{path}/again", attempt="1", why=WhyAgain.MENDED)
    await bureau.notify.settle()
    assert [m.number for m in await bureau.notify.said("letter.failed")] == [1, 2]


async def test_staff_let_a_held_back_letter_out(bureau: Bureau, browser: Client) -> None:
    """It is a person's letter then: no machine's mark on it, and its bounces come back."""
    notify = bureau.notify
    await notify.hear(await notify.opened(acknowledge=False, hold_back_reason="automatic"))
    path = f"/staff/letters/{(await notify.only()).id}"
    assert "automatic" in await page(browser, path)
    await press(browser, f"{path}/again", attempt="1", why=WhyAgain.RIGHT_AFTER_ALL)
    await notify.settle()
    [mail] = bureau.mails()
    assert mail["Auto-Submitted"] is None
    assert bureau.postbox.taken[0].mail_from == "info@desk.example"


@pytest.mark.parametrize("trouble", ["no address", "expired", "incomplete", "erased"])
async def test_a_letter_that_cannot_go_says_why(bureau: Bureau, browser: Client, trouble: str) -> None:
    """No address, out of date, a field empty, data erased: a clear answer, and the letter stays where it is."""
    notify = bureau.notify
    nobody = {"requester": await notify.person("")} if trouble == "no address" else {}
    await notify.hear(await notify.opened(acknowledge=False, **nobody))
    if trouble == "expired":
        bureau.postbox.rcpt = "550 5.1.1 unknown"
        await notify.hear(await code(notify))
        await notify.pass_time(HOUR)
    if trouble == "incomplete":
        await notify.hear(await answer(notify, facts={**ACCESS_FACTS, "purposes": ""}))
    if trouble == "erased":
        await notify.desk.keyring.destroy(CASE, CONTACT)
    letter = {"expired": "T39b", "incomplete": "T11"}.get(trouble, "T01")
    stuck = next(d for d in await notify.deliveries() if d.letter == letter)
    answered = await press(browser, f"/staff/letters/{stuck.id}/again", attempt="1", why=WhyAgain.ASKED)
    assert answered.status == 409
    assert next(d for d in await notify.deliveries() if d.id == stuck.id).state == stuck.state


@pytest.mark.parametrize("fields", [{}, {"attempt": "x", "why": "asked"}, {"attempt": "1", "why": "because"}])
async def test_a_form_that_cannot_be_read_changes_nothing(
    bureau: Bureau, browser: Client, fields: dict[str, str]
) -> None:
    """The field at fault is named."""
    path = await hold(bureau)
    assert (await press(browser, f"{path}/again", **fields)).status == 400
    assert (await bureau.notify.only()).state == DeliveryState.HELD


async def test_the_page_of_a_letter_runs_nothing_and_shows_no_secret(bureau: Bureau, browser: Client) -> None:
    """The HTML form is source; codes and the secret part of links are for the recipient alone."""
    notify = bureau.notify
    name = "<img src=x onerror=alert(1)>"
    await notify.hear(await notify.opened(requester=await notify.person(name=name)))
    await notify.hear(await asked(notify), await answer(notify), await code(notify))
    seen = "".join([await page(browser, f"/staff/letters/{d.id}") for d in await notify.deliveries()])
    assert "<img src=x" not in seen
    assert "&lt;html" in seen
    assert "https://desk.example/download#" in seen
    for secret in ("upload-code-7", "download-code-7", "482 913"):
        assert secret not in seen
        assert any(secret in bureau.text(n) for n in range(len(bureau.mails())))


async def test_each_tab_lists_its_letters(bureau: Bureau, browser: Client) -> None:
    """Waiting, unknown, failed, not sent, sent; and the letters of one case."""
    notify, path = bureau.notify, "/staff/letters"
    for number, (rcpt, cut, ack) in enumerate([("", False, True), ("450 x", False, True), ("550 x", False, True), ("", True, True), ("", False, False)]):
        bureau.postbox.rcpt, bureau.postbox.cut = rcpt, cut
        case = f"case-{number}"
        await notify.hear(await notify.opened(case_id=case, reference=f"2026-000{number}", acknowledge=ack))
    for number, tab in enumerate(["sent", "waiting", "failed", "unknown", "skipped"]):
        seen = await page(browser, f"{path}?tab={tab}")
        assert [n for n in range(5) if f"2026-000{n}</td>" in seen] == [number], tab
    assert "2026-0003</td>" in await page(browser, f"{path}?reference=2026-0003")
    assert "No letters for this case" in await page(browser, f"{path}?reference=2026-9999")
    for wrong in ("tab=all", "page=0", "page=x"):
        assert (await browser.get(f"{path}?{wrong}")).status == 404


async def test_the_texts_of_all_letters_can_be_read_in_both_languages(browser: Client) -> None:
    """With invented facts, side by side."""
    index = await page(browser, "/staff/letters/texts")
    for letter in Letter:
        assert f"/staff/letters/texts/{letter}" in index
        seen = await page(browser, f"/staff/letters/texts/{letter}")
        assert '<section class="panel" lang="nl">' in seen
        assert '<section class="panel" lang="en">' in seen
    assert (await browser.get("/staff/letters/texts/T99")).status == 404


@pytest.mark.parametrize(("role", "sees", "decides"), [("handler", 200, 303), ("approver", 200, 404), ("admin", 404, 404)])
async def test_who_may_see_letters_and_who_may_decide(
    bureau: Bureau, browser: Client, role: str, sees: int, decides: int
) -> None:
    """R1.3-1; what somebody may not see looks as if it were not there."""
    path = await hold(bureau)
    token = await browser.sessions.open("s2", "Bo", [role])  # type: ignore[attr-defined]  # put there by the fixture
    browser.session.cookie_jar.update_cookies({browser.cookie: token}, browser.make_url("/"))  # type: ignore[attr-defined]  # as above
    for where in ("/staff/letters", path, "/staff/letters/texts"):
        assert (await browser.get(where)).status == sees
    assert (await press(browser, f"{path}/sent", attempt="1")).status == decides
    assert (await browser.get("/staff/letters/none")).status == 404
    assert (await press(browser, "/staff/letters/none/again", attempt="1", why="asked")).status == 404


async def test_every_look_and_every_step_is_in_the_trail(bureau: Bureau, browser: Client) -> None:
    """Ids and codes only."""
    path = await hold(bureau)
    await page(browser, path)
    await press(browser, f"{path}/sent", attempt="1")
    async with bureau.notify.desk.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT action, actor, codes FROM audit ORDER BY seq")).all()
    assert [(row.action, row.actor) for row in rows] == [
        ("letter.queued", "system"),
        ("letter.hold", "system"),
        ("letter.viewed", "s1"),
        ("letter.sent", "s1"),
    ]
    assert SAM not in str(rows)


async def test_the_database_holds_no_name_address_or_text(opened: Bureau) -> None:
    """Sealed from the first row on."""
    notify = opened.notify
    await notify.hear(await asked(notify))
    raw = b"".join(path.read_bytes() for path in notify.desk.settings.data_dir.glob("*.db*"))
    for canary in (b"Sam de Vries", SAM.encode(), b"upload-code-7", b"inzage in je gegevens"):
        assert canary not in raw


def test_notify_hears_what_the_contracts_bind_to_it() -> None:
    """No message waits for ever as unknown."""
    assert set(OFFICE.handlers) == set(contracts.queues()["notify"])


def test_the_database_allows_the_states_of_the_table_and_the_letters_there_are() -> None:
    """The frozen script and the living table say the same."""
    script = import_module("services.notify.migrations.versions.0001_deliveries")
    assert DELIVERY.sql_check("state") == script.STATES
    assert script.LETTERS == f"letter IN ({', '.join(repr(str(letter)) for letter in Letter)})"


def test_everything_that_can_befall_a_letter_has_words() -> None:
    """No code without its sentence."""
    assert set(TROUBLE_LABELS) == set(Trouble)
    assert set(WHY_AGAIN_LABELS) == set(WhyAgain)
    assert set(STATE_LABELS) == set(DeliveryState)
