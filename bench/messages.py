"""Events per second from a commit in one service to the committed effect in another, on both buses.

Beside it the floors on the same machine: what the database alone does with the same rows, and aio-pika alone.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import aio_pika

from shared.platform.clock import SystemClock
from tests.platform import toy
from tests.servers.daemon import make_directory
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

COUNT = 1500
AT_ONCE = 8


class Timed(toy.Worker):
    """A worker that says when it has handled something."""

    def __init__(self, house: toy.House) -> None:
        super().__init__(house.beta, toy.handlers(house.switches), toy.read)
        self.handled = asyncio.Event()
        self.count = 0

    async def once(self, *, look_first: bool = True) -> int:
        """As a worker does, and count."""
        did = await super().once(look_first=look_first)
        if did:
            self.count += did
            self.handled.set()
        return did


async def end_to_end(databases: str, bus: str, workers: int) -> tuple[float, list[float]]:
    """Messages per second under load, and the time of single ones (seconds), from commit to committed effect."""
    async with toy.running(databases, bus, SystemClock()) as house:
        timed = [Timed(house) for _ in range(workers)]
        runs = [relay.run() for relay in house.relays] + [worker.run() for worker in timed]
        tasks = [asyncio.create_task(run) for run in runs]
        single = [await _one(house, timed, f"single-{number}") for number in range(100)]
        began, before = time.perf_counter(), sum(worker.count for worker in timed)
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_say(house, gate, f"m{number}") for number in range(COUNT)))
        while sum(worker.count for worker in timed) - before < COUNT:
            await asyncio.sleep(0.005)
        rate = COUNT / (time.perf_counter() - began)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(await house.effects()) == COUNT + len(single)
        return rate, single


async def _say(house: toy.House, gate: asyncio.Semaphore, name: str) -> None:
    async with gate:
        await house.say(toy.Toy(name, "tell"))


async def _one(house: toy.House, timed: list[Timed], name: str) -> float:
    for worker in timed:
        worker.handled.clear()
    began = time.perf_counter()
    await house.say(toy.Toy(name, "tell"))
    waiting = [asyncio.create_task(worker.handled.wait()) for worker in timed]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    took = time.perf_counter() - began
    for one in waiting:
        one.cancel()
    return took


async def database_floor(databases: str) -> float:
    """Transactions per second that insert one outbox row: what the disk and the driver allow."""
    database = await toy.make_database(databases, "alpha")
    began = time.perf_counter()
    for number in range(300):
        async with database.write() as connection:
            row = {"name": f"m{number}", "times": 1}
            await connection.execute(toy.effect.insert().values(row))
    rate = 300 / (time.perf_counter() - began)
    await database.close()
    return rate


async def bus_floor(url: str) -> float:
    """Publish and confirm on a quorum queue with aio-pika alone, 100 in flight."""
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("floor", durable=True, arguments={"x-queue-type": "quorum"})
        gate = asyncio.Semaphore(100)

        async def send() -> None:
            async with gate:
                body = aio_pika.Message(b"x" * 600, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
                await channel.default_exchange.publish(body, queue.name)

        began = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(5000)))
        return 5000 / (time.perf_counter() - began)


def measure() -> list[tuple[str, str]]:
    """The rows of the table."""
    from bench.machine import spread  # noqa: PLC0415 -- keeps this module importable on its own

    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as directory:
        for name in ("embedded", "floor"):
            (Path(directory) / name).mkdir()
        rate, single = asyncio.run(end_to_end(f"sqlite:///{directory}/embedded", "embedded://", 1))
        rows.append(("embedded, SQLite: events end to end", f"{rate:.0f}/s; {spread(single)}"))
        floor = asyncio.run(database_floor(f"sqlite:///{directory}/floor"))
        rows.append(("floor: one-row transactions on SQLite", f"{floor:.0f}/s"))
    rabbit, postgres = RabbitMQ(make_directory("rabbitmq")), Postgres(make_directory("postgres"))
    with rabbit, postgres:
        databases = postgres.create_database("bench")
        rate, single = asyncio.run(end_to_end(databases, rabbit.fresh_url(), 4))
        rows.append(("RabbitMQ + PostgreSQL, 4 workers: events end to end", f"{rate:.0f}/s; {spread(single)}"))
        floor = asyncio.run(database_floor(postgres.create_database("floor")))
        rows.append(("floor: one-row transactions on PostgreSQL", f"{floor:.0f}/s"))
        rows.append(
            ("floor: aio-pika publish + confirm, 100 in flight", f"{asyncio.run(bus_floor(rabbit.fresh_url())):.0f}/s")
        )
    return rows
