"""The desk's test mails, and what is wrong with the desk itself as far as intake sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.store.table import IntakeTable
from shared.platform import post
from shared.platform.instant import Instant
from shared.vocabulary import DeskTrouble


class Canary(IntakeTable, table=True):
    """One test mail: asked for, come in, heard of by fulfil. Without `wanted_at` its turn came while they were off."""

    __tablename__ = "canary"

    number: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=Instant)
    wanted_at: datetime | None = Field(default=None, sa_type=Instant)
    incoming_id: str = ""
    passed_at: datetime | None = Field(default=None, sa_type=Instant)


class Alarm(IntakeTable, table=True):
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


async def last_canary(session: AsyncSession) -> Canary | None:
    """The test mail with the highest number."""
    return (await session.exec(select(Canary).order_by(col(Canary.number).desc()).limit(1))).first()


async def canary(session: AsyncSession, number: int) -> Canary | None:
    """One test mail, locked."""
    return await session.get(Canary, number, with_for_update=True)


async def is_set(session: AsyncSession, type_: str) -> bool:
    """Whether a timer of this type is waiting."""
    waiting = select(func.count()).select_from(post.inbox)
    pending = waiting.where(post.inbox.c.type == type_, post.inbox.c.state == post.InboxState.PENDING)
    return bool((await session.exec(pending)).one())


async def alarm(session: AsyncSession, what: DeskTrouble) -> Alarm | None:
    """The latest alarm of one kind, locked."""
    return await session.get(Alarm, what.value, with_for_update=True)


async def open_alarms(session: AsyncSession) -> Sequence[Alarm]:
    """The alarms that are not over, the oldest first."""
    lasting = select(Alarm).where(col(Alarm.over_at).is_(None)).order_by(col(Alarm.since))
    return (await session.exec(lasting)).all()
