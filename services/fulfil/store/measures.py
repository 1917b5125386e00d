"""The table of measures: extensions, pauses and fees, each proposed by one person and approved by another (R2-4).

The database refuses one that a single person approved, a second one of a kind beside a living one, and a fee above its
bound; and a case's dates refer to the measure in force that moved them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from services.fulfil.rules.two_people import Measure, MeasureState
from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

LIVING: Final = (MeasureState.PROPOSED, MeasureState.APPROVED, MeasureState.IN_FORCE)


class MeasureRow(FulfilTable, table=True):
    """One measure. `parts` and `grounds` belong to an extension, `due` is the day that it leads to."""

    __tablename__ = "measure"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id")
    number: int
    what: str
    state: str = MeasureState.PROPOSED.value
    parts: str = ""
    grounds: str = ""
    words_sealed: str  # contact, letter.words
    evidence_sealed: str | None = None  # contact, letter.evidence
    amount_cents: int | None = None
    cost_cents: int | None = None
    due: date | None = None
    content_hash: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Instant)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    in_force_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


async def measures_of(session: AsyncSession, case_id: str) -> Sequence[MeasureRow]:
    """All measures of a case, newest first."""
    mine = select(MeasureRow).where(MeasureRow.case_id == case_id)
    return (await session.exec(mine.order_by(col(MeasureRow.number).desc()))).all()


async def living(session: AsyncSession, case_id: str) -> Sequence[MeasureRow]:
    """The measures that wait or hold."""
    mine = select(MeasureRow).where(MeasureRow.case_id == case_id, col(MeasureRow.state).in_(LIVING))
    return (await session.exec(mine)).all()


async def living_of(session: AsyncSession, case_id: str, what: Measure) -> MeasureRow | None:
    """The one of this kind that waits or holds, if any."""
    return next((row for row in await living(session, case_id) if row.what == what), None)


def proposed_in() -> SelectOfScalar[str]:
    """The ids of the cases in which a measure waits for its second person."""
    return select(MeasureRow.case_id).where(MeasureRow.state == MeasureState.PROPOSED).distinct()


async def next_number(session: AsyncSession, case_id: str) -> int:
    """The number of the case's next measure, from 1."""
    highest = select(func.max(MeasureRow.number)).where(MeasureRow.case_id == case_id)
    return ((await session.exec(highest)).one() or 0) + 1
