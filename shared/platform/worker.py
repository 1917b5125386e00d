"""The worker of an inbox: takes what is due, lets the handler act, and marks it done in the same transaction.

Messages that are due together are handled together, as far as their handlers allow, because a commit costs more than
most of them. When that fails, nothing of it stays, and each is handled alone. An exception costs that message an
attempt (with growing pauses, then it is dead and a person replays it); it never costs the loop, nor other messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from shared.platform import post
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Batch, Handler, Handlers, Job, Leased, LostLease, NotYet
from shared.platform.logs import log
from shared.platform.message import Parcel, Reader

MAX_ATTEMPTS = 8
MOST_AT_ONCE = 50
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
        self._alone: set[str] = set()
        """Ids of messages whose company failed."""

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

    async def once(self, *, look_first: bool = True) -> int:
        """Handle the message that is due longest, and with it what can be done in the same go; how many that were.

        Looking first spares a writing transaction when there is nothing; after a message there often is another.
        """
        if look_first and not await self._anything_due():
            return 0
        taken: Sequence[Row[Any]] = ()
        leased: list[Leased] = []
        try:
            async with self._desk.work() as work:
                taken = self._together(await post.take_due(work.connection, work.now, MOST_AT_ONCE))
                leased = await self._begin(taken, work)
        except Exception as error:
            if not taken:
                raise
            if len(taken) > 1:
                self._alone |= {row.id for row in taken}
                return await self.once(look_first=False)
            await self._failed(taken[0].id, taken[0].type, taken[0].attempts, error, counted=False)
        self._alone -= {row.id for row in taken}
        for _ in leased:
            crash_point(f"{self._desk.service}.job.leased")
        if leased:
            await self._do_slowly(taken[0].type, leased)
        return len(taken)

    async def _anything_due(self) -> bool:
        async with self._desk.database.read() as connection:
            due = await post.next_due(connection)
        return due is not None and due <= self._desk.clock.now()

    def _together(self, due: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        """The first message, and those behind it that may share its transaction or its batch.

        What failed before is handled alone, also when it only was in bad company: it costs no other message twice.
        """
        if not due or not self._is_sociable(due[0]):
            return due[:1]
        first = self._handlers[due[0].type]
        company = [row for row in due if self._is_sociable(row)]
        if first.is_quick:
            return [row for row in company if self._handlers[row.type].is_quick]
        return [row for row in company if row.type == due[0].type][: first.size]

    def _is_sociable(self, row: Row[Any]) -> bool:
        handler = self._handlers.get(row.type)
        return handler is not None and not handler.slow and row.attempts == 0 and row.id not in self._alone

    async def _begin(self, rows: Sequence[Row[Any]], work: Work) -> list[Leased]:
        """Handle quick messages within this transaction, or lease slow ones; those are returned."""
        known = []
        for row in rows:
            message = self._read(row.body)
            if message is not None and row.type in self._handlers:
                known.append((row, message))
                continue
            # A newer version of the desk may know it: it waits, it is not dead.
            until = work.now + UNKNOWN_WAIT
            await post.put_off(
                work.connection, row.id, row.attempts, until, "unknown type", counts=False, spared=row.spared
            )
        if not known:
            return []
        handler = self._handlers[known[0][0].type]
        if handler.is_quick:
            for type_, group in groupby(known, key=lambda each: str(each[0].type)):
                await self._do_quickly(self._handlers[type_], [message for _, message in group], work)
            await post.finish(work.connection, {row.id: row.attempts for row, _ in known}, work.now)
            return []
        await post.lease(work.connection, [row for row, _ in known], work.now + timedelta(seconds=handler.lease))
        return [Leased(row.id, message, row.attempts + 1, row.attempts + 1 - row.spared) for row, message in known]

    async def _do_quickly(self, handler: Handler, messages: Sequence[Any], work: Work) -> None:
        """Handle messages of one type, each with rows of its own, or all at once where the handler can."""
        if handler.many is not None:
            async with work.part() as part:
                await handler.many(self._desk, messages, part)
        if (act := handler.quick) is not None:
            for message in messages:
                async with work.part() as part:
                    await act(self._desk, message, part)

    async def _do_slowly(self, type_: str, jobs: Sequence[Leased]) -> None:
        batch = Batch(self._desk, jobs)
        try:
            await self._act(self._handlers[type_], batch)
        except Exception as error:  # noqa: BLE001 -- as above
            if len(jobs) > 1:
                log.warning("batch.failed", service=self._desk.service, type=type_, error=type(error).__name__)
                for job in jobs:
                    await self._do_slowly(type_, [job])
                return
            batch.fail(jobs[0], error)
        for job in jobs:
            if isinstance(batch.failures.get(job.id), LostLease):
                log.info("job.lost", service=self._desk.service, type=type_, message=job.id)
            elif job.id in batch.failures:
                failure, spared = batch.failures[job.id], job.attempt - job.tries
                await self._failed(job.id, type_, job.attempt, failure, counted=True, spared=spared)

    async def _act(self, handler: Handler, batch: Batch) -> None:
        if handler.batched:
            await handler.batched(self._desk, batch)
        elif handler.slow:
            job = batch.jobs[0]
            await handler.slow(self._desk, job.message, Job(self._desk, job.id, job.attempt))

    async def _failed(
        self, id_: str, type_: str, attempts: int, error: Exception, *, counted: bool, spared: int = 0
    ) -> None:
        now = self._desk.clock.now()
        made = (attempts if counted else attempts + 1) - spared
        kind = type(error).__name__
        early = isinstance(error, NotYet)
        async with self._desk.database.write() as connection:
            if not early and (made >= MAX_ATTEMPTS or isinstance(error, ValueError)):
                await post.bury(connection, id_, attempts, kind, now)
            else:
                until = now + (EARLY_WAIT if early else pause(made))
                counts = not counted and not early
                await post.put_off(connection, id_, attempts, until, kind, counts=counts, spared=spared)
        log.warning("message.failed", service=self._desk.service, type=type_, message=id_, error=kind, attempt=made)
