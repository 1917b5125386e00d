"""A delivery of which nobody knows whether it went out: the archive is asked, or a person.

Nothing here sends. Found in the archive: sent. Not there after a quarter of an hour: queued again with the same id. No
archive, or none that answers for a day: held.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from services.notify import store
from services.notify.rules.sending import (
    ABSENT_AFTER,
    DELIVERY,
    IN_FLIGHT,
    Archive,
    Event,
    is_unknown,
    judge_unknown,
    next_try,
)
from services.notify.rules.troubles import Trouble
from services.notify.store import Delivery
from services.notify.usecases.counting import STANDING, count
from services.notify.usecases.queueing import due, fail
from services.notify.usecases.tools import look_up_of
from shared.contracts.notify import LetterSent
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.statetable import SYSTEM, By
from shared.vocabulary import DeliveryState

LOOK_EVERY = timedelta(minutes=5)
SILENT_ARCHIVE = timedelta(days=1)
"""After so long a person decides about a letter whose archive cannot be asked."""
FOUND = "found in the archive"


def sent(work: Work, row: Delivery, event: Event, said: str, by: By = SYSTEM, actor: str = SYSTEM) -> None:
    """The letter went out: say so, with the server's reply or what else proves it. Raises `NotAllowed`."""
    row.state = DELIVERY.step(row.stands, event, by)
    row.sent_at, row.next_at, row.reason, row.detail = work.now, None, None, None
    row.server_words = said[:200] or row.server_words
    work.session.add(row)
    work.say(
        LetterSent(
            case_id=row.case_id,
            at=work.now,
            delivery_id=row.id,
            letter=row.kind,
            message_id=row.message_id,
            handed_over_at=row.sending_at,
        )
    )
    work.note("letter.sent", row.case_id, actor, letter=row.letter, delivery=row.id, how=event)
    count(row.letter, row.state)


async def judge(desk: Desk, job: Job, delivery: Delivery, *, in_hand: bool = False) -> None:
    """Find out about a delivery in `sending`, or look again later. `in_hand`: its own sender asks."""
    since, now = delivery.sending_at or delivery.created_at, desk.clock.now()
    if not in_hand and not is_unknown(since, now):
        await _look_again(job, delivery, since + IN_FLIGHT)
        return
    event = _verdict(await look_up_of(desk)(delivery.message_id), since, now)
    if event is None:
        await _look_again(job, delivery, _next_look(since, now))
        return
    async with job.work() as work:
        _settle(work, await store.claim(work.session, delivery.id), event)


def _next_look(since: datetime, now: datetime) -> datetime:
    """Soon, and at the moment from which absence means something."""
    later, absent_at = now + LOOK_EVERY, since + ABSENT_AFTER
    return min(later, absent_at) if absent_at > now else later


def _verdict(archive: Archive | None, since: datetime, now: datetime) -> Event | None:
    if archive is None:
        return Event.HOLD if now - since >= SILENT_ARCHIVE else None
    return judge_unknown(archive, since, now)


async def _look_again(job: Job, delivery: Delivery, at: datetime) -> None:
    async with job.work() as work:
        row = await store.claim(work.session, delivery.id)
        row.attempts, row.next_at = row.attempts + 1, at
        work.session.add(row)
        work.schedule(due(row, work.now), at)


def _settle(work: Work, row: Delivery, event: Event) -> None:
    if event is Event.FIND:
        sent(work, row, event, FOUND)
        return
    if event is Event.HOLD:
        fail(work, row, Trouble.UNKNOWN, step=Event.HOLD)
        count(row.letter, row.state, Trouble.UNKNOWN)
    else:
        row.state = DELIVERY.step(row.stands, event, SYSTEM)
        row.attempts, row.next_at, row.sending_at = row.attempts + 1, work.now, None
        work.schedule(due(row, work.now), work.now)
    work.session.add(row)
    work.note(f"letter.{event}", row.case_id, SYSTEM, letter=row.letter, delivery=row.id)


async def tend(desk: Desk) -> int:
    """Take up the deliveries that no message asks for any more; returns how many. Also refreshes the figures.

    A message that failed for reasons of its own (a database that was away, say) is dead after some tries; the letter
    is not. Each time counts as a try, so it ends with a person all the same.
    """
    taken = 0
    async with desk.work() as work:
        for row in await store.on_the_way(work.session):
            if not await store.is_waiting(work.session, due(row, work.now).id):
                _take_up(work, await store.claim(work.session, row.id))
                taken += 1
    await _figures(desk)
    return taken


def _take_up(work: Work, row: Delivery) -> None:
    row.tries += 1
    if row.stands is DeliveryState.QUEUED and next_try(row.tries) is None:
        fail(work, row, Trouble.GAVE_UP)
    else:
        row.attempts, row.next_at = row.attempts + 1, work.now
        work.schedule(due(row, work.now), work.now)
    work.session.add(row)
    work.note("letter.taken_up", row.case_id, SYSTEM, letter=row.letter, delivery=row.id, attempt=row.attempts)


async def _figures(desk: Desk) -> None:
    async with desk.look() as session:
        standing = await store.standing(session)
    for state in DeliveryState:
        if state is not DeliveryState.SENT:
            STANDING.labels(state).set(standing.get(state, 0))
