"""What was destroyed, for the page that shows it: counts, ids and rules, and the questions of the daily round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.lifecycle import State
from services.fulfil.store import FulfilTable
from services.fulfil.store.cases import CaseRow
from shared.platform.instant import Instant

AT_ONCE = 200


class DestroyedRow(FulfilTable, table=True):
    """One act of destruction: what, by which rule, of which case, how many rows."""

    __tablename__ = "destroyed"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    what: str
    rule: str
    case_id: str
    reference: str
    count: int


async def closed_before(session: AsyncSession, before: datetime, *, destroyed: bool) -> Sequence[CaseRow]:
    """Cases that were closed before then, whose content is (not) destroyed yet; the oldest first."""
    gone = col(CaseRow.content_destroyed_at)
    query = select(CaseRow).where(
        CaseRow.state == State.CLOSED,
        col(CaseRow.closed_at) < before,
        gone.is_not(None) if destroyed else gone.is_(None),
    )
    return (await session.exec(query.order_by(col(CaseRow.closed_at)).limit(AT_ONCE))).all()


async def shares_person(session: AsyncSession, row: CaseRow) -> bool:
    """Whether the key of the requester's name serves another case too."""
    others = select(func.count()).where(
        CaseRow.person_scope == row.person_scope, CaseRow.id != row.id, col(CaseRow.content_destroyed_at).is_(None)
    )
    return bool((await session.exec(others)).one())


async def newest_destroyed(session: AsyncSession, most: int) -> Sequence[DestroyedRow]:
    """The latest acts, newest first."""
    query = select(DestroyedRow).order_by(col(DestroyedRow.id).desc()).limit(most)
    return (await session.exec(query)).all()
