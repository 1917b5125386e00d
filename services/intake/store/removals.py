"""Mails that are to leave the mailbox they came by, because what they hold may lie nowhere else (mail 8).

A row says what became of that wish. While places of the message are noted, its mail may lie in the mailbox: what was
removed and came back, out of a provider's backup say, is removed again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Field, and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.rules.removal import BY_A_PERSON, REMOVAL, Method, Removed, Step
from services.intake.store.incoming import Incoming, Place
from services.intake.store.table import IntakeTable
from shared.contracts.intake import RemovalWanted
from shared.platform.desk import Work
from shared.platform.insert import insert_once
from shared.platform.instant import Instant
from shared.statetable import SYSTEM


class NoSuchRemoval(LookupError):
    """Nobody wanted this message's mail removed."""


class Removal(IntakeTable, table=True):
    """The wish that one message's mail leaves the mailbox."""

    __tablename__ = "removal"

    incoming_id: str = Field(primary_key=True, foreign_key="incoming.id")
    state: str = Removed.WANTED
    method: str = Method.NONE
    wanted_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def stands(self) -> Removed:
        """What became of it."""
        return Removed(self.state)


async def want(work: Work, incoming_id: str) -> None:
    """Have a message's mail removed from its mailbox; to ask again is harmless, and tries again what failed."""
    row = Removal(incoming_id=incoming_id, wanted_at=work.now)
    if not await insert_once(work.connection, Removal.__table__, [row.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
        known = await work.session.get_one(Removal, incoming_id, with_for_update=True)
        if known.stands not in BY_A_PERSON:
            return
        known.state, known.wanted_at = REMOVAL.step(known.stands, Step.ASK_AGAIN, SYSTEM), work.now
    wanted = RemovalWanted(case_id=incoming_id, at=work.now, wanted_at=work.now)
    work.schedule(wanted, work.now)


async def wanted(session: AsyncSession, account: str) -> Sequence[tuple[Removal, Incoming]]:
    """What is to be removed from this account's mailbox, the oldest wish first."""
    back = and_(
        Removal.state == Removed.DONE,
        select(Place.uid).where(Place.incoming_id == Removal.incoming_id, Place.account == account).exists(),
    )
    query = (
        select(Removal, Incoming)
        .join(Incoming, col(Incoming.id) == col(Removal.incoming_id))
        .where(Incoming.account == account, or_(Removal.state == Removed.WANTED, back))
    )
    return (await session.exec(query.order_by(col(Removal.wanted_at)))).all()


async def places_of(session: AsyncSession, incoming_id: str) -> Sequence[Place]:
    """Every place where a message was seen."""
    return (await session.exec(select(Place).where(Place.incoming_id == incoming_id))).all()


async def forget_places(session: AsyncSession, incoming_id: str) -> None:
    """The mail lies in none of its places any more."""
    await session.exec(delete(Place).where(col(Place.incoming_id) == incoming_id))


async def find(session: AsyncSession, incoming_id: str) -> Removal | None:
    """The removal of one message, if one was ever wanted."""
    return await session.get(Removal, incoming_id)


async def claim(session: AsyncSession, incoming_id: str) -> Removal:
    """The same, locked until the transaction ends; raises `NoSuchRemoval`."""
    found = await session.get(Removal, incoming_id, with_for_update=True)
    if found is None:
        raise NoSuchRemoval(incoming_id)
    return found


async def by_account(
    session: AsyncSession, read: Collection[str]
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Whose mails lie in a mailbox that is not among those `read`: ids of messages.

    Those still wanted of the desk, those given to a person although the mailbox is read again, and the others that
    were given to a person.
    """
    query = (
        select(Removal.incoming_id, Removal.state, Incoming.account)
        .join(Incoming, col(Incoming.id) == col(Removal.incoming_id))
        .where(col(Removal.state).in_((Removed.WANTED, Removed.NO_MAILBOX)))
    )
    rows = (await session.exec(query.order_by(col(Removal.wanted_at)))).all()
    wanted_ = [id_ for id_, state, account in rows if state == Removed.WANTED and account not in read]
    given = [(id_, account in read) for id_, state, account in rows if state == Removed.NO_MAILBOX]
    return wanted_, [id_ for id_, is_read in given if is_read], [id_ for id_, is_read in given if not is_read]


async def for_people(session: AsyncSession) -> Sequence[Removal]:
    """The removals that the machine gave up on, the oldest wish first."""
    query = select(Removal).where(col(Removal.state).in_(BY_A_PERSON)).order_by(col(Removal.wanted_at))
    return (await session.exec(query)).all()
