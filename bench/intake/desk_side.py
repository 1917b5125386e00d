"""The desk: intake and fulfil in one process, on SQLite and the embedded bus, as they run in production.

`python -m bench.intake.desk_side PORT USER PASSWORD_FILE DIRECTORY COUNT`. What verify and notify would hear is left
out. Done means: every mail is read and settled, and every request that it opened is a case of fulfil.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from services import composition
from services.fulfil.app import OFFICE as FULFIL
from services.intake.app import OFFICE as INTAKE
from shared import contracts
from shared.platform import logs
from shared.platform.bus.embedded import EmbeddedBus
from shared.platform.clock import SystemClock
from shared.platform.db import Database
from shared.platform.message import Parcel, Topology
from shared.platform.migrate import CABINET
from shared.platform.process import Process, Staff
from tests.harness import make_settings, prepare

GLANCE_SECONDS = 0.1
STATES = "SELECT state, count(*) FROM incoming GROUP BY state ORDER BY state"
SEEN = "SELECT count(*) FROM incoming WHERE state <> 'stored'"
UNSAID = "SELECT count(*) FROM outbox"
UNHEARD = "SELECT count(*) FROM inbox WHERE state = 'pending' AND due_at <= strftime('%Y-%m-%d %H:%M:%f', 'now')"
CASES = "SELECT count(*) FROM fulfil_case"


async def _drop(_parcels: Sequence[Parcel]) -> None:
    """What a service that does not run here would hear."""


def make_process(directory: Path, port: int, user: str, password_file: str) -> Process:
    """The two offices and their bus."""
    mailbox = {
        "enabled": True, "host": "127.0.0.1", "port": port, "security": "plain", "user": user,
        "password_file": password_file,
    }  # fmt: skip
    intake = {"official_addresses": (user,), "authserv_id": "mx.desk.example"}
    settings = make_settings(directory, mailbox=mailbox, intake=intake, mail={"sender": user})
    prepare(settings)
    clock, bus = SystemClock(), EmbeddedBus(Topology(contracts.queues()))
    cabinet = Database(composition.address(settings, CABINET), CABINET)
    desks = {office.name: composition.make_desk(settings, office.name, clock, cabinet) for office in (INTAKE, FULFIL)}
    workers = composition.WORKERS_ON_SQLITE
    staff = [Staff(office, desks[office.name], bus, contracts.parse, workers) for office in (INTAKE, FULFIL)]
    for absent in ("verify", "notify"):
        bus.attach(absent, _drop)
    return Process(staff, bus)


def _ask(database: sqlite3.Connection, question: str) -> int:
    return int(database.execute(question).fetchone()[0])


def _watch(directory: Path, count: int) -> str:
    """Wait until everything came to rest; what became of the mails. In a thread: it costs the loop nothing."""
    intake, fulfil = (sqlite3.connect(f"file:{directory}/{name}.db?mode=ro", uri=True) for name in ("intake", "fulfil"))
    with closing(intake), closing(fulfil):
        waits = [(one, question) for one in (intake, fulfil) for question in (UNSAID, UNHEARD)]
        while _ask(intake, SEEN) < count or any(_ask(*each) for each in waits):
            time.sleep(GLANCE_SECONDS)
        states = ", ".join(f"{number} {state}" for state, number in intake.execute(STATES))
        return f"{_ask(fulfil, CASES)} cases; {states}"


async def work(process: Process, directory: Path, count: int) -> str:
    """Run until everything came to rest; what became of the mails."""
    await process.start()
    print("begin", flush=True)
    return await asyncio.to_thread(_watch, directory, count)


async def main() -> None:
    """Set up, work, tell, end."""
    port, user, password_file, directory, count = sys.argv[1:]
    logs.set_up()
    process = make_process(Path(directory), int(port), user, password_file)
    try:
        print(f"end {count} {await work(process, Path(directory), int(count))}", flush=True)
    finally:
        await process.stop()


if __name__ == "__main__":
    asyncio.run(main())
