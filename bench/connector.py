"""The SQL connector over a million rows in SQLite: seconds and memory of a search and an export.

A search compares without capitals, so it reads the whole table unless the bureau gives it an index on `lower(...)`.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from services.fulfil.connectors import opened
from services.fulfil.rules.connected import Record, Subject
from services.fulfil.usecases.systems import Connector
from shared.contracts.connectors import Connector as Settings

ROWS = 1_000_000
OF_ONE = 1_000  # records of the person who asks
ROUNDS = 3
NOOR = Subject("Noor Bakker", "noor@clients.example")
INDEX = "CREATE INDEX quick ON contact (lower(trim(email)))"


def _rows() -> Iterator[tuple[int, str, str, str]]:
    for number in range(ROWS):
        mine = number % (ROWS // OF_ONE) == 0
        email = "Noor@Clients.example" if mine else f"client-{number}@clients.example"
        yield number, email, f"085 {number:07}", f"Contact moment number {number} about the programme."


def _fill(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT, phone TEXT, body TEXT)")
        base.executemany("INSERT INTO contact VALUES (?, ?, ?, ?)", _rows())
    base.close()


def _settings(file: Path) -> Settings:
    table = {"category": "C11", "table": "contact", "match": {"email": "address"}, "columns": ["phone", "body"]}
    return Settings.model_validate(
        {"system": "KVS", "kind": "sql", "url": f"sqlite:///{file}", "tables": [table]},
    )


def _export(records: list[Record]) -> bytes:
    return json.dumps([{"key": each.key, **each.data} for each in records], indent=1).encode()


async def _timed(what: Callable[[], Awaitable[object]]) -> str:
    walls, cpus = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        await what()
        walls.append(time.perf_counter() - began)
        cpus.append(time.process_time() - used)
    tracemalloc.start()
    await what()
    peak = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    return f"{min(walls):.3f} s ({min(cpus):.3f} s of CPU), {peak:.1f} MiB of Python objects at most"


async def _measure(file: Path) -> list[tuple[str, str]]:
    async with opened([_settings(file)]) as found:
        return await _of(found["KVS"], file)


async def _of(kvs: Connector, file: Path) -> list[tuple[str, str]]:
    async def search() -> list[Record]:
        return await kvs.search(NOOR, "C11")

    async def export() -> bytes:
        return _export(await search())

    async def nobody() -> list[Record]:
        return await kvs.search(Subject("", "nobody@clients.example"), "C11")

    assert len(await search()) == OF_ONE
    table = [
        (f"search, {OF_ONE:,} found", await _timed(search)),
        ("search, nobody there", await _timed(nobody)),
        (f"export of {OF_ONE:,} ({len(await export()):,} bytes)", await _timed(export)),
    ]
    base = sqlite3.connect(file)
    base.execute(INDEX)
    base.close()
    table.append(("search, nobody there, with an index on lower(trim(email))", await _timed(nobody)))
    table.append(("most memory of the whole process", f"{_most_memory():.0f} MiB"))
    return table


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> list[tuple[str, str]]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "kvs.sqlite"
        _fill(file)
        return asyncio.run(_measure(file))


if __name__ == "__main__":
    for line in measure():
        print(*line, sep=": ")
