"""The table of holds; the database refuses one that a single person placed, and one that no person lifted (R7.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.holds import BLOCKS, HoldState, Scope
from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant
from shared.vocabulary import Category

HOLD_FACTS = "hold.facts"


class HoldRow(FulfilTable, table=True):
    """A hold on data of the person of a case; it also covers other cases with the same address."""

    __tablename__ = "hold"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id", index=True)
    number: int
    subject_index: str = Field(index=True)
    state: str = HoldState.PROPOSED.value
    systems: str = ""
    categories: str = ""
    facts_sealed: str | None  # corr of the case, hold.facts
    review_on: date
    placed_by: str
    placed_at: datetime = Field(sa_type=Instant)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def scope(self) -> Scope:
        """What it covers."""
        systems = frozenset(self.systems.split(",")) if self.systems else frozenset[str]()
        categories = frozenset(map(Category, self.categories.split(","))) if self.categories else frozenset[Category]()
        return Scope(systems, categories)


async def holds_of(session: AsyncSession, case_id: str, subject_index: str = "") -> Sequence[HoldRow]:
    """All holds of a case, and those on other cases of the same person, newest first."""
    rows = select(HoldRow).where(_about(case_id, subject_index))
    return (await session.exec(rows.order_by(col(HoldRow.placed_at).desc(), col(HoldRow.number).desc()))).all()


def _about(case_id: str, subject_index: str) -> ColumnElement[bool]:
    mine = col(HoldRow.case_id) == case_id
    return or_(mine, col(HoldRow.subject_index) == subject_index) if subject_index else mine


async def scopes_held(session: AsyncSession, case_id: str, subject_index: str) -> list[Scope]:
    """What is held of a person at this moment."""
    return [row.scope for row in await holds_of(session, case_id, subject_index) if row.state in BLOCKS]


def is_held(scopes: Sequence[Scope], category: str, system: str) -> bool:
    """Whether one of these holds covers it."""
    return any(scope.covers(Category(category), system) for scope in scopes)


async def next_hold(session: AsyncSession, case_id: str) -> int:
    """The number of the case's next hold, from 1."""
    highest = select(func.max(HoldRow.number)).where(HoldRow.case_id == case_id)
    return ((await session.exec(highest)).one() or 0) + 1
