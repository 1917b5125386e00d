"""What the pages of letters show: tabs with their counts, and one page of a tab."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notify.store import Delivery, standing
from shared.vocabulary import DeliveryState

PAGE_ROWS = 50


class Tab(StrEnum):
    """The parts of the list."""

    WAITING = "waiting"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SKIPPED = "skipped"
    SENT = "sent"


STATES = {
    Tab.WAITING: (DeliveryState.QUEUED,),
    Tab.UNKNOWN: (DeliveryState.SENDING, DeliveryState.HELD),
    Tab.FAILED: (DeliveryState.FAILED,),
    Tab.SKIPPED: (DeliveryState.SKIPPED,),
    Tab.SENT: (DeliveryState.SENT,),
}


async def counts(session: AsyncSession) -> dict[Tab, int]:
    """How many letters each tab has."""
    found = await standing(session)
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in STATES.items()}


async def listed(session: AsyncSession, tab: Tab, page: int) -> tuple[Sequence[Delivery], bool]:
    """One page of a tab, newest first, and whether there is another."""
    mine = select(Delivery).where(col(Delivery.state).in_(STATES[tab]))
    newest = mine.order_by(col(Delivery.created_at).desc(), col(Delivery.id))
    rows = (await session.exec(newest.offset((page - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1))).all()
    return rows[:PAGE_ROWS], len(rows) > PAGE_ROWS


async def of_case(session: AsyncSession, reference: str) -> Sequence[Delivery]:
    """All letters of the case with this reference, newest first."""
    mine = select(Delivery).where(Delivery.reference == reference)
    return (await session.exec(mine.order_by(col(Delivery.created_at).desc(), col(Delivery.id)))).all()
