"""The secret addresses under which calendar programs fetch the dates; one a member of staff."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from services.fulfil.store.staff import StaffRow
from shared.platform.instant import Instant


class FeedRow(FulfilTable, table=True):
    """Whose feed it is; of the secret only its fingerprint is kept."""

    __tablename__ = "calendar_feed"

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    fingerprint: str = Field(unique=True)
    made_at: datetime = Field(sa_type=Instant)


async def reader_of(session: AsyncSession, fingerprint: str) -> StaffRow | None:
    """The member of staff whose feed has this fingerprint, while the account is in use."""
    query = (
        select(StaffRow)
        .join(FeedRow, col(FeedRow.staff_id) == col(StaffRow.id))
        .where(FeedRow.fingerprint == fingerprint, col(StaffRow.active))
    )
    return (await session.exec(query)).first()
