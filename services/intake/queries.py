"""What the pages of intake show: the lists of messages, and one message whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select

from services.intake.rules.incoming import State
from services.intake.rules.receipt import week_left
from services.intake.store import CaseKnown, Incoming, Said, find, open_cases_of, unseal
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk

PAGE_ROWS: Final = 50
TABS: Final = ("unsure", "filed", "quarantined")
UNREAD_AFTER: Final = timedelta(minutes=15)
"""A message that is still not read by then is shown to a person."""


@dataclass(frozen=True)
class Shown:
    """A message and what it says; `gone` when its key was destroyed."""

    row: Incoming
    said: Said
    days_left: int
    gone: bool = False


@dataclass(frozen=True)
class Opened:
    """One message as its page shows it."""

    shown: Shown
    open_cases: Sequence[CaseKnown]
    """The sender's cases that are open: it may belong to one of them."""


@dataclass(frozen=True)
class Page:
    """One page of a list; `counts` is by tab."""

    rows: list[Shown]
    counts: dict[str, int]
    number: int
    more: bool


async def listed(desk: Desk, tab: str, number: int = 1) -> Page:
    """The messages of one tab: what waits with the oldest first, what is filed with the newest first."""
    conditions = _conditions(desk.clock.now())
    order = col(Incoming.received_at).desc() if tab == "filed" else col(Incoming.received_at)
    query = select(Incoming).where(conditions[tab]).order_by(order, col(Incoming.id))
    async with desk.look() as session:
        counts = {
            name: (await session.exec(select(func.count()).select_from(Incoming).where(condition))).one()
            for name, condition in conditions.items()
        }
        rows = (await session.exec(query.offset((number - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1))).all()
    shown = [await _shown(desk, row, whole=False) for row in rows[:PAGE_ROWS]]
    return Page(shown, counts, number, len(rows) > PAGE_ROWS)


def _conditions(now: datetime) -> dict[str, ColumnElement[bool]]:
    unread = and_(Incoming.state == State.STORED, col(Incoming.seen_at) < now - UNREAD_AFTER)
    return {
        "unsure": col(Incoming.state) == State.TRIAGE,
        "filed": col(Incoming.state) == State.NOT_A_REQUEST,
        "quarantined": or_(Incoming.state == State.QUARANTINED, unread),
    }


async def opened(desk: Desk, incoming_id: str) -> Opened | None:
    """One message, whole, or None."""
    async with desk.look() as session:
        row = await find(session, incoming_id)
        if row is None:
            return None
        cases = await open_cases_of(session, row.sender_index)
    return Opened(await _shown(desk, row, whole=True), [case for case in cases if case.reference])


async def _shown(desk: Desk, row: Incoming, *, whole: bool) -> Shown:
    left = week_left(row.received_at, desk.clock.now(), ZoneInfo(desk.settings.timezone))
    try:
        contact, corr = await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR)
        return Shown(row, unseal(row, contact, corr, whole=whole), left)
    except CannotOpen:
        return Shown(row, Said(), left, gone=True)


def headers(said: Said) -> list[tuple[str, Any]]:
    """The headers of a message that help to judge it, by their names; only those that are there."""
    found = said.details
    shown = [
        ("To", ", ".join(found.get("to", []))),
        ("Reply-To", found.get("reply_to", "")),
        ("Date", found.get("date", "")),
        ("Message-ID", found.get("message_id", "")),
        ("In-Reply-To", found.get("in_reply_to", "")),
        ("Authentication-Results", found.get("auth_results", "")),
    ]
    return [(name, value) for name, value in shown if value]
