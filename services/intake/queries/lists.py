"""The lists of messages, and where one message stands in its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.queries.shown import Shown, is_aside, shown
from services.intake.rules.incoming import WAITS, State, for_the_officer
from services.intake.store import Incoming, Removal, find, removals
from shared.platform.desk import Desk
from shared.vocabulary import Context

PAGE_ROWS: Final = 50
TABS: Final = ("unsure", "officer", "quarantined", "snoozed", "filed")
UNREAD_AFTER: Final = timedelta(minutes=15)
"""A message that is still not read by then is shown to a person."""


@dataclass(frozen=True)
class Page:
    """One page of a list; `counts` is by tab."""

    rows: list[Shown]
    counts: dict[str, int]
    number: int
    more: bool


@dataclass(frozen=True)
class Progress:
    """Where a message stands among those of its list that wait; `before` and `after` are ids or empty."""

    number: int
    total: int
    before: str = ""
    after: str = ""


async def listed(desk: Desk, tab: str, number: int = 1) -> Page:
    """The messages of one tab: what waits with the oldest first, what is filed with the newest first."""
    conditions = _conditions(desk.clock.now())
    order = {
        "filed": col(Incoming.received_at).desc(),
        "snoozed": col(Incoming.snoozed_until),
    }.get(tab, col(Incoming.received_at))
    query = select(Incoming).where(conditions[tab]).order_by(order, col(Incoming.id))
    async with desk.look() as session:
        counts = {name: await _count(session, condition) for name, condition in conditions.items()}
        rows = (await session.exec(query.offset((number - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1))).all()
    return Page(
        [await shown(desk, row, whole=False) for row in rows[:PAGE_ROWS]], counts, number, len(rows) > PAGE_ROWS
    )


async def to_remove(desk: Desk) -> Sequence[Removal]:
    """The mails that a person must take out of the mailbox."""
    async with desk.look() as session:
        return await removals.for_people(session)


async def progress(desk: Desk, row: Incoming) -> Progress | None:
    """Where a message stands, or stood before it was decided on, in the list it waits in; None when in none."""
    now = desk.clock.now()
    tab = tab_of(row, now)
    if tab not in {"unsure", "officer", "quarantined"}:
        return None
    here = _conditions(now)[tab]
    earlier = or_(
        col(Incoming.received_at) < row.received_at,
        and_(Incoming.received_at == row.received_at, col(Incoming.id) < row.id),
    )
    order = (col(Incoming.received_at), col(Incoming.id))
    async with desk.look() as session:
        passed = await _count(session, and_(here, earlier))
        total = await _count(session, or_(here, Incoming.id == row.id))
        back = select(Incoming.id).where(here, earlier).order_by(*(each.desc() for each in order)).limit(1)
        on = select(Incoming.id).where(here, not_(earlier), Incoming.id != row.id).order_by(*order).limit(1)
        before, after = (await session.exec(back)).first(), (await session.exec(on)).first()
    return Progress(passed + 1, total, before or "", after or "")


async def after(desk: Desk, incoming_id: str) -> tuple[str, str]:
    """The tab of a message, and the one to open once it is decided: the next, else the one before; empty for none."""
    async with desk.look() as session:
        row = await find(session, incoming_id)
    if row is None:
        return TABS[0], ""
    stands = await progress(desk, row)
    return tab_of(row, desk.clock.now()), (stands.after or stands.before) if stands else ""


def tab_of(row: Incoming, now: datetime) -> str:
    """The tab on which a message is listed, or was before somebody decided on it."""
    state = State(row.decided_from) if row.stands is State.DECIDED else row.stands
    if state in WAITS and is_aside(row, now):
        return "snoozed"
    if state in WAITS and for_the_officer(row.context_list):
        return "officer"
    return {State.TRIAGE: "unsure", State.NOT_A_REQUEST: "filed"}.get(state, "quarantined")


async def _count(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    return (await session.exec(select(func.count()).select_from(Incoming).where(condition))).one()


def _conditions(now: datetime) -> dict[str, ColumnElement[bool]]:
    aside = and_(col(Incoming.snoozed_until).is_not(None), col(Incoming.snoozed_until) > now)
    officer = col(Incoming.context).contains(Context.THIRD_PARTY_DISCLOSURE_DEMAND.value)
    waits = and_(col(Incoming.state).in_(WAITS), not_(aside))
    unread = and_(Incoming.state == State.STORED, col(Incoming.seen_at) < now - UNREAD_AFTER)
    return {
        "unsure": and_(waits, Incoming.state == State.TRIAGE, not_(officer)),
        "officer": and_(waits, officer),
        "quarantined": or_(and_(waits, Incoming.state == State.QUARANTINED, not_(officer)), unread),
        "snoozed": and_(col(Incoming.state).in_(WAITS), aside),
        "filed": col(Incoming.state) == State.NOT_A_REQUEST,
    }
