"""SQLite on a thread of its own, with one way there and back for each statement.

aiosqlite takes four (make a cursor, execute, fetch, close), and on a loaded machine the ways cost more than the
statements. Only what SQLAlchemy asks of a driver is here; a large result is still brought in parts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite

PART = 1000
Description = tuple[tuple[Any, ...], ...] | None


class Cursor:
    """The result of one statement; its first rows come with it."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        """While there is more to fetch."""
        self._rows: list[Any] = []
        self.description: Description = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run it and bring the first rows."""
        await self._connection.there(self._run, lambda cursor: cursor.execute(statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run it for each set of parameters."""
        await self._connection.there(self._run, lambda cursor: cursor.executemany(statement, parameters))
        return self

    def _run(self, run: Callable[[sqlite3.Cursor], object]) -> None:
        """On the connection's thread."""
        cursor = self._connection.made_cursor()
        run(cursor)
        self.description = cursor.description
        self._rows = cursor.fetchmany(PART) if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        if len(self._rows) < PART:
            cursor.close()
        else:
            self._open = cursor

    async def fetchall(self) -> list[Any]:
        """What was not fetched yet."""
        rest = await self._connection.there(self._open.fetchall) if self._open else []
        rows, self._rows = self._rows + rest, []
        await self.close()
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """So many of them."""
        wanted = size or self.arraysize
        if len(self._rows) < wanted and self._open:
            self._rows += await self._connection.there(self._open.fetchmany, max(PART, wanted))
        rows, self._rows = self._rows[:wanted], self._rows[wanted:]
        return rows

    async def fetchone(self) -> Any:
        """The next one, or None."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Let go of what was not fetched."""
        unfetched, self._open = self._open, None
        if unfetched is not None:
            await self._connection.there(unfetched.close)


class Connection(aiosqlite.Connection):
    """A connection whose cursors go there once."""

    async def there(self, act: Callable[..., Any], *given: Any) -> Any:
        """Do something on the thread of this connection."""
        return await self._execute(act, *given)  # type: ignore[no-untyped-call]  # aiosqlite types its outside only

    def made_cursor(self) -> sqlite3.Cursor:
        """A cursor of the library, for use on that thread."""
        return self._conn.cursor()

    def cursor(self) -> Cursor:  # type: ignore[override]  # what SQLAlchemy needs of it, not all that aiosqlite offers
        """A cursor that has not been anywhere yet."""
        return Cursor(self)


async def connect(path: str) -> Connection:
    """Open the file."""
    made = Connection(lambda: sqlite3.connect(path, check_same_thread=False), PART)
    made._thread.daemon = True  # noqa: SLF001 -- as SQLAlchemy does: a thread that waits may not keep the process alive
    await made
    return made
