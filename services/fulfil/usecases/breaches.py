"""A possible data breach: marked by the machine or by a person, warned of for 72 hours, decided by the officer."""

from __future__ import annotations

from datetime import datetime

from services.fulfil.rules.breaches import BreachOutcome, alarms, may_decide, may_note
from services.fulfil.store.breaches import BREACH_REASONS, BreachRow, breach_of
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.staff import recipients
from services.fulfil.usecases.casework import case_to_change, seal_note, tell, touch
from services.fulfil.usecases.measures import filled, insist
from shared.contracts.fulfil import DeadlineNear
from shared.contracts.fulfil_timers import BreachDue
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.logs import log
from shared.platform.outcomes import NotAllowedNow
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import Role

REASONS_LONGEST = 4000  # bytes


def mark(work: Work, row: CaseRow, known_at: datetime, actor: str) -> None:
    """Begin the 72 hours; the case must be in the database already."""
    work.session.add(BreachRow(case_id=row.id, known_at=known_at, noted_by=actor))
    for name, at in alarms(known_at, work.now).items():
        work.schedule(BreachDue(case_id=row.id, at=work.now, alarm=name), at)
    tell(work, row, "breach_noted", actor)


async def note(desk: Desk, by: Session, case_id: str, version: int) -> None:
    """A person sees that this may be a data breach: the hours run from now, when the office knows."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        insist(may_note(await breach_of(work.session, case_id) is not None))
        touch(work, row)
        mark(work, row, work.now, by.staff_id)


async def decide(desk: Desk, by: Session, case_id: str, version: int, outcome: BreachOutcome, reasons: str) -> None:
    """The officer says what it was, and why; the warnings end."""
    reasons = filled("breach-reasons", reasons, REASONS_LONGEST)
    sealed = await seal_note(desk, case_id, reasons, BREACH_REASONS)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        breach = await breach_of(work.session, case_id)
        if breach is None:
            raise NotAllowedNow(lazy("This case is not marked as a possible data breach."))
        insist(may_decide(by.roles, breach.outcome is not None))
        breach.outcome, breach.reasons_sealed = str(outcome), sealed
        breach.decided_by, breach.decided_at = by.staff_id, work.now
        work.session.add(breach)
        for name in alarms(breach.known_at, breach.known_at):
            work.cancel(BreachDue(case_id=case_id, at=work.now, alarm=name).id)
        touch(work, row)
        tell(work, row, "breach_decided", by.staff_id, codes={"breach": str(outcome)})


async def on_breach_due(desk: Desk, message: BreachDue, work: Work) -> None:
    """A moment of the 72 hours has come: the officers hear, if nobody decided yet."""
    del desk
    row, breach = await find_case(work.session, message.case_id), await breach_of(work.session, message.case_id)
    if row is None or breach is None or breach.outcome is not None:
        log.info("alarm.needless", case=message.case_id, reason=message.alarm)
        return
    tell(work, row, "deadline_warning", SYSTEM, codes={"alarm": message.alarm})
    for contact in await recipients(work.session, {Role.FG}):
        work.say(
            DeadlineNear(
                case_id=row.id,
                at=work.now,
                alarm=message.alarm,
                staff_id=contact.staff_id,
                reference=row.reference,
                staff=contact.person,
                work_due=row.work_due,
                statutory_due=row.statutory_due,
                state=row.state,
                outlives_case=True,
            )
        )
