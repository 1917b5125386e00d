"""Tasks for pages: those of one case, and all that are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.names import unsealed
from services.fulfil.rules.deadlines import AMSTERDAM, days_left
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.tasks import Action
from services.fulfil.store.cases import TASK_NOTE, TASK_TEXT, CaseRow, TaskRow
from services.fulfil.store.task_answers import FILE_NAME, TaskFileRow
from shared.contracts.people import CORR, PKG
from shared.platform.desk import Desk
from shared.platform.outcomes import Unreadable
from shared.vocabulary import Category, TaskOutcome


@dataclass(frozen=True)
class File:
    """The file of an answer: what its sender calls it, and its size in bytes."""

    name: str
    size: int


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
    file: File | None = None
    asked_at: datetime | None = None
    """When its holder was first written to."""

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


async def files_of_case(desk: Desk, session: AsyncSession, case_id: str) -> dict[str, File]:
    """The files of a case's answers, by task."""
    rows = (await session.exec(select(TaskFileRow).where(TaskFileRow.case_id == case_id))).all()
    return {r.task_id: File(await unsealed(desk, case_id, PKG, FILE_NAME, r.name_sealed), r.bytes) for r in rows}


async def view_of(desk: Desk, row: TaskRow, names: dict[str, str], file: File | None = None) -> TaskView:
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
        file=file,
        asked_at=row.asked_at,
    )


@dataclass(frozen=True)
class OpenTasks:
    """One page of open tasks, overdue on top; `after` leads to the next one and is empty on the last."""

    tasks: list[OpenTask]
    after: str
    holders: list[str]
    """Everybody who has an open task."""


PAGE = 100


async def open_tasks(desk: Desk, holder: str = "", after: str = "") -> OpenTasks:
    """A page of the open tasks of cases in progress, most urgent first; `holder` narrows the list.

    `after` is the place where the page before ended: a page costs the same however far it is. Raises `Unreadable`.
    """
    mine = [TaskRow.holder == holder] if holder else []
    here = select(TaskRow, CaseRow.reference).join(CaseRow, col(TaskRow.case_id) == col(CaseRow.id))
    page = here.where(*_OPEN, *mine, *_beyond(after)).order_by(col(TaskRow.due), col(TaskRow.id)).limit(PAGE + 1)
    names = select(TaskRow.holder).join(CaseRow, col(TaskRow.case_id) == col(CaseRow.id)).where(*_OPEN).distinct()
    async with desk.look() as session:
        rows = (await session.exec(page)).all()
        holders = sorted((await session.exec(names)).all())
    shown = [OpenTask(await view_of(desk, task, {}), task.case_id, reference) for task, reference in rows[:PAGE]]
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    return OpenTasks(shown, f"{last.due}_{last.id}" if last else "", holders)


_OPEN = (col(TaskRow.outcome).is_(None), col(CaseRow.state) == State.IN_PROGRESS)


def _beyond(after: str) -> list[ColumnElement[bool]]:
    """What comes after the place where a page ended."""
    if not after:
        return []
    day, _, task_id = after.partition("_")
    try:
        due = date.fromisoformat(day)
    except ValueError:
        raise Unreadable("after") from None
    return [or_(col(TaskRow.due) > due, and_(col(TaskRow.due) == due, col(TaskRow.id) > task_id))]
