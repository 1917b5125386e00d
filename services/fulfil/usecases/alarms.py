"""The clock of a case: it warns people and notes what was missed, and decides nothing (spec 3.5, R4.3-2, R4.3-3)."""

from __future__ import annotations

from datetime import datetime

from services.fulfil.rules.deadlines import end_of_day
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.service_levels import alarms
from services.fulfil.rules.two_people import APPROVERS, Measure, MeasureState
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.measures import living
from services.fulfil.store.staff import recipients
from services.fulfil.usecases.casework import calendar_of, dates_of, local_day, tell, term_of
from shared.contracts.fulfil import DeadlineNear
from shared.contracts.fulfil_timers import AlarmDue
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Role

WEEK_MISSED = "week_missed"
MISSED = "missed"
_OF_THE_WEEK = frozenset({"week_work_due", WEEK_MISSED})
_ALL = ("half", "three_quarters", "work_due_soon", "week_work_due", "work_due", "statutory_due", WEEK_MISSED, MISSED)
_OVER = frozenset({State.ANSWERED, State.CLOSED})


def _alarm(row: CaseRow, name: str, at: datetime) -> AlarmDue:
    return AlarmDue(case_id=row.id, at=at, alarm=name, number=row.alarms)


def _plan(desk: Desk, row: CaseRow) -> dict[str, datetime]:
    planned = alarms(dates_of(desk, row), calendar_of(desk), term=term_of(desk, row))
    plan = {alarm.name: alarm.at for alarm in planned}
    plan |= {WEEK_MISSED: end_of_day(row.week_due), MISSED: end_of_day(row.statutory_due)}
    return {name: at for name, at in plan.items() if row.reacted_at is None or name not in _OF_THE_WEEK}


def _late(plan: dict[str, datetime], now: datetime) -> list[str]:
    return [name for name, at in plan.items() if at <= now and name not in {WEEK_MISSED, MISSED}]


def set_alarms(desk: Desk, work: Work, row: CaseRow) -> None:
    """Set a timer for each date that is still to come, and for the latest one that has passed already."""
    plan = _plan(desk, row)
    late = _late(plan, work.now)
    for name, at in plan.items():
        if name not in late[:-1]:
            work.schedule(_alarm(row, name, work.now), at)


def move_alarms(desk: Desk, work: Work, row: CaseRow) -> None:
    """Let the timers that still run follow the case's new dates; of those that have passed only the latest rings."""
    plan = _plan(desk, row)
    late = _late(plan, work.now)
    for name, at in plan.items():
        if name in late[:-1]:
            work.cancel(_alarm(row, name, work.now).id)
        else:
            work.move(_alarm(row, name, work.now).id, at)


def renew_alarms(desk: Desk, work: Work, row: CaseRow) -> None:
    """The case has new dates that begin a new series: the old timers are taken back, and those that rang may again."""
    cancel_alarms(work, row)
    row.alarms += 1
    work.session.add(row)
    set_alarms(desk, work, row)


def cancel_alarms(work: Work, row: CaseRow, names: tuple[str, ...] | frozenset[str] = _ALL) -> None:
    """Take timers back that became needless."""
    for name in names:
        work.cancel(_alarm(row, name, work.now).id)


def first_reaction(work: Work, row: CaseRow, at: datetime) -> None:
    """Note that a human reaction went out; the first one keeps the promise of the week, or comes too late for it."""
    if row.reacted_at is not None:
        return
    row.reacted_at = at
    work.session.add(row)
    cancel_alarms(work, row, _OF_THE_WEEK)
    if local_day(at) <= row.week_due:
        tell(work, row, "week_met", SYSTEM)
    elif not row.week_missed:
        _miss_week(work, row)


async def ring(work: Work, message: AlarmDue) -> None:
    """A timer went off: tell staff if the date still matters."""
    row = await find_case(work.session, message.case_id)
    if row is None or not _matters(row, message):
        log.info("alarm.needless", case=message.case_id, reason=message.alarm)
        return
    if message.alarm == WEEK_MISSED:
        _miss_week(work, row)
    elif message.alarm == MISSED:
        note_missed(work, row)
    else:
        tell(work, row, "deadline_warning", SYSTEM, codes={"alarm": message.alarm})
    await _tell_staff(work, row, message)


def _matters(row: CaseRow, message: AlarmDue) -> bool:
    if message.number != row.alarms or row.state in _OVER:
        return False
    return row.reacted_at is None or message.alarm not in _OF_THE_WEEK


def _miss_week(work: Work, row: CaseRow) -> None:
    row.week_missed = True
    work.session.add(row)
    tell(work, row, WEEK_MISSED, SYSTEM)


def note_missed(work: Work, row: CaseRow) -> None:
    """The law's last day has passed without an answer: this stays on record."""
    if row.missed:
        return
    row.missed = True
    work.session.add(row)
    tell(work, row, "deadline_missed", SYSTEM)


async def _tell_staff(work: Work, row: CaseRow, message: AlarmDue) -> None:
    roles = {Role.HANDLER}
    if message.alarm in {WEEK_MISSED, MISSED}:
        roles.add(Role.FG)
    if row.state == State.AWAITING_APPROVAL:
        roles.add(Role.APPROVER)
    for measure in await living(work.session, row.id):
        if measure.state == MeasureState.PROPOSED:
            roles |= APPROVERS[Measure(measure.what)]
    for contact in await recipients(work.session, roles):
        work.say(
            DeadlineNear(
                case_id=row.id,
                at=work.now,
                number=row.alarms,
                alarm=message.alarm,
                staff_id=contact.staff_id,
                reference=row.reference,
                staff=contact.person,
                work_due=row.work_due,
                statutory_due=row.statutory_due,
                state=row.state,
            )
        )
