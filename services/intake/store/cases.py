"""What intake must know of cases and letters to see that a message belongs to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.store.table import IntakeTable
from shared.platform.instant import Instant


class CaseKnown(IntakeTable, table=True):
    """What intake must know of a case to see that a message belongs to it. The reference comes once it is allotted."""

    __tablename__ = "case_known"

    case_id: str = Field(primary_key=True)
    incoming_id: str = ""
    reference: str = ""
    sender_index: str = ""
    is_open: bool = True
    opened_round: int = 1
    closed_round: int = 0


class OurLetter(IntakeTable, table=True):
    """A Message-ID that we made, and the case it was for; it holds no personal data."""

    __tablename__ = "our_letter"

    message_id: str = Field(primary_key=True)
    case_id: str
    sent_at: datetime = Field(sa_type=Instant)


async def case_by_letters(session: AsyncSession, message_ids: Sequence[str]) -> CaseKnown | None:
    """The case of the first of these Message-IDs that is one of ours."""
    ours = select(OurLetter).where(col(OurLetter.message_id).in_(message_ids))
    cases = {letter.message_id: letter.case_id for letter in await session.exec(ours)}
    case_id = next((cases[each] for each in message_ids if each in cases), None)
    return await session.get(CaseKnown, case_id) if case_id else None


async def case_by_reference(session: AsyncSession, reference: str) -> CaseKnown | None:
    """The case that has this reference."""
    if not reference:
        return None
    return (await session.exec(select(CaseKnown).where(CaseKnown.reference == reference))).one_or_none()


async def open_cases_of(session: AsyncSession, sender_index: str) -> Sequence[CaseKnown]:
    """The open cases of one sender, by the keyed index of the address."""
    if not sender_index:
        return []
    mine = select(CaseKnown).where(CaseKnown.sender_index == sender_index, col(CaseKnown.is_open).is_(True))
    return (await session.exec(mine.order_by(CaseKnown.reference))).all()


async def is_known(session: AsyncSession, sender_index: str) -> bool:
    """Whether this sender ever had a case here."""
    mine = select(CaseKnown.case_id).where(CaseKnown.sender_index == sender_index).limit(1)
    return bool(sender_index) and (await session.exec(mine)).first() is not None


async def is_ours(session: AsyncSession, message_id: str) -> bool:
    """Whether we made this Message-ID: the mail is a letter of ours that came back."""
    return bool(message_id) and await session.get(OurLetter, message_id) is not None
