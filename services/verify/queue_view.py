"""The list of verifications, page by page, and what stands beside it: what can be undone, what is new."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify import review_store
from services.verify.review_store import Holding
from services.verify.rules.mailed import ASK_AGAIN
from services.verify.rules.verification import UNDO_FOR, Event, State
from services.verify.store import MailedCopy, Verification
from services.verify.usecases.holding import holder_of
from shared.platform.desk import Desk
from shared.vocabulary import Language

PAGE_ROWS: Final = 50
UNDO_AT_ONCE: Final = 3

TABS: Final = {
    "look": (State.COPY_RECEIVED, State.OPEN, State.REJECTED),
    "mine": (State.COPY_RECEIVED, State.OPEN, State.REJECTED, State.ASKED),
    "asked": (State.ASKED,),
    "done": (State.DECIDED, State.VERIFIED, State.NOT_NEEDED, State.LAPSED),
}
"""The tabs of the list and the states that each shows: for staff, in the hands of who looks, for the
requester, finished."""

_IN_VAIN: Final = and_(
    Verification.state == State.ASKED,
    select(MailedCopy.number)
    .where(
        MailedCopy.case_id == Verification.case_id,
        MailedCopy.attempt == Verification.attempt,
        col(MailedCopy.fate).in_(ASK_AGAIN),
    )
    .exists(),
)
"""The requester answered by mail, in vain: it is the turn of staff."""

_LOOK: Final = or_(col(Verification.state).in_(TABS["look"]), _IN_VAIN)


@dataclass(frozen=True)
class Listed:
    """One row of the list."""

    case_id: str
    reference: str
    state: State
    language: Language
    attempt: int
    days: int
    """Whole days since the copy came in, or since the verification last changed."""
    days_left: int
    """Until the law's date of the case."""
    holder: str
    """Who has it in hand; empty for nobody."""
    held_until: datetime | None


@dataclass(frozen=True)
class Page:
    """One page of a tab. `after` leads to the next one, empty on the last; `counts` is by tab."""

    rows: Sequence[Listed]
    counts: Mapping[str, int]
    after: str


@dataclass(frozen=True)
class Undoable:
    """A decision that has not taken effect yet; `seconds` is how long it can surely still be undone."""

    case_id: str
    reference: str
    event: Event
    seconds: int


async def listed(desk: Desk, tab: str, after: str = "", staff_id: str = "") -> Page:
    """One page: what waits with the law's nearest date on top, what is finished with the latest on top.

    `after` is what the page before gave; raises ValueError when it is anything else. `staff_id` is who looks.
    """
    now = desk.clock.now()
    tabs = _tabs(staff_id, now)
    query = select(Verification).where(tabs[tab])
    if after:
        query = query.where(_beyond(tab, after))
    async with desk.look() as session:
        counts = await _counts(session, tabs)
        found = (await session.exec(query.order_by(*_order(tab)).limit(PAGE_ROWS + 1))).all()
        rows = found[:PAGE_ROWS]
        held = await review_store.holdings(session, [row.case_id for row in rows], now)
    more = _mark(tab, rows[-1]) if len(found) > PAGE_ROWS else ""
    return Page([await _listed(desk, row, held.get(row.case_id), now) for row in rows], counts, more)


async def following(desk: Desk, case_id: str) -> str:
    """The verification that waits for staff after this one in the list, else the first of them; empty for none."""
    async with desk.look() as session:
        here = await session.get(Verification, case_id)
        waiting = select(Verification.case_id).where(_LOOK, Verification.case_id != case_id)
        waiting = waiting.order_by(*_order("look")).limit(1)
        if here is not None:
            found = (await session.exec(waiting.where(_beyond("look", _mark("look", here))))).first()
            if found:
                return found
        return (await session.exec(waiting)).first() or ""


async def undoable(desk: Desk, staff_id: str) -> list[Undoable]:
    """This person's latest decisions that wait to take effect, newest first."""
    async with desk.look() as session:
        waiting = await review_store.waiting_of(session, staff_id, UNDO_AT_ONCE)
        rows = [(review, await session.get_one(Verification, review.case_id)) for review in waiting]
    now = desk.clock.now()
    return [
        Undoable(row.case_id, row.reference, review.decision.event, _left(review.at, now))
        for review, row in rows
        if row.stands is State.DECIDED
    ]


async def news(desk: Desk, since: datetime) -> int:
    """How many verifications became the turn of staff after this instant."""
    fresh = and_(_LOOK, col(Verification.changed_at) > since)
    async with desk.look() as session:
        return (await session.exec(select(func.count()).select_from(Verification).where(fresh))).one()


def _left(decided_at: datetime | None, now: datetime) -> int:
    passed = now - decided_at if decided_at else UNDO_FOR
    return max(math.ceil((UNDO_FOR - passed).total_seconds()), 0)


def _tabs(staff_id: str, now: datetime) -> dict[str, ColumnElement[bool]]:
    """What stands on each tab, for this person at this instant."""
    held = select(Holding.case_id).where(Holding.staff_id == staff_id, col(Holding.until) > now)
    state = col(Verification.state)
    return {
        "look": _LOOK,
        "mine": and_(col(Verification.case_id).in_(held), state.in_(TABS["mine"])),
        "asked": and_(state.in_(TABS["asked"]), not_(_IN_VAIN)),
        "done": state.in_(TABS["done"]),
    }


async def _counts(session: AsyncSession, tabs: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
    counted = {tab: select(func.count()).select_from(Verification).where(these) for tab, these in tabs.items()}
    return {tab: (await session.exec(query)).one() for tab, query in counted.items()}


def _order(tab: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if tab == "done":
        return col(Verification.changed_at).desc(), col(Verification.case_id).desc()
    return col(Verification.statutory_due).asc(), col(Verification.case_id).asc()


def _mark(tab: str, row: Verification) -> str:
    """Where the next page begins: the row's place in the order, without anything about the person."""
    place: date = row.changed_at if tab == "done" else row.statutory_due
    return f"{place.isoformat()}~{row.case_id}"


def _beyond(tab: str, after: str) -> ColumnElement[bool]:
    place, _, case_id = after.partition("~")
    if tab == "done":
        at = datetime.fromisoformat(place)
        if at.tzinfo is None:
            raise ValueError("an instant without a zone")
        changed = col(Verification.changed_at)
        return or_(changed < at, and_(changed == at, col(Verification.case_id) < case_id))
    due, day = col(Verification.statutory_due), date.fromisoformat(place)
    return or_(due > day, and_(due == day, col(Verification.case_id) > case_id))


async def _listed(desk: Desk, row: Verification, held: Holding | None, now: datetime) -> Listed:
    zone = ZoneInfo(desk.settings.timezone)
    today = now.astimezone(zone).date()
    return Listed(
        case_id=row.case_id,
        reference=row.reference,
        state=row.stands,
        language=row.person.language,
        attempt=row.attempt,
        days=(today - row.changed_at.astimezone(zone).date()).days,
        days_left=(row.statutory_due - today).days,
        holder="" if held is None else await holder_of(desk, held),
        held_until=None if held is None else held.until,
    )
