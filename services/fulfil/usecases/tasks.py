"""Tasks: made from the routing table, answered by who keeps the data, taken back while the case is in progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.service_levels import task_due
from services.fulfil.rules.tasks import Action, Task, TaskAnswer, check_answer, contradicts, tasks_for
from services.fulfil.store.cases import TASK_NOTE, TASK_TEXT, CaseRow, TaskRow
from services.fulfil.store.finding import find_case, tasks_of
from services.fulfil.store.task_answers import end_links
from services.fulfil.usecases.calling import plan
from services.fulfil.usecases.casework import Codes, calendar_of, kinds_of, local_day, seal_note, tell, touch
from services.fulfil.usecases.evidence import drop_file
from services.fulfil.usecases.routing import in_force
from shared.contracts.envelope import deterministic
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import TaskOutcome


async def make_tasks(desk: Desk, work: Work, row: CaseRow) -> None:
    """Make the tasks that this case's kinds ask for; what an earlier round made and still fits stays (R3-1)."""
    wanted = tasks_for(kinds_of(row), await in_force(desk, work.session))
    known = {(task.category, task.system): task for task in await tasks_of(work.session, row.id)}
    due = task_due(row.work_due, local_day(work.now), calendar_of(desk))
    for task in wanted:
        await _make(desk, work, row, known.pop((str(task.category), task.system), None), task, due)
    for leftover in known.values():
        if leftover.outcome is None:
            await work.session.delete(leftover)
    if wanted:
        tell(work, row, "tasks_made", SYSTEM, codes={"count": len(wanted)})


async def _make(desk: Desk, work: Work, row: CaseRow, known: TaskRow | None, task: Task, due: date) -> None:
    actions = ",".join(task.actions)
    if known is not None and known.actions == actions:
        if known.outcome is None:
            plan(desk, work, known)  # what fell due while the case stood still is not lost
        return
    made = known or TaskRow(
        id=deterministic("task", row.id, str(task.category), task.system),
        case_id=row.id,
        category=str(task.category),
        system=task.system,
        holder=task.holder,
        actions=actions,
        due=due,
    )
    made.actions, made.due = actions, due
    await forget_answer(desk, work, made)
    plan(desk, work, made)


async def forget_answer(desk: Desk, work: Work, task: TaskRow) -> None:
    """Let a task be open again, without the answer it had and the file of it."""
    task.outcome = task.text_sealed = task.note_sealed = None
    task.kept_until = task.answered_by = task.answered_at = None
    await drop_file(desk, work, task)
    if task.asked_at is not None:
        await end_links(work.session, task.id, work.now)
        task.asked_at = None
    work.session.add(task)


async def answer(
    desk: Desk,
    by: Session,
    task_id: str,
    outcome: TaskOutcome,
    text: str = "",
    note: str = "",
    kept_until: date | None = None,
) -> str:
    """Answer an open task and return its case's id. `text` is for the requester, `note` for colleagues."""
    async with desk.work() as work:
        task, row = await task_at_work(work, task_id)
        if task.outcome is not None:
            raise NotAllowedNow(lazy("This task was answered already. Take that answer back first."))
        given = TaskAnswer(outcome, text, kept_until=kept_until if outcome is TaskOutcome.KEPT else None)
        await keep_answer(desk, work, row, task, by.staff_id, given, note)
        return row.id


async def keep_answer(
    desk: Desk, work: Work, row: CaseRow, task: TaskRow, actor: str, answer: TaskAnswer, note: str = ""
) -> None:
    """Keep the answer of an open task, with its line on the line of time; `Unreadable` when it says too little."""
    actions = [Action(action) for action in task.actions.split(",")]
    for verdict in (contradicts(answer, local_day(work.now)), check_answer(actions, answer)):
        if not verdict.allowed:
            raise Unreadable("text", verdict.text)
    task.text_sealed = await seal_note(desk, row.id, answer.remarks, TASK_TEXT)
    task.note_sealed = await seal_note(desk, row.id, note, TASK_NOTE)
    task.kept_until = answer.kept_until
    _answered(work, row, task, actor, answer.outcome)
    codes = {"category": task.category, "system": task.system, "outcome": str(answer.outcome)}
    tell(work, row, "task_answered", actor, codes=codes)


async def take_back(desk: Desk, by: Session, task_id: str) -> str:
    """Take an answer back while the case is in progress; returns the case's id."""
    async with desk.work() as work:
        task, row = await task_at_work(work, task_id)
        if task.outcome is None:
            raise NotAllowedNow(lazy("This task has no answer to take back."))
        await forget_answer(desk, work, task)
        plan(desk, work, task)
        touch(work, row)
        tell(work, row, "task_undone", by.staff_id, codes={"category": task.category, "system": task.system})
        return row.id


async def nothing_found(desk: Desk, by: Session, task_ids: Sequence[str]) -> int:
    """Answer several tasks at once with “nothing found”; those answered meanwhile stay. Returns how many it did."""
    done: Counter[str] = Counter()
    rows: dict[str, CaseRow] = {}
    async with desk.work() as work:
        for task_id in sorted(set(task_ids)):
            try:
                task, row = await task_at_work(work, task_id)
            except (NotFound, NotAllowedNow):
                continue  # its case went on meanwhile; that is no reason to refuse the others
            if task.outcome is None:
                _answered(work, row, task, by.staff_id, TaskOutcome.NOTHING_FOUND)
                work.note("task.answered", row.id, by.staff_id, category=task.category, system=task.system)
                done[row.id] += 1
                rows[row.id] = row
        for case_id, count in done.items():
            codes: dict[str, Codes] = {"count": count, "outcome": str(TaskOutcome.NOTHING_FOUND)}
            tell(work, rows[case_id], "tasks_answered", by.staff_id, codes=codes)
        if not done:
            raise NotAllowedNow(lazy("No task was answered: choose tasks that are still open."))
    return done.total()


def _answered(work: Work, row: CaseRow, task: TaskRow, actor: str, outcome: TaskOutcome) -> None:
    task.outcome, task.answered_by, task.answered_at = str(outcome), actor, work.now
    work.session.add(task)
    touch(work, row)


async def task_at_work(work: Work, task_id: str) -> tuple[TaskRow, CaseRow]:
    """A task whose case is in progress, both locked (the case first, so that two people cannot wait on each other)."""
    found = await work.session.get(TaskRow, task_id)
    row = await find_case(work.session, found.case_id) if found else None
    if found is None or row is None:
        raise NotFound
    if row.state != State.IN_PROGRESS:
        raise NotAllowedNow(lazy("Tasks can only be answered while the case is in progress."))
    await work.session.refresh(found, with_for_update=True)
    return found, row
