"""Making one package: in a thread, sealed while it is written, with its progress in the database for the case's page.

The job is held as long as it goes on. A process that dies leaves a lease and an unfinished file: whoever takes the job
up removes the file and begins anew.
"""

from __future__ import annotations

import asyncio
import errno
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from services.fulfil import dossier
from services.fulfil.dossier import Package
from services.fulfil.store import packages, shelf
from services.fulfil.store.packages import PackageRow
from services.fulfil.store.releases import BuildRow, BuildState
from services.fulfil.store.shelf import Stored
from shared.contracts.people import PKG
from shared.platform.desk import Desk
from shared.platform.handlers import Job

LEASE: Final = 120
LOOK_EVERY: Final = 1.0  # seconds between two words about the progress
SPARE: Final = 64 * 1024 * 1024  # bytes that must stay free beside the package


class Abandoned(Exception):
    """Nobody waits for this package any more: the thread that writes it ends."""


@dataclass
class Progress:
    """How many bytes of files are in, as the writing thread counts them; once `abandoned`, it soon ends."""

    done: int = 0
    abandoned: bool = field(default=False)

    def __call__(self, count: int) -> None:
        """Count a piece."""
        if self.abandoned:
            raise Abandoned
        self.done += count


def shelf_of(desk: Desk) -> Path:
    """The directory of sealed packages."""
    return Path(desk.settings.data_dir) / "packages"


def path_of(desk: Desk, row: PackageRow) -> Path:
    """The sealed file of a package; its name is ours alone."""
    return shelf_of(desk) / f"{row.object_name}.sealed"


async def build(desk: Desk, job: Job, row: PackageRow, package: Package) -> Stored:
    """Put the sealed ZIP on the shelf; raises `NotAsApproved`, `LostLease`, or OSError when the disk is full."""
    total = sum(file.size for file in package.files)
    await asyncio.to_thread(_make_room, shelf_of(desk), row.id, total)
    await _note(desk, row, job.attempt, BuildState.BUILDING, 0, total)
    box, progress = await desk.keyring.box(packages.scope_of(row), PKG), Progress()
    write = partial(dossier.write, package, progress=progress)
    writing = asyncio.create_task(asyncio.to_thread(shelf.fill, path_of(desk, row), box, row.id, write))
    try:
        while not (await asyncio.wait({writing}, timeout=LOOK_EVERY))[0]:
            await job.hold(LEASE)
            await _note(desk, row, job.attempt, BuildState.BUILDING, progress.done, total)
        return writing.result()
    except BaseException:
        progress.abandoned = True
        await asyncio.wait({writing})
        await asyncio.to_thread(shelf.remove, shelf_of(desk), row.object_name)
        raise


def _make_room(directory: Path, stem: str, total: int) -> None:
    """Take away what an earlier attempt left, and see that the disk has room."""
    shelf.remove(directory, stem)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(directory).free < total + SPARE:
        raise OSError(errno.ENOSPC, "there is no room for the package")


async def _note(desk: Desk, row: PackageRow, attempt: int, state: BuildState, done: int, total: int) -> None:
    async with desk.work() as work:
        known = await work.session.get(BuildRow, (row.case_id, row.number, row.renewal))
        made = known or build_row(row.case_id, row.number, row.renewal, work.now)
        made.state, made.attempt, made.done_bytes, made.total_bytes = state.value, attempt, done, total
        made.changed_at = work.now
        work.session.add(made)


def build_row(case_id: str, number: int, renewal: int, now: datetime) -> BuildRow:
    """A package that waits to be made."""
    return BuildRow(case_id=case_id, number=number, renewal=renewal, changed_at=now)
