"""The trail: insert-only in the database, chained by a key; `audit verify` names the row that was touched."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.__main__ import app
from shared.contracts import SERVICES
from tests.faults.life import HOUSE
from tests.faults.walk import ASKS
from tests.security.filled import case_of, with_tasks
from tests.security.whole_desk import mail, opened

pytestmark = pytest.mark.slow

DROP = "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;"


@dataclass
class Kept:
    """A desk's directory after a day of work."""

    data: Path
    config: Path

    async def verify(self, *options: str) -> tuple[int, str]:
        """Run the command in a process of its own; exit code and what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "services", "audit", "verify", "--config", str(self.config), *options),
            cwd=HOUSE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, error = await process.communicate()
        assert b"Traceback" not in error, error.decode()
        return process.returncode or 0, out.decode()

    async def verify_here(self, *options: str) -> tuple[int, str]:
        """Run the command in this process, which is faster."""
        arguments = ["audit", "verify", "--config", str(self.config), *options]
        done = await asyncio.to_thread(CliRunner().invoke, app, arguments)
        return done.exit_code, done.stdout

    def tamper(self, service: str, *statements: str) -> None:
        """Change the database behind the desk's back, as somebody with its file could."""
        with closing(sqlite3.connect(self.data / f"{service}.db")) as link:
            link.executescript(";".join((DROP, *statements)))
            link.commit()

    def rows(self, service: str) -> list[Any]:
        """The numbers of the rows of the trail."""
        with closing(sqlite3.connect(self.data / f"{service}.db")) as link:
            return [seq for (seq,) in link.execute("SELECT seq FROM audit ORDER BY seq")]


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    """A request that was worked on, so that every service has a trail."""
    data = tmp_path / "data"
    async with opened(data) as desk:
        handler = await desk.token("handler")
        incoming = await desk.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
        await with_tasks(desk, await case_of(desk, incoming, handler), handler)
    config = tmp_path / "privacybalie.toml"
    config.write_text(f"data_dir = {json.dumps(str(data))}\n[mailbox]\nenabled = false\n", encoding="utf-8")
    yield Kept(data, config)


async def test_an_untouched_trail_holds(kept: Kept) -> None:
    """Exit code 0 and the number of rows of each service."""
    code, out = await kept.verify("--json")
    assert code == 0
    told = [json.loads(line) for line in out.splitlines()]
    assert {row["service"]: row["rows"] for row in told} == {service: len(kept.rows(service)) for service in SERVICES}
    assert all(row["ok"] and row["rows"] > 1 and row["first_bad"] is None for row in told)


TAMPERED = {
    "another actor": ("UPDATE audit SET actor = 'somebody-else' WHERE seq = 2", 2),
    "another case": ("UPDATE audit SET case_id = 'other' WHERE seq = 2", 2),
    "another time": ("UPDATE audit SET at = replace(at, '2026', '2025') WHERE seq = 2", 2),
    "other codes": ("UPDATE audit SET codes = '{}', action = 'nothing' WHERE seq = 1", 1),
    "a row removed": ("DELETE FROM audit WHERE seq = 1", 1),
    "a row removed and the rest renumbered": (
        "DELETE FROM audit WHERE seq = 1; UPDATE audit SET seq = seq - 1",
        1,
    ),
    "two rows exchanged": (
        "UPDATE audit SET seq = 0 - seq WHERE seq < 3; UPDATE audit SET seq = 3 + seq WHERE seq < 0",
        1,
    ),
    "a row forged at the end": (
        "INSERT INTO audit SELECT max(seq) + 1, at, 'forged', case_id, actor, codes, mac FROM audit",
        None,
    ),
}


async def test_each_kind_of_tampering_is_found_and_its_row_named(kept: Kept) -> None:
    """Exit code 1, in words and as JSON; the other services' trails still hold."""
    whole = (kept.data / "fulfil.db").read_bytes()
    for how, (statement, row) in TAMPERED.items():
        for beside in kept.data.glob("fulfil.db-*"):
            beside.unlink()
        (kept.data / "fulfil.db").write_bytes(whole)
        first_bad = row or max(kept.rows("fulfil")) + 1
        kept.tamper("fulfil", statement)
        code, out = await kept.verify_here("--json")
        told = {line["service"]: line for line in map(json.loads, out.splitlines())}
        assert code == 1, how
        assert told["fulfil"]["first_bad"] == first_bad, how
        assert all(told[service]["ok"] for service in SERVICES if service != "fulfil"), how
    code, out = await kept.verify()
    assert code == 1
    assert f"row {first_bad}" in out


async def test_the_database_itself_refuses_to_change_a_row(kept: Kept) -> None:
    """Also for who has a service's own connection: the trail only grows."""
    for service in SERVICES:
        before = kept.rows(service)
        for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 1"):
            with (
                closing(sqlite3.connect(kept.data / f"{service}.db")) as link,
                pytest.raises(sqlite3.IntegrityError, match="insert-only"),
            ):
                link.execute(statement)
        assert kept.rows(service) == before
