"""Two toy services, `alpha` and `beta`, on either bus and either database: what the message tests drive."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, func, select, text
from sqlalchemy.engine import make_url

from shared.platform import audit, post
from shared.platform.bus import Bus
from shared.platform.bus.embedded import EmbeddedBus
from shared.platform.bus.rabbit import RabbitBus
from shared.platform.clock import Clock
from shared.platform.db import Database, locate
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Batch, Batched, Handlers, Job, NotYet, batched, many, quick, slow
from shared.platform.insert import insert_once
from shared.platform.keyring import Keyring, cabinet
from shared.platform.message import Topology
from shared.platform.relay import Relay
from shared.platform.worker import Worker

toy = MetaData()
effect = Table("effect", toy, Column("name", String(40), primary_key=True), Column("times", Integer, nullable=False))
TOPOLOGY = Topology(
    {"alpha": ["pong"], "beta": ["ping", "tell", "slow", "bad", "early", "heap", "set", "unset", "many"]}
)


@dataclass(frozen=True)
class Toy:
    """A message of the toy product."""

    id: str
    type: str = "ping"

    def body(self) -> str:
        return json.dumps({"id": self.id, "type": self.type})


def read(body: str) -> Toy | None:
    """Types that begin with `new.` are from a later version."""
    raw = json.loads(body)
    return None if raw["type"].startswith("new.") else Toy(raw["id"], raw["type"])


async def count(work: Work, name: str) -> None:
    """The effect of a message: its name, and how often it took effect."""
    if not await insert_once(work.connection, effect, [{"name": name, "times": 1}]):
        await work.connection.execute(effect.update().where(effect.c.name == name).values(times=effect.c.times + 1))


@dataclass
class Switches:
    """What a test turns on."""

    fail: bool = False
    early: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    calls: int = 0
    heaps: list[list[str]] = field(default_factory=list)
    """The batches that were begun, by the ids of their messages."""
    unfit: set[str] = field(default_factory=set)
    """Messages of a batch that are said to have failed."""
    poison: set[str] = field(default_factory=set)
    """Messages that break the whole batch."""
    wait: bool = False
    """Batches wait for the gate."""


async def on_ping(_desk: Desk, message: Toy, work: Work) -> None:
    """Count it, and answer."""
    await count(work, message.id)
    work.say(Toy(f"re-{message.id}", "pong"))


async def on_tell(_desk: Desk, message: Toy, work: Work) -> None:
    """Count it."""
    await count(work, message.id)


async def on_set(_desk: Desk, _message: Toy, work: Work) -> None:
    """Set a timer."""
    work.schedule(Toy("alarm"), work.now + timedelta(hours=1))


async def on_unset(_desk: Desk, _message: Toy, work: Work) -> None:
    """Take it back."""
    work.cancel("alarm")


def heaps(switches: Switches) -> Batched:
    """What beta does with several messages at once."""

    async def on_heap(_desk: Desk, batch: Batch) -> None:
        switches.heaps.append([job.message.id for job in batch.jobs])
        if switches.wait:
            await switches.gate.wait()
        for job in batch.jobs:
            if job.message.id in switches.unfit:
                batch.fail(job, RuntimeError("unfit"))
        async with batch.work() as work:
            for job in batch.jobs:
                if job.id not in batch.failures:
                    await count(work, job.message.id)
                if job.id in switches.poison:
                    raise RuntimeError("poison")

    return on_heap


def handlers(switches: Switches) -> Handlers:
    """What beta does with what it hears."""

    async def on_slow(desk: Desk, message: Toy, job: Job) -> None:
        switches.calls += 1
        await switches.gate.wait()
        async with job.work() as work:
            await count(work, message.id)

    async def on_bad(_desk: Desk, message: Toy, work: Work) -> None:
        await count(work, message.id)
        if switches.fail:
            raise RuntimeError("out of order")

    async def on_early(_desk: Desk, message: Toy, work: Work) -> None:
        if switches.early:
            raise NotYet
        await count(work, message.id)

    async def on_many(_desk: Desk, messages: Sequence[Toy], work: Work) -> None:
        switches.heaps.append([message.id for message in messages])
        for message in messages:
            await count(work, message.id)
            if message.id in switches.poison:
                raise RuntimeError("poison")

    return {
        "many": many(on_many),
        "heap": batched(heaps(switches), size=10),
        "set": quick(on_set),
        "unset": quick(on_unset),
        "ping": quick(on_ping),
        "tell": quick(on_tell),
        "slow": slow(on_slow),
        "bad": quick(on_bad),
        "early": quick(on_early),
    }


@dataclass
class House:
    """Both toy services, running in this process."""

    alpha: Desk
    beta: Desk
    bus: Bus
    relays: list[Relay]
    workers: dict[str, Worker]
    switches: Switches

    async def say(self, *messages: Toy) -> None:
        async with self.alpha.work() as work:
            for message in messages:
                work.say(message)

    async def effects(self) -> dict[str, int]:
        async with self.beta.database.read() as connection:
            return {row.name: row.times for row in await connection.execute(select(effect))}

    async def states(self, desk: Desk) -> dict[str, str]:
        async with desk.database.read() as connection:
            return {row.id: row.state for row in await connection.execute(select(post.inbox))}

    async def waiting(self, desk: Desk) -> int:
        async with desk.database.read() as connection:
            return (await connection.execute(select(func.count()).select_from(post.outbox))).scalar() or 0

    async def arrived(self, desk: Desk, number: int) -> None:
        """Wait until `number` messages lie in the inbox (a real bus takes a moment)."""
        async with asyncio.timeout(30):
            event = desk.waker.event()
            while len(await self.states(desk)) < number:
                event.clear()
                if len(await self.states(desk)) < number:
                    await event.wait()

    async def settle(self, heard: int) -> None:
        """Hand over and handle until beta has dealt with `heard` messages."""
        for relay in self.relays:
            while await relay.once():
                pass
        await self.arrived(self.beta, heard)
        while await self.workers["beta"].once():
            pass
        for relay in self.relays:
            while await relay.once():
                pass


async def make_database(url: str, name: str) -> Database:
    """An empty database with the machine room's tables and the toy's."""
    database = Database(locate(url, name), name)
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))
        for tables in (post.post, audit.trail, toy, cabinet):
            await connection.run_sync(tables.create_all)
    return database


def make_bus(url: str) -> Bus:
    """The bus of an address."""
    return RabbitBus(url, TOPOLOGY) if url.startswith("amqp") else EmbeddedBus(TOPOLOGY)


def as_superuser(url: str) -> str:
    """Tests use one role for both toy services; each still has its own schema."""
    return url if url.startswith("sqlite") else make_url(url).render_as_string(hide_password=False)


@asynccontextmanager
async def running(databases: str, bus_url: str, clock: Clock) -> AsyncIterator[House]:
    """The toy product, its bus connected; loops are driven by the test."""
    bus, switches, desks, workers = make_bus(bus_url), Switches(), {}, {}
    for name in ("alpha", "beta"):
        database = await make_database(databases, name)
        keyring = Keyring(database, {"corr": b"k" * 32}, b"i" * 32, clock)
        desks[name] = Desk(name, None, clock, database, database, keyring, b"a" * 32, b"r" * 32)
        workers[name] = Worker(desks[name], handlers(switches), read)
        bus.attach(name, workers[name].accept)
    await bus.start()
    relays = [Relay(desk, bus) for desk in desks.values()]
    try:
        yield House(desks["alpha"], desks["beta"], bus, relays, workers, switches)
    finally:
        await bus.close()
        for desk in desks.values():
            await desk.database.close()


def sqlite_url(directory: Path) -> str:
    """The address of SQLite files in a test's directory."""
    return f"sqlite:///{directory}"
