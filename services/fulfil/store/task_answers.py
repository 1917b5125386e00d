"""The tables of what holders without an account use: one-time links to a task, and the file of an answer.

Of a link only the fingerprint is kept. A file lies sealed on the shelf; the row says what it is.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

FILE_NAME = "task.file_name"
"""The sealed field of a file's name, in `pkg` of the case."""


class TaskLinkRow(FulfilTable, table=True):
    """A link to one task: to whom it was sent, and until when it opens; `number` counts the links of a task."""

    __tablename__ = "task_link"

    fingerprint: str = Field(primary_key=True)
    task_id: str
    case_id: str
    holder_id: str
    address_index: str
    number: int
    series: int
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class TaskFileRow(FulfilTable, table=True):
    """The file of a task's answer, sealed in `pkg` of the case under `object_name`."""

    __tablename__ = "task_file"

    task_id: str = Field(primary_key=True)
    case_id: str
    object_name: str
    name_sealed: str  # pkg, task.file_name
    bytes: int
    sha256: str
    stored_at: datetime = Field(sa_type=Instant)
    stored_by: str


async def link_with(session: AsyncSession, fingerprint: str) -> TaskLinkRow | None:
    """The link with this fingerprint."""
    return await session.get(TaskLinkRow, fingerprint)


async def last_link_number(session: AsyncSession, task_id: str) -> int:
    """How many links a task has seen."""
    return (await session.exec(select(func.max(TaskLinkRow.number)).where(TaskLinkRow.task_id == task_id))).one() or 0


async def links_since(session: AsyncSession, task_id: str, holder_id: str, since: datetime) -> int:
    """How many links to a task went to a holder since `since`."""
    query = select(func.count()).select_from(TaskLinkRow)
    mine = query.where(col(TaskLinkRow.task_id) == task_id, col(TaskLinkRow.holder_id) == holder_id)
    return (await session.exec(mine.where(col(TaskLinkRow.made_at) > since))).one()


async def file_of(session: AsyncSession, task_id: str) -> TaskFileRow | None:
    """The file of a task's answer, if it has one."""
    return await session.get(TaskFileRow, task_id)


async def end_links(session: AsyncSession, task_id: str, now: datetime) -> None:
    """Let the links of a task open nothing any more: it is asked anew."""
    mine = update(TaskLinkRow).where(col(TaskLinkRow.task_id) == task_id, col(TaskLinkRow.expires_at) > now)
    await session.exec(mine.values(expires_at=now))
