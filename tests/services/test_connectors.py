"""Connectors: the same few things of a database, a service over HTTP and files; each against a real one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import create_engine, text

from services.fulfil.connectors import opened
from services.fulfil.connectors.files import order_file
from services.fulfil.rules.connected import Change, Record, Subject, What, masked, sample
from services.fulfil.usecases.systems import Connector, ConnectorFails
from shared.contracts.connectors import Connector as Settings
from tests.servers.postgres import Postgres
from tests.services.systems import NOOR, NOTES, PEOPLE, TABLES, csv_system, fill, http_system, keyed, rows, sql_system


@asynccontextmanager
async def connector(given: Mapping[str, Any]) -> AsyncIterator[Connector]:
    """One connector of these settings."""
    async with opened([Settings(**given)]) as found:
        yield found["KVS"]


class Ledger(dict[int, bool]):
    """What was noted as done."""

    async def note(self, found: Mapping[int, bool]) -> None:
        """Note it."""
        self.update(found)


async def searches_and_changes(url: str, given: Mapping[str, Any]) -> None:
    """What every database does: finds one person only, corrects, anonymises, erases, and does nothing twice."""
    async with connector(given) as kvs:
        assert await kvs.check() == "2 tables as declared"
        found = await kvs.search(NOOR, "C01")
        assert [(r.place, r.key) for r in found] == [("note", 10), ("note", 12), ("client", 1)]
        assert found[-1].data == {"name": "Noor Bakker", "email": "Noor@Clients.example ", "phone": "085 000 00 01"}
        assert await kvs.search(NOOR, "C02") == []
        assert await kvs.search(Subject("'; DROP TABLE client; --", NOOR.address), "C01") != found
        assert kvs.correctable("C01") == ("phone",)
        done = Ledger()
        await kvs.change(
            Change("o1", What.CORRECT, "C01", NOOR, {"phone": "0'; --", "name": "X"}), keyed(found), done.note
        )
        assert rows(url, "client")[0] == (1, "Noor Bakker", "Noor@Clients.example ", "0'; --")
        assert done == {0: True, 1: True, 2: True}
        await kvs.change(Change("o2", What.ANONYMISE, "C01", NOOR), keyed(found[:1]), done.note)
        assert rows(url, "note")[0] == (10, "noor@clients.example", "(removed)")
        await kvs.change(Change("o3", What.ERASE, "C01", NOOR), keyed(found), done.note)
        assert rows(url, "note") == [NOTES[1]]
        assert rows(url, "client") == list(PEOPLE[1:])
        again = Ledger()
        await kvs.change(Change("o3", What.ERASE, "C01", NOOR), keyed(found), again.note)
        assert again == {0: False, 1: False, 2: False}


async def test_a_database_by_its_mapping(tmp_path: Path) -> None:
    """SQLite, always there."""
    given = sql_system(tmp_path)
    await searches_and_changes(given["url"], given)


@pytest.mark.servers
async def test_a_database_server_by_its_mapping(postgres: Postgres) -> None:
    """PostgreSQL, with types that are told apart."""
    url = postgres.create_database("kvs").replace("postgresql://", "postgresql+psycopg://")
    fill(url)
    await searches_and_changes(url, {"system": "KVS", "kind": "sql", "url": url, "tables": TABLES})


async def test_a_key_that_was_given_out_anew_harms_nobody(tmp_path: Path) -> None:
    """Between dry run and order the record went, and another person got its number."""
    given = sql_system(tmp_path)
    async with connector(given) as kvs:
        found = keyed(await kvs.search(NOOR, "C01"))
        engine = create_engine(given["url"])
        with engine.begin() as base:
            base.execute(text("UPDATE client SET name = 'Bo Smit', email = 'bo@clients.example' WHERE id = 1"))
        engine.dispose()
        done = Ledger()
        await kvs.change(Change("o1", What.ERASE, "C01", NOOR), found, done.note)
        assert done == {0: True, 1: True, 2: False}
        assert rows(given["url"], "client")[0][1] == "Bo Smit"


async def test_a_database_that_fails_half_way_has_changed_nothing(tmp_path: Path) -> None:
    """The last table refuses: the notes that went before are all still there, and nothing is noted."""
    given = sql_system(tmp_path)
    engine = create_engine(given["url"])
    with engine.begin() as base:
        base.execute(text("CREATE TRIGGER no BEFORE DELETE ON client BEGIN SELECT RAISE(ABORT, 'no'); END"))
    engine.dispose()
    done = Ledger()
    async with connector(given) as kvs:
        found = keyed(await kvs.search(NOOR, "C01"))
        with pytest.raises(ConnectorFails, match="IntegrityError"):
            await kvs.change(Change("o1", What.ERASE, "C01", NOOR), found, done.note)
    assert rows(given["url"], "note") == list(NOTES)
    assert done == {}


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"table": "nowhere"}, "there is no table 'nowhere'"),
        ({"table": "client; DROP TABLE client"}, "there is no table"),
        ({"columns": ["name", "iban"]}, "table 'client' lacks: iban"),
        ({"key": "phone"}, "'phone' is not unique"),
        ({"match": {"id": "address"}}, "no text to compare: id"),
    ],
)
async def test_a_mapping_that_does_not_fit_is_refused_by_name(tmp_path: Path, table: dict[str, Any], why: str) -> None:
    """Every name is looked up in the database itself; nothing of it reaches a statement otherwise."""
    given = sql_system(tmp_path)
    wrong = {"category": "C01", "table": "client", "match": {"email": "address"}, "columns": ["name"]} | table
    async with connector(given | {"tables": [wrong]}) as kvs:
        with pytest.raises(ConnectorFails, match=why.replace("'", ".")):
            await kvs.check()
        with pytest.raises(ConnectorFails):
            await kvs.search(NOOR, "C01")
    assert len(rows(given["url"], "client")) == 3


async def test_capitals_of_any_alphabet_and_outer_blanks_do_not_count(tmp_path: Path) -> None:
    """As far as the database can tell; an index on the expression is used, and is no trouble."""
    given = sql_system(tmp_path)
    engine = create_engine(given["url"])
    with engine.begin() as base:
        base.execute(text("CREATE INDEX quick ON client (lower(trim(email)))"))
        base.execute(text("INSERT INTO client VALUES (4, 'Özlem Çelik', ' Özlem@CLIENTS.example', '')"))
        plan = base.execute(text("EXPLAIN QUERY PLAN SELECT id FROM client WHERE lower(trim(email)) IN ('a')"))
        assert "quick" in str(plan.all())
    engine.dispose()
    table = {"category": "C01", "table": "client", "match": {"email": "address"}, "columns": ["name"]}
    async with connector(given | {"tables": [table]}) as kvs:
        assert [each.key for each in await kvs.search(Subject("", "Özlem@clients.example"), "C01")] == [4]


async def test_too_many_records_or_too_little_known_touch_nobody(tmp_path: Path) -> None:
    """A mapping that fits the whole table, or a person without an address."""
    given = sql_system(tmp_path)
    async with connector(given | {"most_records": 1}) as kvs:
        with pytest.raises(ConnectorFails, match="more than 1 records"):
            await kvs.search(NOOR, "C01")
        with pytest.raises(ConnectorFails, match="too little"):
            await kvs.search(Subject("Noor Bakker", " "), "C01")


async def test_a_service_over_http_is_changed_record_by_record(tmp_path: Path) -> None:
    """A try that fails half-way has noted what is done; the next one does the rest, and nothing twice."""
    async with http_system(tmp_path) as (given, system), connector(given) as kvs:
        assert await kvs.check() == "answers"
        found = await kvs.search(NOOR, "C01")
        assert system.asked == ["search Bearer abc"] * 2
        assert found[0] == Record("records", "r/0", {"email": NOOR.address, "text": "note 0"})
        change, records, done = Change("o1", What.ERASE, "C01", NOOR), keyed(found), Ledger()
        system.breaks_after = 2
        with pytest.raises(ConnectorFails, match="answered 503"):
            await kvs.change(change, records, done.note)
        assert done == {0: True, 1: True}
        system.breaks_after = 1000
        await kvs.change(change, {n: r for n, r in records.items() if n not in done}, done.note)
        assert done == dict.fromkeys(range(5), True)
        assert system.records == {}
        assert system.asked[2:] == [f"DELETE r/{n} {n}" for n in range(5)]
        await kvs.change(change, {0: records[0]}, done.note)
        assert done[0] is False, "what is gone already is no failure"


async def test_a_service_over_http_corrects_and_anonymises(tmp_path: Path) -> None:
    """By the same interface."""
    async with http_system(tmp_path) as (given, system), connector(given) as kvs:
        found, done = keyed((await kvs.search(NOOR, "C01"))[:1]), Ledger()
        await kvs.change(Change("o1", What.CORRECT, "C01", NOOR, {"text": "right"}), found, done.note)
        assert system.records["r/0"]["text"] == "right"
        await kvs.change(Change("o2", What.ANONYMISE, "C01", NOOR), found, done.note)
        assert system.records["r/0"] == {"email": ""}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"status": 500}, "answered 500"),
        ({"status": 302, "headers": {"Location": "http://elsewhere.example/"}}, "answered 302"),
        ({"text": "hello"}, "no JSON"),
        ({"text": "{}"}, "no list"),
        ({"text": '[{"id": "1"}]'}, "lacks id or data"),
        ({"text": '[{"id": "..", "data": {}}]'}, "lacks id or data"),
        ({"text": "[" * 100_000}, "no JSON"),
        ({"body": bytes(16 * 1024 * 1024 + 1)}, "larger than 16 MiB"),
    ],
)
async def test_a_service_that_answers_nonsense_is_a_failure(tmp_path: Path, answer: dict[str, Any], why: str) -> None:
    """And never a crash, a redirect that is followed, or a full memory."""
    async with http_system(tmp_path) as (given, system), connector(given) as kvs:
        system.answer = answer
        with pytest.raises(ConnectorFails, match=why):
            await kvs.search(NOOR, "C01")
        assert len(system.asked) == 1


async def test_files_are_searched_and_an_order_lies_ready_for_people(tmp_path: Path) -> None:
    """The export is never changed; the order names keys alone, none of them a formula, and is one file."""
    given = csv_system(tmp_path)
    before = (given["directory"] / "client.csv").read_bytes()
    async with connector(given) as kvs:
        assert await kvs.check() == "1 files as declared"
        found = await kvs.search(NOOR, "C01")
        assert found == [Record("client.csv", "=1", {"name": "Noor  Bakker", "phone": "085 000 00 01"})]
        done = Ledger()
        for _ in range(2):
            await kvs.change(Change("o1", What.ERASE, "C01", NOOR), keyed(found), done.note)
        assert (done, kvs.finishes) == ({0: True}, False)
        with pytest.raises(ConnectorFails):
            await kvs.change(Change("o2", What.CORRECT, "C01", NOOR, {"phone": "1"}), keyed(found), done.note)
    order = order_file(given["directory"], "o1").read_text(encoding="utf-8")
    assert order.splitlines() == ["number;file;key", "0;client.csv;'=1"]
    assert (given["directory"] / "client.csv").read_bytes() == before
    assert len(list((given["directory"] / "orders").iterdir())) == 1


@pytest.mark.parametrize("name", ["../client.csv", "none.csv", "short.csv"])
async def test_a_file_that_is_not_as_declared_is_refused(tmp_path: Path, name: str) -> None:
    """Outside its directory, not there, or without a column."""
    given = csv_system(tmp_path)
    (given["directory"] / "short.csv").write_text("id;name\n1;Noor\n", encoding="utf-8")
    (tmp_path / "client.csv").write_text("id;name;email;phone\n", encoding="utf-8")
    async with connector(given | {"tables": [{**given["tables"][0], "table": name}]}) as kvs:
        with pytest.raises(ConnectorFails):
            await kvs.check()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "http", "url": "http://system.example/"},
        {"kind": "http", "url": "https://user:secret@system.example/"},
        {"kind": "http", "url": "ftp://127.0.0.1/"},
        {"kind": "sql", "url": "sqlite://"},
        {"kind": "csv"},
    ],
)
def test_a_connector_that_is_not_whole_stops_the_start(wrong: dict[str, Any]) -> None:
    """With the reason."""
    with pytest.raises(ValidationError):
        Settings(**{"system": "KVS"} | wrong)


def test_a_sample_shows_that_there_is_something_and_no_more() -> None:
    """Of a few records, how their values begin."""
    found = [Record("client", n, {"name": "Noor Bakker", "bsn": 123456782, "x": None, "y": "ab"}) for n in range(9)]
    assert sample(found) == [{"name": "N•••••••", "bsn": "1•••••••", "x": "", "y": "••"}] * 3
    assert masked("€50") == "€••"
