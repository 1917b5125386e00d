"""What the pages of verify show: the list, and one verification with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.rules.verification import State
from services.verify.store import Evidence, LinkState, UploadLink, Verification
from shared.contracts.people import CONTACT, NAME
from shared.platform.desk import Desk
from shared.vocabulary import Language

PAGE_ROWS: Final = 200

TABS: Final = {
    "look": (State.COPY_RECEIVED, State.OPEN, State.REJECTED),
    "asked": (State.ASKED,),
    "done": (State.VERIFIED, State.NOT_NEEDED, State.LAPSED),
}
"""The tabs of the list and the states that each shows: for staff, for the requester, finished."""


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


@dataclass(frozen=True)
class Opened:
    """One verification as its page shows it."""

    row: Verification
    name: str
    """The requester's name, unsealed."""
    copies: Sequence[Evidence]
    link: UploadLink | None
    """The link of the present attempt."""
    link_works: bool
    days_left: int

    @property
    def link_last_day(self) -> datetime:
        """An instant on the last day of the link, which ends at the midnight after it."""
        assert self.link is not None  # noqa: S101 -- the page asks only where there is a link
        return self.link.expires_at - timedelta(seconds=1)

    @property
    def copy(self) -> Evidence | None:
        """The copy that waits for a decision."""
        return next((copy for copy in self.copies if copy.destroy_asked_at is None), None)


async def listed(desk: Desk, tab: str) -> tuple[list[Listed], dict[str, int]]:
    """The rows of one tab, copies first and the oldest on top, and the count of every tab."""
    zone = ZoneInfo(desk.settings.timezone)
    async with desk.look() as session:
        counts = await _counts(session)
        order = (col(Verification.state) != State.COPY_RECEIVED, col(Verification.changed_at))
        query = select(Verification).where(col(Verification.state).in_(TABS[tab]))
        rows = (await session.exec(query.order_by(*order).limit(PAGE_ROWS))).all()
    return [_listed(row, desk.clock.now(), zone) for row in rows], counts


async def _counts(session: AsyncSession) -> dict[str, int]:
    query = select(Verification.state, func.count()).group_by(Verification.state)
    of_state = dict((await session.exec(query)).all())
    return {tab: sum(of_state.get(state, 0) for state in states) for tab, states in TABS.items()}


def _listed(row: Verification, now: datetime, zone: ZoneInfo) -> Listed:
    today = now.astimezone(zone).date()
    return Listed(
        case_id=row.case_id,
        reference=row.reference,
        state=row.stands,
        language=row.person.language,
        attempt=row.attempt,
        days=(today - row.changed_at.astimezone(zone).date()).days,
        days_left=(row.statutory_due - today).days,
    )


async def opened(desk: Desk, case_id: str) -> Opened | None:
    """One verification with its copies (rows, not pictures), or None."""
    now, zone = desk.clock.now(), ZoneInfo(desk.settings.timezone)
    async with desk.look() as session:
        row = await session.get(Verification, case_id)
        if row is None:
            return None
        copies = select(Evidence).where(Evidence.case_id == case_id).order_by(col(Evidence.attempt))
        links = select(UploadLink).where(UploadLink.case_id == case_id, UploadLink.attempt == row.attempt)
        found, link = (await session.exec(copies)).all(), (await session.exec(links)).one_or_none()
    box = await desk.keyring.box(row.person.scope, CONTACT)
    return Opened(
        row=row,
        name=box.unseal(NAME, row.person.name),
        copies=found,
        link=link,
        link_works=link is not None and link.state == LinkState.OPEN and link.expires_at > now,
        days_left=(row.statutory_due - now.astimezone(zone).date()).days,
    )
