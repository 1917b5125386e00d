"""The file of a task's answer: sealed when it comes, handed out sealed-off to staff, and never looked into.

No program opens it: not to preview, not to scan, not to convert. It is bytes with a name, for people.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

from sqlmodel import select

from services.fulfil.store import shelf
from services.fulfil.store.cases import TaskRow
from services.fulfil.store.task_answers import FILE_NAME, TaskFileRow, file_of
from services.fulfil.usecases.task_files import TaskFile
from shared.contracts.people import PKG
from shared.platform.desk import Desk, Work

LONGEST_NAME: Final = 120  # characters of a file's name that are kept


@dataclass(frozen=True)
class Evidence:
    """A file on its way to staff; `pieces` block."""

    name: str
    size: int
    pieces: Iterator[bytes]


@asynccontextmanager
async def sealed(
    desk: Desk, task: TaskRow, data: bytes, name: str | None, actor: str
) -> AsyncIterator[TaskFileRow | None]:
    """Seal a file before the answer is kept, for its row to be added with it; gone again when that fails.

    None for an empty one.
    """
    if not data:
        yield None
        return
    box, object_name = await desk.keyring.box(task.case_id, PKG), str(uuid4())
    path = _path(desk, object_name)
    stored = await asyncio.to_thread(shelf.fill, path, box, object_name, partial(_put, data))
    row = TaskFileRow(
        task_id=task.id,
        case_id=task.case_id,
        object_name=object_name,
        name_sealed=box.seal(FILE_NAME, visible(name)),
        bytes=stored.bytes,
        sha256=stored.sha256,
        stored_at=desk.clock.now(),
        stored_by=actor,
    )
    try:
        yield row
    except BaseException:
        await asyncio.to_thread(shelf.remove, _shelf(desk), object_name)
        raise


def _put(data: bytes, sink: IO[bytes]) -> None:
    sink.write(data)


def visible(name: str | None) -> str:
    """What the sender calls the file, as far as it can be shown: never a path."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-LONGEST_NAME:] or "file"


async def drop_file(desk: Desk, work: Work, task: TaskRow) -> None:
    """An answer is taken back: its file goes."""
    row = await file_of(work.session, task.id)
    if row is not None:
        await work.session.delete(row)
        await work.session.flush()
        await asyncio.to_thread(shelf.remove, _shelf(desk), row.object_name)


async def remove_files(desk: Desk, case_id: str) -> None:
    """Take away every file of a case's answers; their rows go with the case's others."""
    async with desk.look() as session:
        rows = (await session.exec(select(TaskFileRow).where(TaskFileRow.case_id == case_id))).all()
    for row in rows:
        await asyncio.to_thread(shelf.remove, _shelf(desk), row.object_name)


async def opened(desk: Desk, task_id: str) -> Evidence | None:
    """The file of a task's answer for staff, the first piece opened already; None when there is none."""
    async with desk.look() as session:
        row = await file_of(session, task_id)
    if row is None:
        return None
    box = await desk.keyring.box(row.case_id, PKG)
    rest = shelf.pieces(_path(desk, row.object_name), box, row.object_name)
    first = await asyncio.to_thread(next, rest, b"")

    def chained() -> Iterator[bytes]:
        yield first
        yield from rest

    return Evidence(box.unseal(FILE_NAME, row.name_sealed), row.bytes, chained())


async def found(desk: Desk, case_id: str) -> list[TaskFile]:
    """The files of a case's answers, for the package that is made of them."""
    async with desk.look() as session:
        rows = (await session.exec(select(TaskFileRow).where(TaskFileRow.case_id == case_id))).all()
    box = await desk.keyring.box(case_id, PKG)
    return [
        TaskFile(
            row.task_id,
            box.unseal(FILE_NAME, row.name_sealed),
            row.bytes,
            row.sha256,
            partial(shelf.pieces, _path(desk, row.object_name), box, row.object_name),
        )
        for row in rows
    ]


def _shelf(desk: Desk) -> Path:
    return Path(desk.settings.data_dir) / "evidence"


def _path(desk: Desk, object_name: str) -> Path:
    return _shelf(desk) / f"{object_name}.sealed"
