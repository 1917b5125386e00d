"""The routing table and its holders as pages show them: addresses unsealed, names of colleagues filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.names import staff_names, unsealed
from services.fulfil.rules.tasks import Action
from services.fulfil.store.routes import HolderRow, RouteRow, holder_scope
from services.fulfil.store.staff import StaffRow
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.desk import Desk
from shared.vocabulary import Category


@dataclass(frozen=True)
class RouteView:
    """A row of the table; `connected` says how the system is reached by itself, if it is."""

    row: RouteRow
    category: Category
    actions: tuple[Action, ...]
    changed_by: str
    connected: str


@dataclass(frozen=True)
class HolderView:
    """A holder with the address in clear and the names of account and stand-in."""

    row: HolderRow
    address: str
    account: str
    stand_in: str
    changed_by: str


async def route_views(desk: Desk, session: AsyncSession, rows: Sequence[RouteRow]) -> list[RouteView]:
    """The rows for the page."""
    names = await staff_names(desk, session)
    connected = {each.system: each.kind for each in desk.settings.connectors}
    return [
        RouteView(
            row,
            Category(row.category),
            tuple(Action(action) for action in row.actions.split(",")),
            names.get(row.changed_by, ""),
            connected.get(row.system, ""),
        )
        for row in rows
    ]


async def holder_views(desk: Desk, session: AsyncSession, rows: Sequence[HolderRow]) -> list[HolderView]:
    """The holders for the page."""
    names, called = await staff_names(desk, session), {row.id: row.name for row in rows}
    return [
        HolderView(
            row,
            await unsealed(desk, holder_scope(row.id), CONTACT, ADDRESS, row.address_sealed),
            names.get(row.staff_id or "", ""),
            called.get(row.stand_in or "", ""),
            names.get(row.changed_by, ""),
        )
        for row in rows
    ]


async def accounts_in_use(desk: Desk, session: AsyncSession) -> list[tuple[str, str]]:
    """Ids and names of the accounts that can be a holder."""
    names = await staff_names(desk, session)
    active = await session.exec(
        select(StaffRow.id).where(col(StaffRow.active), col(StaffRow.password_hash).is_not(None))
    )
    return sorted(((id_, names.get(id_, "")) for id_ in active), key=lambda pair: pair[1])
