"""The register of recipients: who got which data of a person, and whether they were told (art. 19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

RECIPIENT = "disclosure.recipient"
NOT_TOLD_WHY = "disclosure.reason"


class Told(StrEnum):
    """Whether a recipient was told."""

    TO_TELL = "to_tell"
    TOLD = "told"
    NOT_TOLD = "not_told"


class DisclosureRow(FulfilTable, table=True):
    """One recipient of data of the person of a case."""

    __tablename__ = "disclosure"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id", index=True)
    number: int
    recipient_sealed: str | None  # corr, disclosure.recipient
    categories: str
    disclosed_on: date | None = None
    state: str = Told.TO_TELL.value
    reason_sealed: str | None = None  # corr, disclosure.reason
    noted_by: str
    noted_at: datetime = Field(sa_type=Instant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Instant)


class SuppressionRow(FulfilTable, table=True):
    """The fingerprint of an address that may not come back into a mailing list (R6-5); no address."""

    __tablename__ = "suppression"

    fingerprint: str = Field(primary_key=True)
    added_at: datetime = Field(sa_type=Instant)
    case_id: str


async def disclosures_of(session: AsyncSession, case_id: str) -> Sequence[DisclosureRow]:
    """The recipients noted in a case, in their order."""
    rows = select(DisclosureRow).where(DisclosureRow.case_id == case_id).order_by(col(DisclosureRow.number))
    return (await session.exec(rows)).all()


async def next_disclosure(session: AsyncSession, case_id: str) -> int:
    """The number of the case's next recipient, from 1."""
    highest = select(func.max(DisclosureRow.number)).where(DisclosureRow.case_id == case_id)
    return ((await session.exec(highest)).one() or 0) + 1
