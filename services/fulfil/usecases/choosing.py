"""Saying what becomes of each category that was found, before an answer may be proposed (R2.4-1, R7.1-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.fulfil.rules.erasure import Choice, check_choice, completed, fits
from services.fulfil.rules.lifecycle import State
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.erasing import CHOICE_REASON, ChoiceRow, choices_of, needs_choice, undecided
from services.fulfil.store.finding import tasks_of
from services.fulfil.store.holds import is_held, scopes_held
from services.fulfil.usecases.casework import case_to_change, kinds_of, local_day, seal_note, tell, touch
from services.fulfil.usecases.measures import insist
from shared.platform.desk import Desk, Work
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.sessions import Session
from shared.statetable import Refused
from shared.vocabulary import DecisionOutcome, Kind

REASON_LONGEST = 500


async def choose(desk: Desk, by: Session, case_id: str, version: int, given: Mapping[str, Choice]) -> None:
    """Keep what becomes of everything that was found; `given` are the choices by task, and none may be missing.

    Raises `Unreadable` with the field at fault for an incomplete or forbidden choice.
    """
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        if row.state != State.IN_PROGRESS:
            raise NotAllowedNow(lazy("This can only be said while the case is in progress."))
        tasks = [task for task in await tasks_of(work.session, case_id) if needs_choice(task)]
        held = await scopes_held(work.session, row.id, row.subject_index)
        known = await choices_of(work.session, case_id)
        for task in tasks:
            choice = _checked(work, task, given, is_held(held, task.category, task.system))
            work.session.add(await _row(desk, work, by, task, choice, known.get(task.id)))
        if not tasks:
            raise NotAllowedNow(lazy("Nothing was found that could be erased."))
        touch(work, row)
        tell(work, row, "erasure_chosen", by.staff_id, codes={"count": len(tasks)})


def _checked(work: Work, task: TaskRow, given: Mapping[str, Choice], held: bool) -> Choice:
    if task.id not in given:
        raise Unreadable(f"outcome-{task.id}", lazy("Say of everything that was found what becomes of it."))
    choice = completed(given[task.id])
    if len(choice.reason) > REASON_LONGEST:
        raise Unreadable(f"why-{task.id}", lazy("Use at most %(longest)s characters.", longest=REASON_LONGEST))
    verdict = check_choice(choice, today=local_day(work.now), held=held)
    if isinstance(verdict, Refused):
        raise Unreadable(f"outcome-{task.id}", Text(verdict.text, dict(verdict.facts)))
    return choice


async def _row(
    desk: Desk, work: Work, by: Session, task: TaskRow, choice: Choice, known: ChoiceRow | None
) -> ChoiceRow:
    row = known or ChoiceRow(
        task_id=task.id, case_id=task.case_id, outcome="", chosen_by=by.staff_id, chosen_at=work.now
    )
    row.outcome, row.rule = str(choice.outcome), choice.rule
    row.starts_on, row.kept_until = choice.starts_on, choice.kept_until
    row.reason_sealed = await seal_note(desk, task.case_id, choice.reason, CHOICE_REASON)
    row.chosen_by, row.chosen_at = by.staff_id, work.now
    return row


async def insist_chosen(
    work: Work, row: CaseRow, tasks: Sequence[TaskRow], outcome: DecisionOutcome
) -> dict[str, ChoiceRow]:
    """The choices that an answer rests on; raises `NotAllowed` when one is missing, or a hold came in between."""
    choices = await choices_of(work.session, row.id)
    open_, now = undecided(tasks, choices), [task for task in tasks if needs_choice(task)]
    if open_:
        text = "Of %(count)s thing(s) that were found nobody said yet what becomes of them."
        raise Refused("R2.4-1", text, {"count": len(open_)}).as_error()
    held = await scopes_held(work.session, row.id, row.subject_index)
    for task in now:
        insist(
            check_choice(
                choices[task.id].choice(), today=local_day(work.now), held=is_held(held, task.category, task.system)
            )
        )
    chosen = {task.id: choices[task.id] for task in now}
    fates = [each.choice().outcome for each in chosen.values()]
    insist(fits(outcome, fates, erasure_only=set(kinds_of(row)) == {Kind.ERASURE}))
    return chosen
