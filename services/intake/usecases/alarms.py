"""What is wrong with the desk itself is said once, and said again when it is over (mail 1.1, 1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.store import canaries as stored
from services.intake.store.canaries import Alarm
from services.intake.usecases import removing
from services.intake.usecases.sweeping import silent_mailboxes, swept_since_start
from shared.contracts.intake import DeskAlarm
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import DeskTrouble


async def look_at_mailboxes(desk: Desk) -> None:
    """Raise the alarm when a mailbox is silent; take it back when all of them were swept well.

    A restart proves nothing: until each mailbox was swept by this process, an alarm that lasts goes on.
    """
    silent = silent_mailboxes(desk)
    async with desk.look() as session:
        lasting = {each.trouble for each in await stored.open_alarms(session)}
    known = DeskTrouble.MAILBOX_SILENT in lasting
    if silent and not known:
        async with desk.work() as work:
            await raise_alarm(work, DeskTrouble.MAILBOX_SILENT, min(each.since for each in silent))
    elif known and not silent and swept_since_start(desk):
        async with desk.work() as work:
            await end_alarm(work, DeskTrouble.MAILBOX_SILENT)


async def look_at_removals(desk: Desk) -> None:
    """Raise the alarm while mails must leave a mailbox that is not read here any more: nobody else will do it."""
    stuck = await removing.strand(desk)
    async with desk.look() as session:
        known = DeskTrouble.REMOVAL_STUCK in {each.trouble for each in await stored.open_alarms(session)}
    if stuck != known:
        async with desk.work() as work:
            if stuck:
                await raise_alarm(work, DeskTrouble.REMOVAL_STUCK, work.now)
            else:
                await end_alarm(work, DeskTrouble.REMOVAL_STUCK)


async def raise_alarm(work: Work, what: DeskTrouble, since: datetime) -> None:
    """Say that something is wrong, unless that was said and is not over."""
    row = await stored.alarm(work.session, what)
    if row is not None and row.over_at is None:
        return
    row = row or Alarm(what=what.value, number=0, since=since)
    row.number, row.since, row.over_at = row.number + 1, since, None
    work.session.add(row)
    _say(work, row, raised=True)


async def end_alarm(work: Work, what: DeskTrouble) -> None:
    """Say that it is over, if it was wrong."""
    row = await stored.alarm(work.session, what)
    if row is None or row.over_at is not None:
        return
    row.over_at = work.now
    work.session.add(row)
    _say(work, row, raised=False)


async def lasting_alarms(desk: Desk) -> Sequence[Alarm]:
    """What is wrong now, for the pages."""
    async with desk.look() as session:
        return await stored.open_alarms(session)


def _say(work: Work, row: Alarm, *, raised: bool) -> None:
    said = DeskAlarm(at=work.now, what=row.trouble, number=row.number, raised=raised, since=row.since)
    work.say(said)
    work.note("alarm.raised" if raised else "alarm.over", said.case_id, SYSTEM, what=row.what)
    log.warning("desk.alarm", kind=row.what, state="raised" if raised else "over")
