"""Asking data holders, reminding them, turning to who stands in, and telling the FG: timers of each open task.

Whoever has an address gets a link to exactly one task; whoever has an account a link to the case; for whoever has
neither the list of tasks is there. A call that is not needed any more says nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal

from services.fulfil.rules.deadlines import end_of_day
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.service_levels import task_due
from services.fulfil.rules.task_calls import Call, calls, office_moment
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.finding import find_case, tasks_of
from services.fulfil.store.routes import HolderRow, holder_named, holder_scope
from services.fulfil.store.staff import by_id, is_at_work, person_of, recipients
from services.fulfil.store.task_answers import TaskLinkRow, last_link_number
from services.fulfil.usecases.casework import calendar_of, local_day, tell
from shared.contracts.fulfil import DeadlineNear
from shared.contracts.people import CONTACT, LINK, NAME, Person
from shared.contracts.tasks import TaskAsked, TaskCall
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Language, Role

TASK_PAGE: Final = "/task"
TASK_LATE: Final = "task_late"
LINK_OUTLASTS: Final = timedelta(days=7)
"""So long after the task's day a link still opens: a late answer is better than none."""
Why = Literal["ask", "remind", "stand_in", "fresh"]


def plan(desk: Desk, work: Work, task: TaskRow) -> None:
    """Begin a new series of calls for an open task; who was asked before is not asked anew but reminded."""
    task.series += 1
    work.session.add(task)
    for call, at in calls(work.now, task.due, calendar_of(desk)).items():
        if call is Call.ESCALATE:
            work.schedule(_late_timer(work, task.case_id, local_day(at)), at)
        elif call is not Call.ASK or task.asked_at is None:
            work.schedule(_timer(work, task, call), at)


def _timer(work: Work, task: TaskRow, call: Call, postponed: int = 0) -> TaskCall:
    series = task.series
    return TaskCall(case_id=task.case_id, at=work.now, task_id=task.id, series=series, call=call, postponed=postponed)


def _late_timer(work: Work, case_id: str, day: date) -> TaskCall:
    """One a case and day, however many of its tasks are late then: the day's number stands for the series."""
    return TaskCall(case_id=case_id, at=work.now, task_id=case_id, series=day.toordinal(), call=Call.ESCALATE)


async def follow_dates(desk: Desk, work: Work, row: CaseRow) -> None:
    """The case has new dates: open tasks get theirs from the new working date, and new calls."""
    due = task_due(row.work_due, local_day(work.now), calendar_of(desk))
    for task in await tasks_of(work.session, row.id):
        if task.outcome is None and task.due != due and row.state == State.IN_PROGRESS:
            task.due = due
            plan(desk, work, task)


async def call_holder(desk: Desk, work: Work, message: TaskCall) -> None:
    """A moment of a task has come: write to whom it concerns, if there is still no answer."""
    case = await find_case(work.session, message.case_id)
    if case is None or case.state != State.IN_PROGRESS:
        _needless(message)
        return
    at = office_moment(work.now, calendar_of(desk))
    if at > work.now:
        work.schedule(message.model_copy(update={"postponed": message.postponed + 1}), at)
    elif message.call == Call.ESCALATE:
        await _escalate(work, case, message)
    else:
        await _write_about(desk, work, case, message)


def _needless(message: TaskCall) -> None:
    log.info("task.call_needless", case=message.case_id, reason=message.call)


async def _write_about(desk: Desk, work: Work, case: CaseRow, message: TaskCall) -> None:
    task = await work.session.get(TaskRow, message.task_id)
    if task is None or task.outcome is not None or task.series != message.series:
        _needless(message)
        return
    holder = await holder_named(work.session, task.holder)
    if message.call == Call.STAND_IN and holder is not None:
        holder = await work.session.get(HolderRow, holder.stand_in) if holder.stand_in else None
    why: dict[str, Why] = {Call.ASK: "ask", Call.REMIND: "remind", Call.STAND_IN: "stand_in"}
    if holder is not None and await write_to(desk, work, case, task, holder, why[message.call]):
        task.asked_at = task.asked_at or work.now
        work.session.add(task)


async def write_to(desk: Desk, work: Work, case: CaseRow, task: TaskRow, holder: HolderRow, why: Why) -> bool:
    """Send a holder a letter about a task; False when there is no way to reach them."""
    number = await last_link_number(work.session, task.id) + 1
    reached = await _person(desk, work, holder)
    if reached is None:
        return False
    token, expires_at = new_code(), max(end_of_day(task.due), work.now) + LINK_OUTLASTS
    link = f"{desk.settings.web.public_url.rstrip('/')}{TASK_PAGE}#{token}"
    if holder.staff_id:
        link = f"{desk.settings.web.public_url.rstrip('/')}/staff/cases/{case.id}#task-{task.id}"
    work.session.add(_row(task, holder, fingerprint(token), number, work.now, expires_at))
    work.say(
        TaskAsked(
            case_id=case.id,
            at=work.now,
            task_id=task.id,
            number=number,
            reference=case.reference,
            holder=reached,
            call=why,
            system=task.system,
            due=task.due,
            link=(await desk.keyring.box(reached.scope, CONTACT)).seal(LINK, link),
            expires_at=None if holder.staff_id else expires_at,
        )
    )
    codes = {"category": task.category, "system": task.system, "call": why, "holder": holder.id}
    tell(work, case, "task_asked", SYSTEM, codes=codes)
    return True


def _row(task: TaskRow, holder: HolderRow, mark: str, number: int, now: datetime, until: datetime) -> TaskLinkRow:
    """The row that counts the letter; for an account the link in it opens nothing, for no one ever gets its token."""
    return TaskLinkRow(
        fingerprint=mark,
        task_id=task.id,
        case_id=task.case_id,
        holder_id=holder.id,
        address_index=holder.address_index,
        number=number,
        series=task.series,
        made_at=now,
        expires_at=until,
    )


async def _person(desk: Desk, work: Work, holder: HolderRow) -> Person | None:
    if holder.staff_id:
        account = await by_id(work.session, holder.staff_id)
        return person_of(account) if account is not None and is_at_work(account) else None
    if holder.address_sealed is None:
        return None
    scope = holder_scope(holder.id)
    name = (await desk.keyring.box(scope, CONTACT)).seal(NAME, "")  # the name of a team is no salutation
    return Person(scope=scope, name=name, address=holder.address_sealed, language=Language(holder.language))


async def _escalate(work: Work, case: CaseRow, message: TaskCall) -> None:
    """Tell the FG that holders did not answer in time."""
    late = [t for t in await tasks_of(work.session, case.id) if t.outcome is None and t.due < local_day(work.now)]
    if not late:
        _needless(message)
        return
    tell(work, case, TASK_LATE, SYSTEM, codes={"count": len(late)})
    for contact in await recipients(work.session, {Role.FG}):
        work.say(
            DeadlineNear(
                case_id=case.id,
                at=work.now,
                number=message.series,
                alarm=TASK_LATE,
                staff_id=contact.staff_id,
                reference=case.reference,
                staff=contact.person,
                work_due=case.work_due,
                statutory_due=case.statutory_due,
                state=case.state,
            )
        )
