"""The relay hands over what the outbox holds, and deletes a row when the bus has it safe."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from shared.platform.bus import Bus
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, News
from shared.platform.logs import log
from shared.platform.message import Parcel
from shared.platform.post import outbox

BATCH = 100


class Relay:
    """One service's relay. Handing over twice is harmless: the inboxes know each message by its id."""

    def __init__(self, desk: Desk, bus: Bus, poll_seconds: float = 1.0) -> None:
        self._desk = desk
        self._bus = bus
        self._poll = poll_seconds
        self._wake = desk.waker.event(News.SAID)

    async def run(self) -> None:
        """Relay for ever; a bus or database that is away means: wait and try again."""
        wait = 0.1
        while True:
            self._wake.clear()
            try:
                is_full = True
                while is_full:
                    is_full, wait = await self.once() == BATCH, 0.1
            except Exception as error:  # noqa: BLE001 -- the loop must outlive whatever is wrong outside
                log.warning("relay.failed", service=self._desk.service, error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)
                continue
            try:
                async with asyncio.timeout(self._poll):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def once(self) -> int:
        """Hand over one batch; returns how many messages are safe with the bus now."""
        rows = await self._waiting()
        if not rows:
            return 0
        parcels = [Parcel(row.id, row.type, row.body) for row in rows]
        crash_point(f"{self._desk.service}.relay.before_publish")
        safe = await self._bus.publish(parcels)
        crash_point(f"{self._desk.service}.relay.after_publish")
        gone = [row.seq for row in rows if row.id in safe]
        async with self._desk.database.write() as connection:
            await connection.execute(outbox.delete().where(outbox.c.seq.in_(gone)))
        return len(gone)

    async def _waiting(self) -> list[_Row]:
        async with self._desk.database.read() as connection:
            statement = select(outbox.c.seq, outbox.c.id, outbox.c.type, outbox.c.body).order_by(outbox.c.seq)
            return [_Row(*row) for row in await connection.execute(statement.limit(BATCH))]


class _Row:
    """One waiting message and its place in the line."""

    __slots__ = ("body", "id", "seq", "type")

    def __init__(self, seq: int, id_: str, type_: str, body: str) -> None:
        self.seq, self.id, self.type, self.body = seq, id_, type_, body
