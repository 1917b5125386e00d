"""Intake and fulfil in processes that may be killed, one life after the other, on the same data.

Both offices run as in production, on SQLite and the embedded bus; what verify and notify would hear is left out.
`python -m tests.faults.front_desk SETTINGS` (a JSON file) loads the code once and then forks a process for each life
that a line of its input orders: how many seconds the life's clock runs ahead, and where it dies.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, Self

from services import composition
from services.commands.running import told_to_stop
from services.fulfil.app import OFFICE as FULFIL
from services.intake.app import OFFICE as INTAKE
from shared import contracts
from shared.contracts.settings import Settings
from shared.platform import logs
from shared.platform.bus.embedded import EmbeddedBus
from shared.platform.clock import Clock
from shared.platform.config import load
from shared.platform.crash import CrashPoints, crash_point
from shared.platform.db import Database
from shared.platform.message import Parcel, Topology
from shared.platform.migrate import CABINET
from shared.platform.process import Process, Staff
from tests.faults.driver import AheadClock
from tests.faults.life import HOUSE, LATER

_UNREAD = "SELECT count(*) FROM incoming WHERE state = 'stored'"
_UNSAID = "SELECT count(*) FROM outbox"
_DUE = "SELECT count(*) FROM inbox WHERE state = 'pending' AND due_at <= ?"
GLANCE = 0.1


async def _drop(_parcels: Sequence[Parcel]) -> None:
    """What a service that does not run here would hear."""


def make_process(settings: Settings, clock: Clock, *, loops: bool = True) -> Process:
    """The two offices and their bus."""
    bus = EmbeddedBus(Topology(contracts.queues()))
    cabinet = Database(composition.address(settings, CABINET), CABINET)
    staff = [
        Staff(office, composition.make_desk(settings, office.name, clock, cabinet), bus, contracts.parse, 1)
        for office in (INTAKE, FULFIL)
    ]
    for absent in set(contracts.SERVICES) - {INTAKE.name, FULFIL.name}:
        bus.attach(absent, _drop)
    return Process(staff, bus, loops=loops)


async def run(settings: Settings, clock: Clock) -> None:
    """Work until SIGTERM."""
    told = told_to_stop()
    process = make_process(settings, clock)
    await process.start()
    await told.wait()
    await process.stop()


class FrontDesk:
    """The lives of the two offices, one after the other, and their databases as a test looks at them."""

    def __init__(self, settings: Settings, clock: AheadClock) -> None:
        self.settings, self.clock = settings, clock
        self.directory = settings.data_dir
        self.log = self.directory / "lives.log"
        self.log.touch()
        self._nursery: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        """Load the code from which each life is forked."""
        file = self.directory / "settings.json"
        file.write_text(self.settings.model_dump_json(), encoding="utf-8")
        with self.log.open("ab") as log:
            self._nursery = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.front_desk", str(file)),
                cwd=HOUSE,
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is left behind."""
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        await self._nursery.wait()

    async def live(self, over: Callable[[], bool], crash_at: str = "", end: int = signal.SIGTERM) -> int:
        """One life, until it dies at its point or until `over`, when it gets the signal; its exit code."""
        said_before = self.log.stat().st_size
        pid = int(await self._told(f"{self.clock.ahead.total_seconds()} {crash_at}\n"))
        death = asyncio.create_task(self._told())
        try:
            while not death.done() and not (self._has_started(said_before) and over()):
                await asyncio.wait([death], timeout=GLANCE)
            if not death.done():
                _end(pid, end)
            return int(await asyncio.wait_for(asyncio.shield(death), 15))
        finally:
            if not death.done():
                _end(pid, signal.SIGKILL)
                await death
            self.clock.ahead += timedelta(seconds=LATER)

    async def _told(self, order: str = "") -> str:
        """The next word of the nursery, after an order or without one."""
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(order.encode())
        return (await self._nursery.stdout.readline()).decode()

    def _has_started(self, said_before: int) -> bool:
        """Whether this life got as far as working; before that it would not end in good order."""
        with self.log.open("rb") as log:
            log.seek(said_before)
            return b'"process.started"' in log.read()

    def rows(self, service: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a service's database holds."""
        with closing(sqlite3.connect(self.directory / f"{service}.db", timeout=30)) as link:
            return link.execute(query, values).fetchall()

    def count(self, service: str, query: str, *values: object) -> int:
        """One number of it."""
        return int(self.rows(service, query, *values)[0][0])

    def at_rest(self, messages: int) -> bool:
        """So many messages came in, all are read, and nothing waits to be said or done now."""
        if self.count("intake", "SELECT count(*) FROM incoming") < messages or self.count("intake", _UNREAD):
            return False
        now = _as_stored(self.clock.now())
        return not any(self.count(s, _UNSAID) or self.count(s, _DUE, now) for s in (INTAKE.name, FULFIL.name))

    def last_words(self) -> str:
        """The end of the log of all lives."""
        return self.log.read_text(encoding="utf-8")[-3000:] if self.log.exists() else ""


def _as_stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _be_born(settings: Settings, ahead: float, crash_at: str) -> NoReturn:
    """In the forked process: one life, which says what it has to say in the log."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    vars(crash_point).update(vars(CrashPoints(crash_at)))
    asyncio.run(run(settings, AheadClock(ahead)))
    os._exit(0)


def _nurse(settings: Settings) -> None:
    """Fork a life for each line, say its number, and its exit code when it is over."""
    for line in sys.stdin:
        ahead, _, crash_at = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            _be_born(settings, float(ahead), crash_at)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    logs.set_up("json")
    _nurse(load(Settings, None, **json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))


def _end(pid: int, how: int) -> None:
    """Send the signal; a life that ended by itself in this very moment has what was wanted."""
    with suppress(ProcessLookupError):
        os.kill(pid, how)
