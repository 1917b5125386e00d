"""The tables of the review queue: what was decided a moment ago, and who is looking at what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.rules.verification import Event
from services.verify.store import Base
from shared.platform.instant import Instant


@dataclass(frozen=True)
class Decided:
    """What a person decided about a copy, in codes: nothing that was read from it."""

    event: Event
    noted: tuple[str, ...] = ()
    """What was ticked: lines of the checklist, reasons for the requester, or the inner reason."""
    method: str = ""
    document: str = ""
    written_down: bool = False
    """That this way succeeded is a step on the ladder already."""

    def as_json(self) -> str:
        """As a row holds it."""
        return json.dumps(asdict(self))


class Review(Base, table=True):
    """The latest decision about a copy of one case; `decided` is empty once it took effect or was undone."""

    __tablename__ = "review"

    case_id: str = Field(primary_key=True)
    number: int = 0
    """How many decisions there were: a timer of an earlier one does nothing."""
    decided: str = ""
    by: str = ""
    at: datetime | None = Field(default=None, sa_type=Instant)
    before_by: str | None = None
    before_name_sealed: str | None = None
    before_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def decision(self) -> Decided:
        """What waits to take effect; ask only while there is something."""
        found = json.loads(self.decided)
        return Decided(**{**found, "event": Event(found["event"]), "noted": tuple(found["noted"])})


class Holding(Base, table=True):
    """Who is looking at a verification, and until when that counts: presence, never a lock."""

    __tablename__ = "holding"

    case_id: str = Field(primary_key=True)
    staff_id: str
    name_sealed: str
    since: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)


async def review_of(session: AsyncSession, case_id: str) -> Review:
    """The review of a case, a first row if there is none; claim the verification before."""
    row = await session.get(Review, case_id)
    if row is None:
        row = Review(case_id=case_id)
        session.add(row)
    return row


async def waiting_of(session: AsyncSession, staff_id: str, most: int) -> Sequence[Review]:
    """What this person decided and has not taken effect, newest first."""
    mine = select(Review).where(Review.decided != "", Review.by == staff_id)
    return (await session.exec(mine.order_by(col(Review.at).desc()).limit(most))).all()


async def holdings(session: AsyncSession, case_ids: Iterable[str], now: datetime) -> dict[str, Holding]:
    """Who holds which of these verifications now."""
    held = select(Holding).where(col(Holding.case_id).in_(list(case_ids)), col(Holding.until) > now)
    return {row.case_id: row for row in await session.exec(held)}


async def let_go(session: AsyncSession, case_id: str) -> None:
    """Nobody holds this verification any more."""
    await session.exec(delete(Holding).where(col(Holding.case_id) == case_id))
