"""The desk writes to itself: a test request that must come all the way within the hour (mail 1.10).

One chain of timers: each test mail sets the next one. It opens no case; fulfil only says that it heard of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from services.intake.rules.classification import Classification
from services.intake.store import Incoming, removals
from services.intake.store import canaries as stored
from services.intake.store.canaries import Canary
from services.intake.usecases.alarms import end_alarm, raise_alarm
from shared.contracts.fulfil import CanaryPassed
from shared.contracts.intake import CanaryArrived, CanaryDue, CanaryLate, CanaryWanted
from shared.contracts.references import canary_number
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.insert import insert_once
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import DeskTrouble

FIRST_AFTER: Final = timedelta(minutes=5)
"""So long a desk that has just started takes before it writes to itself."""
WITHIN: Final = timedelta(hours=1)
OUR_TEST: Final = lazy("the desk's own test mail").msgid
USED_TWICE: Final = lazy("bears the mark of a test mail of ours that came in before").msgid


def is_on(desk: Desk) -> bool:
    """Whether this desk writes to itself: it must have a mailbox to read."""
    return bool(desk.settings.intake.canary_days) and bool(desk.settings.mailboxes)


async def keep_going(desk: Desk) -> None:
    """At the start: begin the chain, or take it up where it broke off. One that goes on is left alone.

    Two processes that start at once set the same link, by its number.
    """
    on = is_on(desk)
    async with desk.look() as session:
        late = any(each.trouble is DeskTrouble.CANARY_LATE for each in await stored.open_alarms(session))
        if (on and await stored.is_set(session, "canary.due")) or not (on or late):
            return
    async with desk.work() as work:
        if not on:
            await end_alarm(work, DeskTrouble.CANARY_LATE)
            return
        last = await stored.last_canary(work.session)
        after = last.due_at + timedelta(days=desk.settings.intake.canary_days) if last else work.now
        number = last.number + 1 if last else 1
        work.schedule(CanaryDue(at=work.now, number=number), max(after, work.now + FIRST_AFTER))


async def begin(desk: Desk, work: Work, due: CanaryDue) -> None:
    """Its turn has come: ask for the test mail, watch for it, and set the next one; nothing while they are off."""
    row = Canary(number=due.number, due_at=work.now, wanted_at=work.now if is_on(desk) else None)
    if not await insert_once(work.connection, Canary.__table__, [row.model_dump()]) or row.wanted_at is None:  # type: ignore[attr-defined]  # SQLModel gives it
        return
    work.say(CanaryWanted(at=work.now, number=due.number))
    work.schedule(CanaryLate(at=work.now, number=due.number), work.now + WITHIN)
    next_at = work.now + timedelta(days=desk.settings.intake.canary_days)
    work.schedule(CanaryDue(at=work.now, number=due.number + 1), next_at)
    work.note("canary.wanted", due.case_id, SYSTEM, number=due.number)


async def recognise(desk: Desk, work: Work, mark: str) -> Canary | None:
    """The test mail that bears this mark; None for a mark that we did not make, or never asked for."""
    number = canary_number(mark, desk.reference_key) if mark else None
    row = await stored.canary(work.session, number) if number is not None else None
    return row if row is not None and row.wanted_at is not None else None


async def arrived(work: Work, row: Incoming, canary: Canary, result: Classification) -> None:
    """It came in and would have opened a case: say that, and have it taken out of the mailbox."""
    canary.incoming_id = row.id
    work.session.add(canary)
    await work.session.flush()  # a second mail with its mark may be settled in the same transaction
    said = CanaryArrived(
        at=work.now,
        number=canary.number,
        incoming_id=row.id,
        received_at=row.received_at,
        kinds=list(result.kinds),
    )
    work.say(said)
    await removals.want(work, row.id)
    work.note("canary.arrived", said.case_id, SYSTEM, number=canary.number, message=row.id)


async def passed(work: Work, heard: CanaryPassed) -> None:
    """Fulfil heard of it: the way is proved. With the newest one here, an alarm about any of them is over."""
    row = await stored.canary(work.session, heard.number)
    if row is None:
        return
    row.passed_at = heard.at
    work.session.add(row)
    work.cancel(CanaryLate(at=work.now, number=heard.number).id)
    last = await stored.last_canary(work.session)
    if last is None or last.number <= heard.number:
        await end_alarm(work, DeskTrouble.CANARY_LATE)
    work.note("canary.passed", heard.case_id, SYSTEM, number=heard.number)
    log.info("canary.passed", count=heard.number)


async def late(work: Work, message: CanaryLate) -> None:
    """The hour is over: unless it came through, people must know."""
    row = await stored.canary(work.session, message.number)
    if row is not None and row.passed_at is None:
        await raise_alarm(work, DeskTrouble.CANARY_LATE, _since(row, message.at))


def _since(row: Canary, otherwise: datetime) -> datetime:
    return row.wanted_at or otherwise
