"""The tables of what connected systems are told to do: an order, and its ledger with a line for each record.

The ledger is what makes a try that failed half-way safe: the next one does what is not done yet, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

SAMPLE, VALUES, RECORD = "connector.sample", "connector.values", "connector.record"
"""Field names of what is sealed in `pkg` of the case."""


class OrderState(StrEnum):
    """What became of an order."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    VOID = "void"


class OrderRow(FulfilTable, table=True):
    """One order: planned by a dry run, given by a person for an approved answer, then done."""

    __tablename__ = "connector_order"

    id: str = Field(primary_key=True)
    task_id: str
    case_id: str
    number: int
    what: str
    state: str = OrderState.PLANNED.value
    records: int
    sample_sealed: str  # pkg, connector.sample
    values_sealed: str | None = None  # pkg, connector.values: a JSON object
    planned_by: str
    planned_at: datetime = Field(sa_type=Instant)
    decision: int | None = None  # the number of the approved decision; the database insists
    ordered_by: str | None = None
    ordered_at: datetime | None = Field(default=None, sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)


class EntryRow(FulfilTable, table=True):
    """One record of an order. `found` says whether it was still there when its turn came."""

    __tablename__ = "connector_entry"

    order_id: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    record_sealed: str  # pkg, connector.record: a JSON list of place and key
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    found: bool | None = None


async def orders_of(session: AsyncSession, task_id: str) -> Sequence[OrderRow]:
    """The orders of a task, newest first."""
    query = select(OrderRow).where(OrderRow.task_id == task_id).order_by(col(OrderRow.number).desc())
    return (await session.exec(query)).all()


async def order_to_change(session: AsyncSession, order_id: str) -> OrderRow | None:
    """An order, held against changes."""
    return (await session.exec(select(OrderRow).where(OrderRow.id == order_id).with_for_update())).first()


async def open_entries(session: AsyncSession, order_id: str) -> Sequence[EntryRow]:
    """The records of an order that are not done yet, in its order."""
    query = select(EntryRow).where(EntryRow.order_id == order_id, col(EntryRow.done_at).is_(None))
    return (await session.exec(query.order_by(col(EntryRow.place)))).all()


async def done_count(session: AsyncSession, order_id: str) -> int:
    """How many records of an order are done."""
    query = select(func.count()).select_from(EntryRow).where(EntryRow.order_id == order_id)
    return (await session.exec(query.where(col(EntryRow.done_at).is_not(None)))).one()
