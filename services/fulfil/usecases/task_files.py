"""Files that data holders hand over with their answers, as the package sees them.

Who keeps such files puts a `Finder` into the desk's tools under `FILES`; without one no task has any.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shared.platform.desk import Desk

FILES: Final = "task_files"


@dataclass(frozen=True)
class TaskFile:
    """A file of a task: `name` as its holder called it, `pieces` reads its clear bytes and blocks."""

    task_id: str
    name: str
    size: int
    sha256: str
    pieces: Callable[[], Iterator[bytes]]


Finder = Callable[[Desk, str], Awaitable[Sequence[TaskFile]]]
"""The files of all tasks of a case, by its id."""


async def files_of(desk: Desk, case_id: str) -> Sequence[TaskFile]:
    """The files of a case's tasks, always in the same order."""
    finder: Finder | None = desk.tools.get(FILES)
    found = await finder(desk, case_id) if finder else ()
    return sorted(found, key=lambda file: (file.task_id, file.name, file.sha256))
