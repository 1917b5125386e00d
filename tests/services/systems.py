"""Invented systems of a bureau for tests of connectors: a database, files, a service over HTTP; all of them real."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import create_engine, text

from services.fulfil.rules.connected import Record, Subject

NOOR = Subject("Noor Bakker", "noor@clients.example")
PEOPLE = (
    (1, "Noor Bakker", "Noor@Clients.example ", "085 000 00 01"),
    (2, "Noor Bakker", "another.noor@clients.example", "085 000 00 02"),
    (3, "Sam de Vries", "sam@clients.example", "085 000 00 03"),
)
NOTES = (
    (10, "noor@clients.example", "First talk"),
    (11, "sam@clients.example", "Other"),
    (12, "noor@clients.example", "Last"),
)
TABLES: list[dict[str, Any]] = [
    {
        "category": "C01",
        "table": "note",
        "match": {"email": "address"},
        "columns": ["id", "body"],
        "anonymise": {"body": "(removed)"},
    },
    {
        "category": "C01",
        "table": "client",
        "match": {"email": "address", "name": "name"},
        "columns": ["name", "email", "phone"],
        "correct": ["phone"],
        "anonymise": {"name": "(removed)", "email": "", "phone": ""},
    },
]


def fill(url: str) -> None:
    """A database of clients, and of notes that point at them by address."""
    engine = create_engine(url)
    with engine.begin() as base:
        base.execute(text("CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT)"))
        base.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, email TEXT, body TEXT)"))
        for row in PEOPLE:
            base.execute(text("INSERT INTO client VALUES (:a, :b, :c, :d)"), dict(zip("abcd", row, strict=True)))
        for note in NOTES:
            base.execute(text("INSERT INTO note VALUES (:a, :b, :c)"), dict(zip("abc", note, strict=True)))
    engine.dispose()


def rows(url: str, table: str) -> list[tuple[Any, ...]]:
    """What is in a table now."""
    engine = create_engine(url)
    with engine.connect() as base:
        found = [tuple(row) for row in base.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # noqa: S608
    engine.dispose()
    return found


def sql_system(folder: Path) -> dict[str, Any]:
    """A connector to a SQLite database that is made."""
    url = f"sqlite:///{folder / 'kvs.sqlite'}"
    fill(url)
    return {"system": "KVS", "kind": "sql", "url": url, "tables": TABLES}


def csv_system(folder: Path) -> dict[str, Any]:
    """A connector to an export, with a key that a spreadsheet would take for a formula."""
    exports = folder / "exports"
    exports.mkdir()
    lines = ["id;name;email;phone", "=1;Noor  Bakker;NOOR@clients.example;085 000 00 01", "2;Sam;sam@clients.example;"]
    (exports / "client.csv").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    table = {"category": "C01", "table": "client.csv", "match": {"email": "address"}, "columns": ["name", "phone"]}
    return {"system": "KVS", "kind": "csv", "directory": exports, "tables": [table]}


@dataclass
class HttpSystem:
    """A system over HTTP: its records, what it was asked, and after how many changes it breaks down."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    breaks_after: int = 1000
    changes: int = 0
    answer: Any = None

    async def search(self, request: web.Request) -> web.StreamResponse:
        """Everything of an address."""
        wish = await request.json()
        self.asked.append(f"search {request.headers.get('Authorization', '')}")
        if self.answer is not None:
            return web.Response(**self.answer)
        found = [{"id": i, "data": d} for i, d in self.records.items() if d.get("email") == wish["address"]]
        return web.json_response(found)

    async def change(self, request: web.Request) -> web.Response:
        """Change one record, unless it is down."""
        one = request.match_info["id"]
        self.changes += 1
        if self.changes > self.breaks_after:
            return web.Response(status=503)
        self.asked.append(f"{request.method} {one} {request.headers['Idempotency-Key'].rpartition('-')[2]}")
        if one not in self.records:
            return web.Response(status=404)
        if request.method == "DELETE":
            del self.records[one]
        elif request.method == "PATCH":
            self.records[one] |= (await request.json())["data"]
        else:
            self.records[one] = {"email": ""}
        return web.Response(status=204)


@asynccontextmanager
async def http_system(folder: Path) -> AsyncIterator[tuple[dict[str, Any], HttpSystem]]:
    """A running system, and the connector to it."""
    system = HttpSystem({f"r/{n}": {"email": NOOR.address, "text": f"note {n}"} for n in range(5)})
    app = web.Application()
    app.router.add_post("/api/records/search", system.search)
    app.router.add_route("*", "/api/records/{id}", system.change)
    app.router.add_post("/api/records/{id}/anonymise", system.change)
    token = folder / "token"
    token.write_text("abc\n", encoding="utf-8")
    table = {
        "category": "C01",
        "table": "records",
        "match": {"email": "address"},
        "columns": ["text"],
        "correct": ["text"],
    }
    async with TestServer(app) as server:
        url = str(server.make_url("/api"))
        given = {"system": "KVS", "kind": "http", "url": url, "secret_file": token, "timeout_seconds": 5}
        yield {**given, "tables": [table]}, system


def keyed(records: list[Record]) -> dict[int, Record]:
    """Records as an order carries them: by their place, and without their data."""
    return {n: Record(*json.loads(json.dumps([each.place, each.key]))) for n, each in enumerate(records)}
