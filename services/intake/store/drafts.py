"""Half-filled forms, and how often a place used the form.

A draft is sealed with a key that only its reader's cookie holds: at rest nobody can open it, this desk included.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.rules.form_limits import LIMITS, Counted
from services.intake.store.table import IntakeTable
from shared.platform.insert import insert_once
from shared.platform.instant import Instant


class Draft(IntakeTable, table=True):
    """One half-filled form. `token_mark` is the fingerprint of the cookie, `key` is what the pages carry.

    A draft that was sent keeps its row without its answers, so that sending it again opens nothing.
    """

    __tablename__ = "draft"

    key: str = Field(primary_key=True)
    token_mark: str = Field(unique=True)
    sealed: str = Field(default="", sa_type=Text)
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    codes: int = 0
    code_mark: str = ""
    code_until: datetime | None = Field(default=None, sa_type=Instant)
    code_tries: int = 0


class FormCount(IntakeTable, table=True):
    """How often a place did something since a moment; `place` is a keyed fingerprint, never an address."""

    __tablename__ = "form_count"

    place: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)
    count: int = 0


async def by_token(session: AsyncSession, token_mark: str) -> Draft | None:
    """The draft of a cookie, locked until the transaction ends."""
    mine = select(Draft).where(Draft.token_mark == token_mark)
    return (await session.exec(mine.with_for_update())).one_or_none()


async def peek(session: AsyncSession, token_mark: str) -> Draft | None:
    """The same, to look at."""
    return (await session.exec(select(Draft).where(Draft.token_mark == token_mark))).one_or_none()


async def count(session: AsyncSession, place: str, what: Counted, now: datetime) -> FormCount:
    """Count once more; gives the count within the window that runs."""
    first = FormCount(place=place, what=what, since=now, count=0)
    # Two may be the first from one place at once: then both count on one row.
    await insert_once(await session.connection(), FormCount.__table__, [first.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it
    row = await session.get_one(FormCount, (place, what), with_for_update=True)
    if now - row.since >= LIMITS[what].window:
        row.since, row.count = now, 0
    row.count += 1
    session.add(row)
    return row


async def expired(session: AsyncSession, now: datetime, most: int) -> Sequence[Draft]:
    """Drafts past their time, oldest first, locked."""
    late = select(Draft).where(col(Draft.expires_at) <= now).order_by(col(Draft.expires_at)).limit(most)
    return (await session.exec(late.with_for_update())).all()


async def forget_counts(session: AsyncSession, before: datetime) -> None:
    """Drop the counts that began before this instant."""
    await session.exec(delete(FormCount).where(col(FormCount.since) < before))
