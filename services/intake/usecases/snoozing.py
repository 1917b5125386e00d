"""A message that waits is put aside until a moment of choice; its clock runs on (R4.3-2)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.rules.incoming import WAITS, may_decide
from services.intake.rules.snooze import Snooze, choices
from services.intake.store import Incoming
from shared.contracts.intake import TriageSnoozed
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.sessions import Session
from shared.statetable import NotAllowed

ONLY_WAITING = lazy("Only a message that waits for a decision can be put aside.").msgid
WEEK_NEAR = lazy("The promised week ends too soon to put this aside until then.").msgid


async def snooze(desk: Desk, incoming_id: str, choice: Snooze, by: Session) -> None:
    """Put a message aside. Raises `NoSuchMessage`, or `NotAllowed` with the reason."""
    async with desk.work() as work:
        row = await _waiting(work, incoming_id, by)
        until = choices(row.received_at, work.now, ZoneInfo(desk.settings.timezone)).get(choice)
        if until is None:
            raise NotAllowed(WEEK_NEAR, {})
        _put_aside(work, row, until)
        work.note("triage.snoozed", row.id, by.staff_id, until=choice.value)


async def wake(desk: Desk, incoming_id: str, by: Session) -> None:
    """Bring a message back before its moment. Raises `NoSuchMessage` or `NotAllowed`."""
    async with desk.work() as work:
        row = await _waiting(work, incoming_id, by)
        _put_aside(work, row, None)
        work.note("triage.woken", row.id, by.staff_id)


async def _waiting(work: Work, incoming_id: str, by: Session) -> Incoming:
    row = await store.claim(work.session, incoming_id)
    if row.stands not in WAITS:
        raise NotAllowed(ONLY_WAITING, {})
    verdict = may_decide(row.context_list, by.roles)
    if not verdict.allowed:
        raise verdict.as_error()
    return row


def _put_aside(work: Work, row: Incoming, until: datetime | None) -> None:
    row.snoozed_until = until
    row.snoozes += 1
    work.say(TriageSnoozed(case_id=row.id, at=work.now, number=row.snoozes, until=until))
