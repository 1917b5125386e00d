"""Tasks for pages: those of one case, and all that are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from services.fulfil.queries.names import unsealed
from services.fulfil.rules.deadlines import AMSTERDAM, days_left
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.tasks import Action
from services.fulfil.store.cases import TASK_NOTE, TASK_TEXT, CaseRow, TaskRow
from shared.contracts.people import CORR
from shared.platform.desk import Desk
from shared.vocabulary import Category, TaskOutcome


@dataclass(frozen=True)
class TaskView:
    """A task as it is shown; the texts are unsealed."""

    id: str
    category: Category
    system: str
    holder: str
    actions: tuple[Action, ...]
    due: date
    days: int
    outcome: TaskOutcome | None
    text: str = ""
    note: str = ""
    kept_until: date | None = None
    answered_by: str = ""
    erased_at: datetime | None = None
    erased_by: str = ""

    @property
    def erases(self) -> bool:
        """Whether something is to be destroyed, which takes a second person first (R2-4)."""
        return Action.ERASE in self.actions


@dataclass(frozen=True)
class OpenTask:
    """An open task in the list of all."""

    task: TaskView
    case_id: str
    reference: str


async def view_of(desk: Desk, row: TaskRow, names: dict[str, str]) -> TaskView:
    """A task with its texts."""
    today = desk.clock.now().astimezone(AMSTERDAM).date()
    return TaskView(
        id=row.id,
        category=Category(row.category),
        system=row.system,
        holder=row.holder,
        actions=tuple(Action(action) for action in row.actions.split(",")),
        due=row.due,
        days=days_left(today, row.due),
        outcome=TaskOutcome(row.outcome) if row.outcome else None,
        text=await unsealed(desk, row.case_id, CORR, TASK_TEXT, row.text_sealed),
        note=await unsealed(desk, row.case_id, CORR, TASK_NOTE, row.note_sealed),
        kept_until=row.kept_until,
        answered_by=names.get(row.answered_by or "", ""),
        erased_at=row.erased_at,
        erased_by=names.get(row.erased_by or "", ""),
    )


async def open_tasks(desk: Desk, holder: str = "") -> tuple[list[OpenTask], list[str]]:
    """All open tasks of cases in progress, most urgent first, and the holders there are; `holder` narrows the list."""
    query = (
        select(TaskRow, CaseRow.reference)
        .join(CaseRow, col(TaskRow.case_id) == col(CaseRow.id))
        .where(col(TaskRow.outcome).is_(None), CaseRow.state == State.IN_PROGRESS)
        .order_by(col(TaskRow.due), col(CaseRow.reference), col(TaskRow.category), col(TaskRow.system))
    )
    async with desk.look() as session:
        rows = (await session.exec(query)).all()
    holders = sorted({task.holder for task, _reference in rows})
    chosen = [(task, reference) for task, reference in rows if holder in {"", task.holder}]
    return [OpenTask(await view_of(desk, task, {}), task.case_id, reference) for task, reference in chosen], holders
