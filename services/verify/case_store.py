"""The tables of what verify hears and writes about a case, beside its verification: mails, dates, letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.store import Base
from shared.platform.instant import Instant


class MailSeen(Base, table=True):
    """A later mail on a case, as codes: no address. `sender_mark` is the keyed index of where it came from."""

    __tablename__ = "mail_seen"

    case_id: str = Field(primary_key=True)
    incoming_id: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=Instant)
    sender_mark: str = ""
    evidence: str = ""


class CaseDates(Base, table=True):
    """The last day of a case as it was moved; `number` is the version of the case, `at` when that was said."""

    __tablename__ = "case_dates"

    case_id: str = Field(primary_key=True)
    number: int
    statutory_due: date
    at: datetime = Field(sa_type=Instant)


class LetterTold(Base, table=True):
    """A letter that staff sent to somebody who asks for another; once in a round."""

    __tablename__ = "letter_told"

    case_id: str = Field(primary_key=True)
    round: int = Field(primary_key=True)
    letter: str = Field(primary_key=True)
    by: str
    by_name_sealed: str
    at: datetime = Field(sa_type=Instant)


async def mails_of(session: AsyncSession, case_id: str) -> Sequence[MailSeen]:
    """The later mails of a case, oldest first."""
    mine = select(MailSeen).where(MailSeen.case_id == case_id)
    return (await session.exec(mine.order_by(col(MailSeen.received_at), col(MailSeen.incoming_id)))).all()


async def forget_mails(session: AsyncSession, case_id: str) -> None:
    """Where its mails came from is of no use once a case is over."""
    await session.exec(delete(MailSeen).where(col(MailSeen.case_id) == case_id))


async def dates_of(session: AsyncSession, case_id: str) -> CaseDates | None:
    """The moved dates of a case, locked; None while they never moved."""
    return await session.get(CaseDates, case_id, with_for_update=True)


async def letters_of(session: AsyncSession, case_id: str, turn: int) -> Sequence[LetterTold]:
    """The letters that were sent in one round of a case."""
    mine = select(LetterTold).where(LetterTold.case_id == case_id, LetterTold.round == turn)
    return (await session.exec(mine.order_by(col(LetterTold.at)))).all()
