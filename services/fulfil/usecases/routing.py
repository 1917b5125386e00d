"""The routing table as the bureau edits it: rows and holders, each change with its version and its note.

Until somebody edits, the table of the configuration is in force, or the model of spec 7.1. The first edit takes that
table over; from then on the one of the desk counts. New cases follow the table in force, open tasks keep theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.default_routes import DEFAULT_ROUTES, usual_actions
from services.fulfil.rules.tasks import Action, Route, load_routes
from services.fulfil.store.routes import (
    LONGEST_NAME,
    LONGEST_SYSTEM,
    HolderRow,
    RouteRow,
    all_holders,
    all_routes,
    holder_named,
    route_to_change,
)
from services.fulfil.store.staff import by_id, person_of
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, NAME
from shared.platform.desk import Desk, Work
from shared.platform.i18n import Text, lazy
from shared.platform.insert import insert_once
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import Category

TABLE: Final = "routes"
"""What the audit trail names when the whole table is meant."""


@dataclass(frozen=True)
class Wish:
    """What a row shall say."""

    holder: str
    actions: Collection[Action]
    active: bool = True


def configured(desk: Desk) -> tuple[Route, ...]:
    """The table of the configuration, or the model of spec 7.1; ValueError names the row at fault."""
    rows = desk.settings.routes()
    return load_routes(usual_actions(row) for row in rows) if rows else DEFAULT_ROUTES


async def in_force(desk: Desk, session: AsyncSession) -> tuple[Route, ...]:
    """The table that new cases follow: the rows that are switched on, in the order of the categories."""
    rows = await all_routes(session)
    return tuple(row.as_rule() for row in rows if row.active) if rows else configured(desk)


def route_id(category: str, system: str) -> str:
    """The id of a row: its category and system, which never change."""
    return deterministic("route", category, system)


def holder_id(name: str) -> str:
    """The id of a holder: its name, which never changes."""
    return deterministic("holder", name)


async def table(desk: Desk, session: AsyncSession) -> tuple[Sequence[RouteRow], Sequence[HolderRow]]:
    """Every row and every holder as staff see them, also while nobody has edited anything yet."""
    rows, holders = await all_routes(session), await all_holders(session)
    if rows:
        return rows, holders
    routes, fresh = _taken_over(desk)
    return sorted(routes, key=lambda row: (row.category, row.system)), sorted(fresh, key=lambda row: row.name)


def _taken_over(desk: Desk) -> tuple[list[RouteRow], list[HolderRow]]:
    """The configured table as rows of the desk, of version 0."""
    now, base = desk.clock.now(), configured(desk)
    routes = [
        RouteRow(
            id=route_id(route.category, route.system),
            category=str(route.category),
            system=route.system,
            holder=route.holder,
            actions=listed(route.actions),
            active=True,
            version=0,
            changed_by=SYSTEM,
            changed_at=now,
        )
        for route in base
    ]
    names = sorted({route.holder for route in base})
    holders = [HolderRow(id=holder_id(name), name=name, changed_by=SYSTEM, changed_at=now) for name in names]
    return routes, holders


async def take_over(desk: Desk, work: Work) -> None:
    """Let the table of the desk count from now on; it begins as the one that was in force."""
    if await all_routes(work.session):
        return
    routes, holders = _taken_over(desk)
    for rows in (holders, routes):
        made = [row.model_dump() for row in rows]
        await insert_once(work.connection, type(rows[0]).metadata.tables[type(rows[0]).__tablename__], made)
    work.note("route.taken_over", TABLE, SYSTEM, rows=len(routes))


def listed(actions: Collection[Action]) -> str:
    """Actions as a row keeps them, always in the same order."""
    return ",".join(action for action in Action if action in set(actions))


async def add(desk: Desk, by: Session, category: Category, system: str, wish: Wish) -> str:
    """Add a row; returns its id. One that was switched off earlier is not added but switched on, on its own page."""
    system = system.strip()
    if not system or len(system) > LONGEST_SYSTEM:
        raise Unreadable("system", lazy("Give the system a name of at most %(longest)s signs.", longest=LONGEST_SYSTEM))
    async with desk.work() as work:
        await take_over(desk, work)
        await _check(work, wish)
        if await route_to_change(work.session, route_id(category, system)) is not None:
            raise Unreadable("system", lazy("This row is there already; it may be switched off. Change it there."))
        row = RouteRow(
            id=route_id(category, system),
            category=str(category),
            system=system,
            holder=wish.holder,
            actions=listed(wish.actions),
            version=1,
            changed_by=by.staff_id,
            changed_at=work.now,
        )
        work.session.add(row)
        work.note("route.added", TABLE, by.staff_id, category=row.category, system=system, actions=row.actions)
        return row.id


async def change(desk: Desk, by: Session, wanted: str, version: int, wish: Wish) -> None:
    """Change a row, if nobody did since the form was shown; open tasks keep what they were made with."""
    async with desk.work() as work:
        await take_over(desk, work)
        row = await route_to_change(work.session, wanted)
        if row is None:
            raise NotFound
        await unchanged(desk, work, row, version)
        await _check(work, wish)
        row.holder, row.actions, row.active = wish.holder, listed(wish.actions), wish.active
        if not wish.active and not any(each.active for each in await all_routes(work.session)):
            raise NotAllowedNow(lazy("One row must stay on, or no request would reach a data holder."))
        stamp(work, row, by.staff_id)
        codes: dict[str, str | bool] = {
            "category": row.category,
            "system": row.system,
            "actions": row.actions,
            "active": row.active,
        }
        work.note("route.changed", TABLE, by.staff_id, **codes)


async def back_to_the_model(desk: Desk, by: Session, edition: int) -> None:
    """Let every row say what the configuration says, or else the model; what is not in it is switched off."""
    async with desk.work() as work:
        await take_over(desk, work)
        rows = {row.id: row for row in await all_routes(work.session)}
        if edition_of(list(rows.values())) != edition:
            raise NotAllowedNow(lazy("The table was changed after you opened the page. Look at it again first."))
        fresh, holders = _taken_over(desk)
        model = {row.id: row for row in fresh}
        made = [row.model_dump() for row in holders]
        await insert_once(work.connection, HolderRow.metadata.tables[HolderRow.__tablename__], made)
        for row in [*rows.values(), *(row for row in model.values() if row.id not in rows)]:
            wanted = model.get(row.id)
            row.active = wanted is not None
            if wanted is not None:
                row.holder, row.actions = wanted.holder, wanted.actions
            stamp(work, row, by.staff_id)
        work.note("route.model", TABLE, by.staff_id, rows=len(model))


def edition_of(rows: Collection[RouteRow]) -> int:
    """A number that grows with every change of the table."""
    return sum(row.version for row in rows)


def stamp(work: Work, row: RouteRow | HolderRow, by: str) -> None:
    """A row was changed: forms that were shown before it fit no more."""
    row.version += 1
    row.changed_by, row.changed_at = by, work.now
    work.session.add(row)


async def unchanged(desk: Desk, work: Work, row: RouteRow | HolderRow, version: int) -> None:
    """Raise `NotAllowedNow` with who was faster, unless the row is still of this version."""
    if row.version == version:
        return
    account = await by_id(work.session, row.changed_by)
    who: str | Text = lazy("A former colleague")
    if account is not None:
        person = person_of(account)
        who = (await desk.keyring.box(person.scope, CONTACT)).unseal(NAME, person.name)
    raise NotAllowedNow(lazy("%(name)s changed this after you opened the page. Look at it again first.", name=who))


async def _check(work: Work, wish: Wish) -> None:
    if not wish.actions:
        raise Unreadable("actions", lazy("Choose at least one thing that can be asked."))
    if len(wish.holder) > LONGEST_NAME or await holder_named(work.session, wish.holder) is None:
        raise Unreadable("holder", lazy("Choose who keeps the data."))
