"""The tables of the routing table as staff edit it, and of the holders in it.

A row is never deleted: it is switched off, and its version only grows, so that an old form never fits again. Of a
holder the address is sealed in `contact` of the scope `holder:<id>`; the name is that of a job or a team.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.tasks import Action, Route
from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant
from shared.vocabulary import Category, Language

LONGEST_NAME, LONGEST_SYSTEM = 80, 40  # characters, as a task has room for


class HolderRow(FulfilTable, table=True):
    """Who keeps data: reached at an address, by a staff account, or by nobody but the list of tasks."""

    __tablename__ = "holder"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    address_sealed: str | None = None  # contact, person.address
    address_index: str = ""
    staff_id: str | None = None
    stand_in: str | None = None  # the holder that is asked when this one does not answer
    language: str = Language.NL.value
    version: int = 0
    changed_by: str
    changed_at: datetime = Field(sa_type=Instant)


class RouteRow(FulfilTable, table=True):
    """One row of the routing table; `holder` is a holder's name."""

    __tablename__ = "route"

    id: str = Field(primary_key=True)
    category: str
    system: str
    holder: str
    actions: str
    active: bool = True
    version: int = 0
    changed_by: str
    changed_at: datetime = Field(sa_type=Instant)

    def as_rule(self) -> Route:
        """The row as the rules see it."""
        actions = frozenset(Action(action) for action in self.actions.split(","))
        return Route(Category(self.category), self.system, self.holder, actions)


def holder_scope(holder_id: str) -> str:
    """The key scope of a holder's address."""
    return f"holder:{holder_id}"


async def all_routes(session: AsyncSession) -> Sequence[RouteRow]:
    """Every row, those that are switched off too, in the order of the categories."""
    return (await session.exec(select(RouteRow).order_by(col(RouteRow.category), col(RouteRow.system)))).all()


async def route_to_change(session: AsyncSession, route_id: str) -> RouteRow | None:
    """One row, held against changes."""
    return (await session.exec(select(RouteRow).where(RouteRow.id == route_id).with_for_update())).first()


async def all_holders(session: AsyncSession) -> Sequence[HolderRow]:
    """Every holder, by name."""
    return (await session.exec(select(HolderRow).order_by(col(HolderRow.name)))).all()


async def holder_to_change(session: AsyncSession, holder_id: str) -> HolderRow | None:
    """One holder, held against changes."""
    return (await session.exec(select(HolderRow).where(HolderRow.id == holder_id).with_for_update())).first()


async def holder_named(session: AsyncSession, name: str) -> HolderRow | None:
    """The holder with this name, if staff ever edited the table."""
    return (await session.exec(select(HolderRow).where(HolderRow.name == name))).first()
