"""Our way to SQLite's thread: what SQLAlchemy asks of a driver, with small and with large results."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.platform.db import Database, locate
from shared.platform.sqlite import PART, Connection, connect

SIZES = (0, 1, PART - 1, PART, PART + 1, 3 * PART + 7)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    opened = await connect(str(tmp_path / "x.db"))
    async with opened.cursor() as cursor:
        await cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
        await cursor.executemany("INSERT INTO t VALUES (?)", [(number,) for number in range(3 * PART + 7)])
    yield opened
    await opened.close()


@pytest.mark.parametrize("size", SIZES)
async def test_all_rows_come_whatever_their_number(connection: Connection, size: int) -> None:
    """In one part or in several."""
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT n FROM t ORDER BY n LIMIT ?", (size,))
        assert [row[0] for row in await cursor.fetchall()] == [*range(size)]
        assert await cursor.fetchall() == []


@pytest.mark.parametrize("step", [1, 7, PART, 2 * PART])
async def test_rows_are_fetched_in_steps(connection: Connection, step: int) -> None:
    """None is left out and none comes twice."""
    found: list[int] = []
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT n FROM t ORDER BY n")
        assert (await cursor.fetchone())[0] == 0
        while rows := await cursor.fetchmany(step):
            found += [row[0] for row in rows]
        assert await cursor.fetchone() is None
    assert found == [*range(1, 3 * PART + 7)]


async def test_a_cursor_that_was_not_emptied_holds_no_lock(connection: Connection, tmp_path: Path) -> None:
    """Closing lets go of the statement, so that another may change the table."""
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT n FROM t")
        await cursor.fetchone()
    async with connection.cursor() as cursor:
        await cursor.execute("DROP TABLE t")


async def test_the_database_counts_and_complains_as_before(tmp_path: Path) -> None:
    """Through SQLAlchemy: counts of changed rows, returned keys, errors of their kind, rows one by one."""
    before = set(threading.enumerate())
    database = Database(locate(f"sqlite:///{tmp_path}", "x"), "x")
    async with database.write() as at:
        await at.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
        await at.execute(text("INSERT INTO t VALUES (:n)"), [{"n": number} for number in range(2 * PART)])
        assert (await at.execute(text("UPDATE t SET n = n + 10000 WHERE n < 5"))).rowcount == 5
        assert (await at.execute(text("INSERT INTO t VALUES (7777) RETURNING n"))).scalar() == 7777
    with pytest.raises(IntegrityError):
        async with database.write() as at:
            await at.execute(text("INSERT INTO t VALUES (7777)"))
    with pytest.raises(OperationalError):
        async with database.read() as at:
            await at.execute(text("SELECT * FROM nothing"))
    async with database.read() as at, at.stream(text("SELECT n FROM t ORDER BY n")) as rows:
        assert len([row async for row in rows]) == 2 * PART + 1
    await database.close()
    threads = [each for each in threading.enumerate() if "_connection_worker" in each.name and each not in before]
    for thread in threads:
        thread.join(10)  # it says that the file is closed before its own last step
    assert not [thread for thread in threads if thread.is_alive()]
    assert sqlite3.connect(tmp_path / "x.db").execute("SELECT count(*) FROM t").fetchone() == (2 * PART + 1,)
