"""What is wrong with the desk itself, as far as intake told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant
from shared.vocabulary import DeskTrouble


class DeskAlarmRow(FulfilTable, table=True):
    """The latest alarm of one kind; `number` counts them, and `over_at` is empty while it lasts."""

    __tablename__ = "desk_alarm"

    what: str = Field(primary_key=True)
    number: int
    since: datetime = Field(sa_type=Instant)
    over_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def trouble(self) -> DeskTrouble:
        """What is wrong."""
        return DeskTrouble(self.what)


async def open_alarms(session: AsyncSession) -> Sequence[DeskAlarmRow]:
    """The alarms that are not over, the oldest first."""
    lasting = select(DeskAlarmRow).where(col(DeskAlarmRow.over_at).is_(None)).order_by(col(DeskAlarmRow.since))
    return (await session.exec(lasting)).all()
