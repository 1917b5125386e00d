"""Recording that a data holder erased, which cannot be undone: only for an answer that two people approved (R2-4).

The desk erases nothing in other systems; people do, after the answer that orders it, and say so here.
"""

from __future__ import annotations

from services.fulfil.rules.erasure import GOES, KEPT
from services.fulfil.rules.guards import may_erase, may_record_erasure
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.tasks import Action
from services.fulfil.store.cases import SETTLED, CaseRow, TaskRow
from services.fulfil.store.erasing import ChoiceRow
from services.fulfil.store.finding import approved_answer, find_case
from services.fulfil.store.holds import is_held, scopes_held
from services.fulfil.usecases.casework import local_day, tell, touch
from services.fulfil.usecases.disclosing import suppress
from services.fulfil.usecases.measures import insist
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, NotFound
from shared.platform.sessions import Session
from shared.vocabulary import DecisionOutcome, TaskOutcome

MAILING_LIST = "MAIL"
"""The system whose erased addresses must not come back by an import (R6-5)."""


async def record_erasure(desk: Desk, by: Session, task_id: str) -> str:
    """Note that what a task found is erased; returns the case's id."""
    async with desk.work() as work:
        task, row = await _task(work, task_id)
        decision = await approved_answer(work.session, row.id)
        verdict = may_record_erasure(
            state=State(row.state),
            erases=Action.ERASE in task.actions.split(","),
            found=task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT},
            kept_until=task.kept_until,
            today=local_day(work.now),
        )
        insist(verdict)
        await insist_it_goes(work, task, row)
        if decision is None or decision.outcome == DecisionOutcome.REFUSED:
            raise NotAllowedNow(lazy("No approved answer orders this erasure."))
        insist(may_erase(row.identity in SETTLED, {decision.proposed_by, decision.approved_by or ""}))
        if task.erased_at is not None:
            raise NotAllowedNow(lazy("This was recorded as erased already."))
        task.erased_by, task.erased_at, task.erased_for = by.staff_id, work.now, decision.number
        work.session.add(task)
        if task.system == MAILING_LIST:
            await suppress(desk, work, row)
        touch(work, row)
        tell(work, row, "task_erased", by.staff_id, codes={"category": task.category, "system": task.system})
        return row.id


async def insist_it_goes(work: Work, task: TaskRow, row: CaseRow) -> None:
    """What the answer keeps goes by way of the ledger and not from here; a hold wins (R6-14, R7.1-2)."""
    choice = await work.session.get(ChoiceRow, task.id)
    outcome = choice.choice().outcome if choice else None
    if outcome is not None and outcome not in GOES:
        text = lazy("The answer keeps this for now; it comes back under “Erase later”.")
        raise NotAllowedNow(text if outcome in KEPT else lazy("The answer says that this is not erased."))
    if is_held(await scopes_held(work.session, row.id, row.subject_index), task.category, task.system):
        raise NotAllowedNow(lazy("A hold covers this: it cannot be erased."))


async def _task(work: Work, task_id: str) -> tuple[TaskRow, CaseRow]:
    """The task and its case, both locked, the case first."""
    found = await work.session.get(TaskRow, task_id)
    row = await find_case(work.session, found.case_id) if found else None
    if found is None or row is None:
        raise NotFound
    await work.session.refresh(found, with_for_update=True)
    return found, row
