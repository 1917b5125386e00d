"""What the pages of verify show: the list, and one verification with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.rules.mailed import ASK_AGAIN
from services.verify.rules.verification import State
from services.verify.store import Evidence, LinkState, MailedCopy, UploadLink, Verification, mailed_copies
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

_IN_TAB: Final[dict[str, ColumnElement[bool]]] = {
    "look": or_(col(Verification.state).in_(TABS["look"]), _IN_VAIN),
    "asked": and_(col(Verification.state).in_(TABS["asked"]), not_(_IN_VAIN)),
    "done": col(Verification.state).in_(TABS["done"]),
}


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
    mailed: Sequence[MailedCopy]
    """Every copy that came by mail, with what became of it."""
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
    def in_vain(self) -> MailedCopy | None:
        """The last copy that answered the present question by mail and could not be used."""
        mine = (copy for copy in reversed(self.mailed) if copy.attempt == self.row.attempt)
        asked = self.row.stands is State.ASKED
        return next((copy for copy in mine if copy.became in ASK_AGAIN), None) if asked else None

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
        query = select(Verification).where(_IN_TAB[tab])
        rows = (await session.exec(query.order_by(*order).limit(PAGE_ROWS))).all()
    return [_listed(row, desk.clock.now(), zone) for row in rows], counts


async def _counts(session: AsyncSession) -> dict[str, int]:
    counted = {tab: select(func.count()).select_from(Verification).where(these) for tab, these in _IN_TAB.items()}
    return {tab: (await session.exec(query)).one() for tab, query in counted.items()}


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
        mailed = await mailed_copies(session, case_id)
    box = await desk.keyring.box(row.person.scope, CONTACT)
    return Opened(
        row=row,
        name=box.unseal(NAME, row.person.name),
        copies=found,
        mailed=mailed,
        link=link,
        link_works=link is not None and link.state == LinkState.OPEN and link.expires_at > now,
        days_left=(row.statutory_due - now.astimezone(zone).date()).days,
    )
