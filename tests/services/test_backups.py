"""Backup, restore, replay and report as whoever runs the desk uses them: what was erased does not come back."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from services.__main__ import app
from services.commands import backups
from tests.faults.walk import ASKS
from tests.security.filled import case_of, with_tasks
from tests.security.whole_desk import WholeDesk, mail, opened

pytestmark = pytest.mark.slow


@dataclass
class Bureau:
    """A directory with a desk's data, and the command line on it."""

    place: Path
    case: str = ""

    @property
    def data(self) -> Path:
        """Where the desk lives."""
        return self.place / "data"

    @property
    def backup(self) -> Path:
        """The backup that the tests make."""
        return self.place / "monday"

    def run(self, *words: str) -> Result:
        """One command, with a configuration that names this data."""
        config = self.place / "desk.toml"
        config.write_text(f'data_dir = "{self.data}"\n[web]\nport = 1\n', encoding="utf-8")
        return CliRunner().invoke(app, [*words, "--config", str(config)])

    def told(self, *words: str) -> dict[str, Any]:
        """What a command that must work prints with --json."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
        return found

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        """What lies in a database."""
        engine = create_engine(f"sqlite:///{self.data / service}.db")
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found

    def readable(self) -> bool:
        """Whether the content of the case is there and has its key."""
        [(name,)] = self.rows("fulfil", f"SELECT name_sealed FROM fulfil_case WHERE id = '{self.case}'")  # noqa: S608
        letters = self.rows("notify", f"SELECT id FROM delivery WHERE case_id = '{self.case}'")  # noqa: S608
        keys = f"SELECT 1 FROM data_key WHERE scope = '{self.case}' AND compartment = 'corr' AND wrapped IS NOT NULL"  # noqa: S608 -- an id
        return bool(name) and bool(letters) and bool(self.rows("cabinet", keys))


async def closed_case(desk: WholeDesk) -> str:
    """A request that was withdrawn."""
    handler = await desk.token("handler")
    incoming = await desk.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
    case = await case_of(desk, incoming, handler)
    await with_tasks(desk, case, handler)
    version = await desk.one("fulfil", "SELECT version FROM fulfil_case WHERE id = :id", id=case)
    step = {"version": version, "event": "withdraw", "note-withdraw": "On the telephone."}
    assert (await desk.send(f"/staff/cases/{case}/step", handler, **step)).status == 303
    await desk.house.settle()
    return case


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A desk that was backed up while it ran and worked, and then destroyed what it had kept for two years."""
    made = Bureau(tmp_path_factory.mktemp("bureau"))

    async def live() -> None:
        async with opened(made.data) as desk:
            made.case = await closed_case(desk)
            saving = asyncio.create_task(asyncio.to_thread(made.run, "backup", "--out", str(made.backup)))
            for number in range(5):
                await desk.receive(bytes(mail(f"Sam {number}", "sam@clients.example", "Hallo", ASKS)))
            saved = await saving
            assert saved.exit_code == 0, saved.output
            await desk.house.settle()
            desk.house.clock.jump(timedelta(days=3 * 366))
            await desk.house.settle()

    asyncio.run(live())
    return made


@pytest.fixture
def bureau(kept: Bureau, tmp_path: Path) -> Bureau:
    """A copy of it for one test."""
    shutil.copytree(kept.place, tmp_path / "copy")
    return Bureau(tmp_path / "copy", kept.case)


def test_a_restored_backup_does_not_bring_back_what_was_erased(bureau: Bureau) -> None:
    """R6-13: the keys that were destroyed stay so, and the rows and files that came back go again; twice is once."""
    assert not bureau.readable()
    old = bureau.rows("fulfil", "SELECT count(*) FROM fulfil_case")
    told = bureau.told("restore", str(bureau.backup), "--replace")
    assert told["replayed"]["cases"] == 1
    assert bureau.rows("fulfil", "SELECT count(*) FROM fulfil_case") <= old
    gone = f"SELECT name_sealed, content_destroyed_at IS NULL FROM fulfil_case WHERE id = '{bureau.case}'"  # noqa: S608
    assert bureau.rows("fulfil", gone) == [("", 0)]
    for service, table in (("notify", "delivery"), ("verify", "verification"), ("intake", "case_known")):
        query = f"SELECT 1 FROM {table} WHERE case_id = '{bureau.case}'"  # noqa: S608
        assert bureau.rows(service, query) == []
    assert bureau.told("replay")["cases"] == 0
    assert bureau.run("audit", "verify").exit_code == 0


def test_on_a_new_machine_the_ledger_tells_what_was_erased(bureau: Bureau) -> None:
    """The keys of the backup alone would open it; with the ledger that was kept elsewhere it stays closed."""
    ledger, elsewhere = bureau.place / "ledger", Bureau(bureau.place / "new", bureau.case)
    assert bureau.told("backup", "--only-ledger", "--out", str(ledger))["destroyed"] > 0
    assert "wrapped" not in ledger.read_text()
    elsewhere.data.mkdir(parents=True)
    shutil.copytree(bureau.data / "keys", elsewhere.data / "keys")
    assert elsewhere.told("restore", str(bureau.backup))["replayed"]["cases"] == 0
    assert elsewhere.readable()
    assert elsewhere.told("replay", "--ledger", str(ledger))["cases"] == 1
    assert not elsewhere.readable()


def test_a_backup_is_two_files_and_holds_no_copy_of_an_identity_document(bureau: Bureau) -> None:
    """R4-13: neither the vault nor its keys; both files are for their owner only."""
    keys = bureau.backup.with_name("monday.keys")
    assert {oct(file.stat().st_mode)[-3:] for file in (bureau.backup, keys)} == {"600"}
    lines = [json.loads(line) for line in keys.read_text().splitlines()]
    assert {line["compartment"] for line in lines if "wrapped" in line} == {"contact", "corr"}
    assert "vault" not in backups.FOLDERS
    assert not list(bureau.place.glob("*.new"))


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("restore", "{backup}"), 2, "--replace"),
        (("restore", "{backup}", "--replace", "--keys", "{place}/none"), 2, "the keys"),
        (("restore", "{place}/none", "--replace"), 1, "no whole backup"),
        (("restore", "{damaged}", "--replace", "--keys", "{backup}.keys"), 1, ""),
        (("restore", "{backup}", "--replace", "--keys", "{damaged}"), 1, "no keys of this desk"),
        (("replay", "nobody"), 2, "no such service"),
        (("replay", "--ledger", "{damaged}"), 2, "no keys of this desk"),
        (("backup", "--out", "{place}/no/such/file"), 2, ""),
        (("report", "--from", "2026-02-01", "--to", "2026-01-01"), 2, "before"),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(
    bureau: Bureau, words: tuple[str, ...], code: int, says: str
) -> None:
    """Exit codes and a sentence; the data that was there is still there."""
    damaged = bureau.place / "damaged"
    whole = bytearray(bureau.backup.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    damaged.write_bytes(whole)
    before = bureau.rows("fulfil", "SELECT id, version FROM fulfil_case ORDER BY id")
    names = {"backup": bureau.backup, "place": bureau.place, "damaged": damaged}
    result = bureau.run(*(word.format(**names) for word in words))
    assert (result.exit_code, says in " ".join(result.output.split())) == (code, True), result.output
    assert bureau.rows("fulfil", "SELECT id, version FROM fulfil_case ORDER BY id") == before


def test_the_report_counts_and_masks(bureau: Bureau) -> None:
    """Six requests in November, one of them closed; JSON has the words that scripts rely on."""
    found = bureau.told("report", "--from", "2026-11-01", "--to", "2026-11-30")
    assert set(found) == {"from", "to", "months", "median_days", "rungs", "outcomes", "grounds"}
    assert sum(row["in"] for row in found["months"] if row["kind"] == "access") == 6
    assert {row["late"] for row in found["months"]} <= {0, "<5"}
    assert "month" in bureau.run("report", "--from", "2026-11-01", "--to", "2026-11-30").stdout
