"""The tables of the status page: the link of each case, and how often a place guessed wrong.

Links and codes are kept as fingerprints only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from services.fulfil.store.cases import LetterRow, LetterState, WaitingRow, Waits
from shared.platform.insert import insert_once
from shared.platform.instant import Instant


class StatusLinkRow(FulfilTable, table=True):
    """The link of a case to its status page. Only the newest code makes it good again."""

    __tablename__ = "status_link"

    fingerprint: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id", index=True)
    valid_until: datetime = Field(sa_type=Instant)
    codes: int = 0
    code_mark: str = ""
    code_made_at: datetime | None = Field(default=None, sa_type=Instant)
    code_until: datetime | None = Field(default=None, sa_type=Instant)
    code_tries: int = 0
    messages: int = 0
    messages_since: datetime | None = Field(default=None, sa_type=Instant)


class StatusGuessRow(FulfilTable, table=True):
    """How many wrong links and codes came from a place since a moment; `place` is a keyed fingerprint."""

    __tablename__ = "status_guess"

    place: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)
    count: int = 0


async def by_link(session: AsyncSession, fingerprint: str) -> StatusLinkRow | None:
    """The link, held against changes."""
    return await session.get(StatusLinkRow, fingerprint, with_for_update=True)


async def count_guess(session: AsyncSession, place: str, now: datetime, window: timedelta) -> int:
    """Count one more wrong guess; returns how many there were within the window."""
    await session.exec(delete(StatusGuessRow).where(col(StatusGuessRow.since) < now - window))
    first = StatusGuessRow(place=place, since=now, count=0)
    # Two may be the first from one place at once: then both count on one row.
    await insert_once(await session.connection(), StatusGuessRow.__table__, [first.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it
    row = await session.get_one(StatusGuessRow, place, with_for_update=True)
    row.count += 1
    session.add(row)
    return row.count


async def letters_out(session: AsyncSession, case_id: str) -> list[LetterRow]:
    """The letters of a case that went out, newest first."""
    sent = select(LetterRow).where(LetterRow.case_id == case_id, LetterRow.state == LetterState.SENT)
    return list((await session.exec(sent.order_by(col(LetterRow.at).desc()))).all())


async def copy_waits(session: AsyncSession, case_id: str) -> bool:
    """Whether a copy of the requester waits for a person of ours."""
    waiting = select(WaitingRow.id).where(
        WaitingRow.subject_id == case_id, WaitingRow.what == Waits.COPY, col(WaitingRow.done_at).is_(None)
    )
    return (await session.exec(waiting)).first() is not None
