"""The table of possible data breaches; the database refuses a decision without reason and person (AVG 33(5))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

BREACH_REASONS = "breach.reasons"


class BreachRow(FulfilTable, table=True):
    """A possible breach that a case told of; `known_at` is when the office knew, from which 72 hours run."""

    __tablename__ = "breach"

    case_id: str = Field(primary_key=True, foreign_key="fulfil_case.id")
    known_at: datetime = Field(sa_type=Instant)
    noted_by: str
    outcome: str | None = None
    reasons_sealed: str | None = None  # corr of the case, breach.reasons
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


async def breach_of(session: AsyncSession, case_id: str) -> BreachRow | None:
    """The possible breach of a case."""
    return await session.get(BreachRow, case_id)
