"""The worker of an inbox: takes what is due, lets the handler act, and marks it done in the same transaction.

An exception costs that message an attempt (with growing pauses, then it is dead and a person replays it); it never
costs the loop, nor the messages behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from shared.platform import post
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Handler, Handlers, Job, LostLease, NotYet
from shared.platform.logs import log
from shared.platform.message import Parcel, Reader

MAX_ATTEMPTS = 8
UNKNOWN_WAIT = timedelta(seconds=60)
EARLY_WAIT = timedelta(seconds=2)


def pause(attempt: int) -> timedelta:
    """How long to wait after the n-th failed attempt: 2 s, 8 s, 32 s, ... at most an hour."""
    return timedelta(seconds=min(2 * 4 ** max(attempt - 1, 0), 3600))


class Worker:
    """Works through one service's inbox; several may run side by side on PostgreSQL."""

    def __init__(self, desk: Desk, handlers: Handlers, read: Reader, poll_seconds: float = 1.0) -> None:
        self._desk = desk
        self._handlers = handlers
        self._read = read
        self._poll = poll_seconds
        self._wake = desk.waker.event()

    async def accept(self, parcels: Sequence[Parcel]) -> None:
        """Commit parcels from the bus to the inbox and wake the worker."""
        async with self._desk.database.write() as connection:
            await post.put_inbox(connection, parcels, self._desk.clock.now())
        crash_point(f"{self._desk.service}.inbox.after_commit")
        self._desk.waker.wake()

    async def run(self) -> None:
        """Work for ever."""
        while True:
            self._wake.clear()
            try:
                busy = False
                while await self.once(look_first=not busy):
                    busy = True
            except Exception as error:  # noqa: BLE001 -- the loop must outlive a database that is away
                log.warning("worker.failed", service=self._desk.service, error=type(error).__name__)
                await asyncio.sleep(self._poll)
                continue
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._poll):
                await self._wake.wait()
        except TimeoutError:
            return

    async def once(self, *, look_first: bool = True) -> bool:
        """Handle the message that is due longest; False when none is due.

        Looking first spares a writing transaction when there is nothing; after a message there often is another.
        """
        if look_first and not await self._anything_due():
            return False
        leased: tuple[Row[Any], Handler, Any] | None = None
        taken: Row[Any] | None = None
        try:
            async with self._desk.work() as work:
                taken = await post.take_due(work.connection, work.now)
                if taken is None:
                    return False
                leased = await self._begin(taken, work)
        except Exception as error:
            if taken is None:
                raise
            await self._failed(taken, taken.attempts, error, counted=False)
            return True
        if leased:
            await self._do_slowly(*leased)
        return True

    async def _anything_due(self) -> bool:
        async with self._desk.database.read() as connection:
            due = await post.next_due(connection)
        return due is not None and due <= self._desk.clock.now()

    async def _begin(self, row: Row[Any], work: Work) -> tuple[Row[Any], Handler, Any] | None:
        """Handle a quick message within this transaction, or lease a slow one."""
        message = self._read(row.body)
        handler = self._handlers.get(row.type)
        if message is None or handler is None:
            # A newer version of the desk may know it: it waits, it is not dead.
            await post.put_off(
                work.connection, row.id, row.attempts, work.now + UNKNOWN_WAIT, "unknown type", counts=False
            )
            return None
        if handler.slow:
            until = work.now + timedelta(seconds=handler.lease)
            await post.lease(work.connection, row.id, row.attempts + 1, until)
            return row, handler, message
        await handler.act(self._desk, message, work)  # type: ignore[arg-type]  # `slow` tells which of the two it is
        await post.finish(work.connection, row.id, row.attempts, work.now)
        return None

    async def _do_slowly(self, row: Row[Any], handler: Handler, message: Any) -> None:
        attempt = row.attempts + 1
        crash_point(f"{self._desk.service}.job.leased")
        try:
            await handler.act(self._desk, message, Job(self._desk, row.id, attempt))  # type: ignore[arg-type]
        except LostLease:
            log.info("job.lost", service=self._desk.service, type=row.type, message=row.id)
        except Exception as error:  # noqa: BLE001 -- as above
            await self._failed(row, attempt, error, counted=True)

    async def _failed(self, row: Row[Any], attempts: int, error: Exception, *, counted: bool) -> None:
        now = self._desk.clock.now()
        made = attempts if counted else attempts + 1
        kind = type(error).__name__
        early = isinstance(error, NotYet)
        async with self._desk.database.write() as connection:
            if not early and (made >= MAX_ATTEMPTS or isinstance(error, ValueError)):
                await post.bury(connection, row.id, attempts, kind, now)
            else:
                until = now + (EARLY_WAIT if early else pause(made))
                await post.put_off(connection, row.id, attempts, until, kind, counts=not counted and not early)
        log.warning(
            "message.failed", service=self._desk.service, type=row.type, message=row.id, error=kind, attempt=made
        )
