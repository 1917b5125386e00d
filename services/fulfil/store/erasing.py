"""The tables of erasing: what becomes of each category, and what is erased later.

Rows of the ledger outlive their case. They hold ids and codes; whose data it is lies sealed beside them, with a key of
its own that is destroyed when the erasure is recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.erasure import Choice
from services.fulfil.store import FulfilTable
from services.fulfil.store.cases import TaskRow
from shared.platform.instant import Instant
from shared.vocabulary import ErasureOutcome, TaskOutcome

CHOICE_REASON = "erasure.reason"
LATER_PERSON = "erase_later.person"
"""Field names of texts that only fulfil seals, in the compartment `corr`."""


class BatchState(StrEnum):
    """What became of a batch of erasures."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class LaterState(StrEnum):
    """Where an erasure for later is."""

    WAITING = "waiting"
    DUE = "due"
    RELEASED = "released"
    DONE = "done"
    VOID = "void"


class ChoiceRow(FulfilTable, table=True):
    """What a person chose for one category in one system (R2.4-1)."""

    __tablename__ = "erasure_choice"

    task_id: str = Field(primary_key=True, foreign_key="task.id")
    case_id: str = Field(foreign_key="fulfil_case.id", index=True)
    outcome: str
    rule: str = ""
    starts_on: date | None = None
    kept_until: date | None = None
    reason_sealed: str | None = None  # corr of the case, erasure.reason
    chosen_by: str
    chosen_at: datetime = Field(sa_type=Instant)

    def choice(self, reason: str = "-") -> Choice:
        """As the rules see it; `reason` stands for the sealed text."""
        text = reason if self.reason_sealed else ""
        return Choice(ErasureOutcome(self.outcome), self.rule, self.starts_on, self.kept_until, text)


class BatchRow(FulfilTable, table=True):
    """Erasures that are released together; the database refuses that one person does it (R6-14)."""

    __tablename__ = "erase_batch"

    id: str = Field(primary_key=True)
    state: str = BatchState.PROPOSED.value
    content_hash: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Instant)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)


class LaterRow(FulfilTable, table=True):
    """One kept item that is erased when its day has come (R6-15)."""

    __tablename__ = "erase_later"

    id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    reference: str
    task_id: str
    decision: int
    subject_index: str
    person_sealed: str | None  # corr of `scope`, erase_later.person: whose data it is; None once done
    category: str
    system: str
    holder: str
    outcome: str
    rule: str
    kept_until: date
    state: str = LaterState.WAITING.value
    proposed_in: str | None = Field(default=None, foreign_key="erase_batch.id")
    batch_id: str | None = None
    released_as: str = BatchState.APPROVED.value
    made_at: datetime = Field(sa_type=Instant)
    done_by: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def scope(self) -> str:
        """The scope of its own key."""
        return f"later:{self.id}"


def needs_choice(task: TaskRow) -> bool:
    """Whether a person must say what becomes of what this task found."""
    return "erase" in task.actions.split(",") and task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT}


async def choices_of(session: AsyncSession, case_id: str) -> dict[str, ChoiceRow]:
    """The choices of a case, by task."""
    rows = await session.exec(select(ChoiceRow).where(ChoiceRow.case_id == case_id))
    return {row.task_id: row for row in rows.all()}


def undecided(tasks: Sequence[TaskRow], choices: dict[str, ChoiceRow]) -> list[TaskRow]:
    """The tasks without a choice that was made after their answer."""
    return [task for task in tasks if needs_choice(task) and not _is_fresh(task, choices.get(task.id))]


def _is_fresh(task: TaskRow, choice: ChoiceRow | None) -> bool:
    return choice is not None and (task.answered_at is None or choice.chosen_at >= task.answered_at)


async def later_of(session: AsyncSession, case_id: str) -> Sequence[LaterRow]:
    """The ledger rows of a case."""
    rows = select(LaterRow).where(LaterRow.case_id == case_id)
    return (await session.exec(rows.order_by(col(LaterRow.kept_until), col(LaterRow.id)))).all()


async def later_numbered(session: AsyncSession, ids: Collection[str]) -> Sequence[LaterRow]:
    """These ledger rows, locked, in one order."""
    rows = select(LaterRow).where(col(LaterRow.id).in_(ids)).order_by(col(LaterRow.id)).with_for_update()
    return (await session.exec(rows)).all()


async def later_one(session: AsyncSession, later_id: str) -> LaterRow | None:
    """One ledger row, locked."""
    return await session.get(LaterRow, later_id, with_for_update=True)


def batch_hash(rows: Sequence[LaterRow]) -> str:
    """What an approval is bound to: each item with its place, its ground and its day."""
    content = sorted([r.id, r.category, r.system, r.outcome, r.rule, r.kept_until.isoformat()] for r in rows)
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


async def later_in(session: AsyncSession, batch_id: str) -> Sequence[LaterRow]:
    """The ledger rows that a batch proposes, locked."""
    rows = select(LaterRow).where(LaterRow.proposed_in == batch_id).order_by(col(LaterRow.id)).with_for_update()
    return (await session.exec(rows)).all()
