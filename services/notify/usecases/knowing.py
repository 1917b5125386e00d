"""What is known of a case's correspondence: begun when the case opens, kept up as it goes on, ended when it closes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from services.notify import store
from services.notify.rules.sending import REMINDER_DAYS
from services.notify.rules.who_gets_what import Event, Situation
from services.notify.store import Correspondence
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.dates import SumStep
from shared.contracts.fulfil import STATUS_DAYS, CaseClosed, CaseOpened, CaseTriaged, DatesMoved
from shared.contracts.notify import ReminderDue
from shared.contracts.people import CONTACT, LINK
from shared.platform.desk import Desk, Work
from shared.platform.handlers import NotYet


async def known(work: Work, case_id: str) -> Correspondence:
    """What is known of a case; raises `NotYet` when its opening was not heard."""
    found = await store.find_correspondence(work.session, case_id)
    if found is None:
        raise NotYet(case_id)
    return found


def about(desk: Desk, case: Correspondence) -> dict[str, object]:
    """The facts that every letter to the requester may name."""
    return {
        "received_on": case.received_at,
        "kinds": [str(kind) for kind in case.kind_list],
        "week_due": case.week_due,
        "statutory_due": case.statutory_due,
        "due_sum": json.loads(case.due_sum),
        "statement_version": desk.settings.statement_version,
    }


def by_hand(desk: Desk, work: Work, case: Correspondence) -> dict[str, object]:
    """The same for a letter that a person sends: the first one after the promised week apologises (R4.3-2)."""
    today = work.now.astimezone(ZoneInfo(desk.settings.timezone)).date()
    late = not case.reacted and today > case.week_due
    case.reacted = True
    work.session.add(case)
    return {**about(desk, case), "week_missed": late}


def occasion(
    case: Correspondence,
    event: Event,
    step: str,
    facts: Mapping[str, object],
    situation: Situation,
    *,
    detail: str = "",
) -> Occasion:
    """An event of a case whose letters go to the requester."""
    return Occasion(event, case.case_id, case.reference, case.person, step, facts, situation, detail=detail)


async def open_case(desk: Desk, work: Work, opened: CaseOpened) -> None:
    """Begin the correspondence and acknowledge the request (T01, R4.3-1), unless intake held that back."""
    if await store.find_correspondence(work.session, opened.case_id) is not None:
        return
    case = Correspondence(
        case_id=opened.case_id,
        reference=opened.reference,
        person_sealed=opened.requester.model_dump_json(),
        kinds=",".join(opened.kinds),
        received_at=opened.received_at,
        week_due=opened.week_due,
        statutory_due=opened.statutory_due,
        due_sum=sum_as_json(opened.due_sum),
        message_id_sealed=opened.message_id or None,
    )
    work.session.add(case)
    situation, held = Situation(acknowledge=opened.acknowledge), opened.hold_back_reason[:200]
    facts = about(desk, case) | await _status_link(desk, opened)
    await queue_letters(desk, work, occasion(case, Event.CASE_OPENED, "1", facts, situation, detail=held))


async def _status_link(desk: Desk, opened: CaseOpened) -> dict[str, object]:
    """The link to the status page, which only this letter carries."""
    if not opened.status_link:
        return {}
    box = await desk.keyring.box(opened.requester.scope, CONTACT)
    return {"status_link": box.unseal(LINK, opened.status_link), "status_days": STATUS_DAYS}


async def sort_case(work: Work, triaged: CaseTriaged) -> None:
    """A person confirmed what is asked: letters name that from now on. A case opened again begins afresh."""
    case = await known(work, triaged.case_id)
    if triaged.number < case.round:
        return
    case.kinds = ",".join(triaged.kinds)
    case.statutory_due = triaged.statutory_due
    case.due_sum = sum_as_json(triaged.due_sum)
    if triaged.number > case.round:
        case.round, case.closed, case.copy_waits, case.settled_at = triaged.number, False, False, None
    work.session.add(case)


async def move_dates(work: Work, moved: DatesMoved) -> None:
    """The case has new dates: letters name those from now on. Of two changes the newer counts, in whatever order."""
    case = await known(work, moved.case_id)
    if moved.number <= case.dates_version:
        return
    case.statutory_due, case.due_sum = moved.statutory_due, sum_as_json(moved.due_sum)
    case.dates_version = moved.number
    work.session.add(case)


def sum_as_json(steps: Sequence[SumStep]) -> str:
    """The steps of a date as a fact of a letter keeps them."""
    return json.dumps([step.model_dump(mode="json") for step in steps])


async def close_case(desk: Desk, work: Work, closed: CaseClosed) -> None:
    """The case ended: no reminder goes out any more; who was not identified is told so (T07, D-20)."""
    case = await known(work, closed.case_id)
    if closed.number < case.round:
        return
    case.closed = True
    work.session.add(case)
    cancel_reminders(work, case)
    situation = Situation(closed=True, ended_as=closed.outcome)
    await queue_letters(desk, work, occasion(case, Event.CASE_CLOSED, str(closed.number), about(desk, case), situation))


def cancel_reminders(work: Work, case: Correspondence) -> None:
    """Take back the reminders of the latest question."""
    for day in REMINDER_DAYS:
        work.cancel(reminder(work, case, day).id)


def reminder(work: Work, case: Correspondence, day: int) -> ReminderDue:
    """The timer of one reminder, `day` days after the question."""
    return ReminderDue(case_id=case.case_id, at=work.now, attempt=case.attempt, day=day)
