"""The client directory: the same answers from a CSV file, a database and a look-up over HTTP; reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import ValidationError

from services.verify.directory import opened
from services.verify.rules.on_file import OnFile
from services.verify.usecases.tools import Directory, DirectoryFails
from shared.contracts.settings import ClientDirectory
from tests.servers.postgres import Postgres

NOOR = OnFile(
    name="Noor Bakker",
    addresses=("noor@clients.example", "n.bakker@work.example"),
    numbers=("085 000 00 01",),
    client="client-7",
    birth_date=date(1990, 5, 1),
    since=date(2021, 3, 1),
)
RECORD = {
    "client": "client-7",
    "name": "Noor Bakker",
    "email": "noor@clients.example; N.Bakker@work.example; not an address",
    "phone": "085 000 00 01",
    "birth_date": "1990-05-01",
    "since": "2021-03-01",
}
QUERY = """SELECT client, name, email, phone, birth_date, since FROM clients
WHERE :term IN (client, name) OR email LIKE '%' || :term || '%'"""


def csv_directory(folder: Path) -> dict[str, Any]:
    """An export as a spreadsheet makes it."""
    file = folder / "clients.csv"
    rows = [
        ",".join(RECORD),
        ",".join(f'"{value}"' for value in RECORD.values()),
        'client-8,Sam,sam@x.example,"","",""',
    ]
    file.write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    return {"kind": "csv", "csv_file": file}


def sql_directory(folder: Path, query: str = QUERY) -> dict[str, Any]:
    """A database of clients."""
    file = folder / "clients.sqlite"
    with sqlite3.connect(file) as base:
        base.execute(f"CREATE TABLE IF NOT EXISTS clients ({', '.join(RECORD)})")
        base.execute("DELETE FROM clients")
        base.execute("INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?)", tuple(RECORD.values()))
    base.close()
    return {"kind": "sql", "sql_url": f"sqlite:///{file}", "sql_query": query}


@asynccontextmanager
async def http_directory(
    folder: Path, answer: web.Response | None = None
) -> AsyncIterator[tuple[dict[str, Any], list[str]]]:
    """A look-up, and what it was asked."""
    asked: list[str] = []

    async def look(request: web.Request) -> web.Response:
        asked.append(f"{request.query['term']} {request.headers.get('Authorization', '')}")
        if answer is not None:
            return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        return web.json_response([RECORD] if request.query["term"] in {"client-7", "Noor Bakker"} else [])

    app = web.Application()
    app.router.add_get("/people", look)
    token = folder / "token"
    token.write_text("abc\n", encoding="utf-8")
    async with TestServer(app) as server:
        yield {"kind": "http", "http_url": str(server.make_url("/people")), "secret_file": token}, asked


@asynccontextmanager
async def directory(**given: Any) -> AsyncIterator[Directory]:
    """One directory of these settings."""
    async with opened(ClientDirectory(**given)) as found:
        assert found is not None
        yield found


async def answers(found: Directory) -> None:
    """What every kind answers."""
    assert list(await found.find("client-7")) == [NOOR]
    assert list(await found.find("noor bakker")) in ([NOOR], [])  # a database may tell capitals apart
    assert list(await found.find("client-99")) == []
    assert list(await found.find("'; DROP TABLE clients; --")) == []
    assert await found.check()


async def test_a_csv_file_answers(tmp_path: Path) -> None:
    """With commas or semicolons, with the mark that spreadsheets put in front."""
    async with directory(**csv_directory(tmp_path)) as found:
        await answers(found)
        assert list(await found.find("N.BAKKER@work.example")) == [NOOR]


async def test_a_database_answers_and_is_only_read(tmp_path: Path) -> None:
    """The term is bound, a broader query is narrowed to who is meant, and a query that writes fails."""
    async with directory(**sql_directory(tmp_path)) as found:
        await answers(found)
        assert list(await found.find("n.bakker@work.example")) == [NOOR]
        assert list(await found.find("bakker")) == []
    writes = "WITH gone AS (SELECT :term) DELETE FROM clients RETURNING client, name, email, phone"
    async with directory(**sql_directory(tmp_path, writes)) as found:
        with pytest.raises(DirectoryFails):
            await found.find("client-7")
    with sqlite3.connect(tmp_path / "clients.sqlite") as base:
        assert base.execute("SELECT count(*) FROM clients").fetchone() == (1,)
    base.close()


async def test_a_lookup_over_http_answers(tmp_path: Path) -> None:
    """With its token, read from a file; the term is a parameter."""
    async with http_directory(tmp_path) as (given, asked), directory(**given) as found:
        await answers(found)
        assert asked[0] == "client-7 Bearer abc"


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=302, headers={"Location": "https://evil.example/"}),
        web.Response(status=500),
        web.Response(body=b"<html>"),
        web.Response(body=b'{"name": 1}'),
        web.Response(body=b'[{"name": "x"}]'),
        web.Response(body=b"[" * 70_000),
        web.Response(body=b"[" * 60_000),
        web.Response(body=b'[{"name": "x", "email": "", "phone": "", "since": "soon"}]'),
    ],
    ids=["redirect", "failure", "no json", "no list", "incomplete", "too large", "too deep", "no date"],
)
async def test_an_answer_that_makes_no_sense_is_no_answer(tmp_path: Path, answer: web.Response) -> None:
    """Above all a redirect: neither term nor token go to another host."""
    async with http_directory(tmp_path, answer) as (given, asked), directory(**given) as found:
        with pytest.raises(DirectoryFails):
            await found.find("client-7")
        assert len(asked) == 1


async def test_nobody_there_says_so_and_names_nobody(tmp_path: Path) -> None:
    """A failure tells its kind and never the term."""
    for given in (
        {"kind": "csv", "csv_file": tmp_path / "no.csv"},
        {**sql_directory(tmp_path), "sql_url": f"sqlite:///{tmp_path}/no/such.db"},
        {**sql_directory(tmp_path), "sql_query": "SELECT :term AS name"},
        {"kind": "http", "http_url": "http://127.0.0.1:9/people"},
    ):
        async with directory(**given) as found:
            with pytest.raises(DirectoryFails) as failed:
                await found.find("noor@clients.example")
        assert "noor" not in str(failed.value)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "csv"},
        {"kind": "sql", "sql_url": "sqlite:///x"},
        {"kind": "sql", "sql_url": "sqlite:///x", "sql_query": "SELECT name FROM clients"},
        {"kind": "sql", "sql_url": "sqlite:///x", "sql_query": "DELETE FROM clients WHERE name = :term"},
        {"kind": "sql", "sql_url": "sqlite:///x", "sql_query": "SELECT :term; DROP TABLE clients"},
        {"kind": "http", "http_url": "http://clients.example/people"},
        {"kind": "http"},
        {"kind": "ldap"},
    ],
)
def test_half_a_configuration_stops_the_start(given: dict[str, str]) -> None:
    """And nothing crosses a network in clear."""
    with pytest.raises(ValidationError):
        ClientDirectory(**given)  # type: ignore[arg-type]  # as a file might have it


async def test_without_a_directory_there_is_none() -> None:
    """People look into the file themselves."""
    async with opened(ClientDirectory()) as found:
        assert found is None


@pytest.mark.servers
async def test_postgresql_is_held_to_reading(tmp_path: Path, postgres: Postgres) -> None:
    """Even with an account that may write, and a query that a function makes write."""
    url = postgres.create_database("clients")
    columns = ", ".join(f"{name} text" for name in RECORD)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(f"CREATE TABLE clients ({columns})".encode())
        link.execute("INSERT INTO clients VALUES (%s, %s, %s, %s, %s, %s)", tuple(RECORD.values()))
    given = {"kind": "sql", "sql_url": url, "sql_query": QUERY}
    async with directory(**given) as found:
        await answers(found)
    writes = "WITH gone AS (DELETE FROM clients RETURNING *) SELECT * FROM gone WHERE client = :term"
    async with directory(**given | {"sql_query": writes}) as found:
        for _ in range(2):
            with pytest.raises(DirectoryFails):
                await found.find("client-7")
    with psycopg.connect(url) as link:
        assert link.execute("SELECT count(*) FROM clients").fetchone() == (1,)
