"""Notify sends: each letter once, whatever the mail server does, or a person decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.notify import smtp
from services.notify.app import ArchiveLookUp
from services.notify.rules.sending import ABSENT_AFTER, BACK_OFF, IN_FLIGHT, Archive
from services.notify.usecases import sending, unknown
from shared.contracts.intake import LetterBounced
from shared.contracts.notify import SendDue
from shared.vocabulary import (
    DeliveryState,
)
from tests.services.notify_desk import CASE, SAM, START, make_settings, running
from tests.services.notify_world import (
    DAY,
    HOUR,
    MINUTE,
    Bureau,
    bureau_in,
)


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves."""
    async with bureau_in(tmp_path) as made:
        yield made


@pytest.fixture
async def opened(bureau: Bureau) -> Bureau:
    """The same with an open case whose acknowledgement went out."""
    await bureau.notify.hear(await bureau.notify.opened())
    return bureau


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
async def test_a_server_that_stalls_is_left(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, phase: str) -> None:
    """Before the mail: later. While it is handed over: unknown. Never longer than the lease."""
    assert sending.BEFORE_DATA + sending.DURING_DATA < IN_FLIGHT
    monkeypatch.setattr(sending, phase, timedelta(0))
    monkeypatch.setattr(smtp, "GOODBYE_SECONDS", 0.1)
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
