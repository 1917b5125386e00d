"""One process of the desk: the services that run in it, their loops, the bus and the web door; started and stopped.

Tests run the same process without its loops and drive it with `settle`, so that nothing ever has to be waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from shared.platform import leases, post
from shared.platform.bus import Bus
from shared.platform.desk import Desk
from shared.platform.handlers import Handlers
from shared.platform.logs import log
from shared.platform.memory import give_back, leave_the_program_alone
from shared.platform.message import Reader
from shared.platform.relay import Relay
from shared.platform.worker import Worker

STOP_SECONDS = 10
TIDY_EVERY = timedelta(hours=6)
Edge = Callable[[Desk], Awaitable[None]]


@asynccontextmanager
async def no_tools(_desk: Desk) -> AsyncIterator[None]:
    """For a service whose edges need nothing opened."""
    yield


@dataclass(frozen=True)
class Office:
    """What a service brings to the process: its doors and its edges."""

    name: str
    package: str
    handlers: Handlers
    add_routes: Callable[[web.Application, Desk], None]
    edges: Sequence[Edge] = ()
    """Loops with the outside world, such as the watch on a mailbox."""
    tools: Callable[[Desk], object] = no_tools
    """An async context manager that opens what the edges need (a pool of child processes, say)."""
    checks: Mapping[str, Callable[[Desk], Awaitable[bool]]] = field(default_factory=dict)
    """What must be true before this service is ready."""


class Staff:
    """The loops of one service in this process."""

    def __init__(self, office: Office, desk: Desk, bus: Bus, read: Reader, workers: int) -> None:
        self.office = office
        self.desk = desk
        self.relay = Relay(desk, bus)
        self.workers = [Worker(desk, office.handlers, read) for _ in range(workers)]
        bus.attach(office.name, self.workers[0].accept)

    def loops(self) -> list[asyncio.Task[None]]:
        """Start every loop as a task."""
        name = self.office.name
        runs: list[tuple[str, Awaitable[None]]] = [(f"{name}.relay", self.relay.run())]
        runs += [(f"{name}.worker", worker.run()) for worker in self.workers]
        runs += [(f"{name}.edge", _for_ever(name, edge, self.desk)) for edge in self.office.edges]
        runs += [(f"{name}.tidy", _tidy(self.desk))]
        return [asyncio.create_task(_as_coroutine(run), name=label) for label, run in runs]


async def _as_coroutine(run: Awaitable[None]) -> None:
    await run


async def _for_ever(service: str, edge: Edge, desk: Desk) -> None:
    """An edge that ends with an exception is started again, with a growing pause."""
    wait = 1.0
    while True:
        try:
            await edge(desk)
        except Exception as error:  # noqa: BLE001 -- one bad day outside may not end the loop
            log.warning("edge.failed", service=service, error=type(error).__name__, wait=wait)
        else:
            return
        await asyncio.sleep(wait)
        wait = min(wait * 2, 60.0)


async def tidy(desk: Desk) -> None:
    """Empty old messages (`post_days`), and forget those that are older than the deduplication horizon."""
    async with desk.database.write() as connection:
        now = desk.clock.now()
        count = await post.forget_texts(connection, now, timedelta(days=desk.settings.post_days))
        await post.forget_finished(connection, now)
    if count:
        log.info("post.emptied", service=desk.service, count=count)


async def _tidy(desk: Desk) -> None:
    while True:
        await tidy(desk)
        await asyncio.sleep(TIDY_EVERY.total_seconds())


class Process:
    """The services of one process, started in order and stopped in reverse."""

    def __init__(self, staff: Sequence[Staff], bus: Bus, *, loops: bool = True) -> None:
        self.staff = staff
        self.bus = bus
        self._with_loops = loops
        self._tasks: list[asyncio.Task[None]] = []
        self._stack = AsyncExitStack()

    def desk(self, service: str) -> Desk:
        """The desk of one service in this process."""
        return next(s.desk for s in self.staff if s.office.name == service)

    async def start(self) -> None:
        """Open the edges' tools, take up what a dead process left, connect the bus (which declares the whole topology).

        Then the loops are started.
        """
        give_back()
        for one in self.staff:
            await self._stack.enter_async_context(leases.working(one.desk))
            await self._stack.enter_async_context(one.office.tools(one.desk))  # type: ignore[arg-type]
        await self.bus.start()
        if self._with_loops:
            leave_the_program_alone()
            self._tasks = [task for one in self.staff for task in one.loops()]
        log.info("process.started", services=",".join(one.office.name for one in self.staff))

    async def settle(self, rounds: int = 200) -> None:
        """Without loops: hand over and handle until nothing is due. For tests and the command line."""
        for _ in range(rounds):
            busy = 0
            for one in self.staff:
                busy += await one.relay.once()
                while await one.workers[0].once():
                    busy += 1
            if not busy:
                return
        raise RuntimeError("the messages do not come to rest")

    async def stop(self) -> None:
        """Take nothing new, let go of the bus, finish within ten seconds, close everything."""
        await self.bus.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        await self._stack.aclose()
        for one in self.staff:
            await one.desk.database.close()
        for cabinet in {id(one.desk.cabinet): one.desk.cabinet for one in self.staff}.values():
            await cabinet.close()
        log.info("process.stopped")
