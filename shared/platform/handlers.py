"""How a service declares what it does with the messages it hears.

A handler works inside the transaction that also marks the message done: its effect and the mark are one. A *slow*
handler (one with input or output) gets a `Job` instead: the row is leased and committed first, the slow thing is
done without a transaction, and `job.work()` commits the result and the mark together. A *batched* handler is a slow
one that gets several messages of its type at once: a `Batch`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.platform import post
from shared.platform.desk import Desk, Work


class NotYet(Exception):
    """The message came before the one it builds on; it is tried again soon, without counting against it."""


class LostLease(Exception):
    """Somebody else took the job over, or it was finished already: this attempt leaves no trace."""


class Job:
    """One leased attempt at a slow message."""

    def __init__(self, desk: Desk, message_id: str, attempt: int) -> None:
        self._desk = desk
        self._message_id = message_id
        self.attempt = attempt

    async def hold(self, seconds: int) -> None:
        """Keep the job for so long from now on; raises `LostLease` when it is not ours any more."""
        async with self._desk.database.write() as connection:
            until = self._desk.clock.now() + timedelta(seconds=seconds)
            if not await post.hold(connection, self._message_id, self.attempt, until):
                raise LostLease(self._message_id)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """The unit of work that ends this job; raises `LostLease` when the job is not ours any more."""
        async with self._desk.work() as work:
            yield work
            if not await post.finish(work.connection, {self._message_id: self.attempt}, work.now):
                raise LostLease(self._message_id)


@dataclass(frozen=True)
class Leased:
    """One message of a batch, and which attempt at it this is (the first is 1).

    `tries` are the attempts that count, with this one: not those that ended with the process while others were being
    done as well.
    """

    id: str
    message: Any
    attempt: int
    tries: int


class Batch:
    """Several leased messages of one type, to be done together. A message that failed before comes alone."""

    def __init__(self, desk: Desk, jobs: Sequence[Leased]) -> None:
        self._desk = desk
        self.jobs = jobs
        self.failures: dict[str, Exception] = {}

    def fail(self, job: Leased, error: Exception) -> None:
        """This one could not be done: it costs that message an attempt, and the others nothing."""
        self.failures[job.id] = error

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """The unit of work that ends every job that did not fail.

        Raises `LostLease` when one of them is not ours any more, and commits nothing; then each is done alone.
        """
        done = {job.id: job.attempt for job in self.jobs if job.id not in self.failures}
        async with self._desk.work() as work:
            yield work
            if not await post.finish(work.connection, done, work.now):
                raise LostLease(", ".join(done))


Quick = Callable[[Desk, Any, Work], Awaitable[None]]
Many = Callable[[Desk, Sequence[Any], Work], Awaitable[None]]
Slow = Callable[[Desk, Any, Job], Awaitable[None]]
Batched = Callable[[Desk, Batch], Awaitable[None]]


@dataclass(frozen=True)
class Handler:
    """What to do with one type of message: `quick`, `many`, `slow` or `batched` (only that one of the four is set).

    `lease` is in seconds; `size` is how many messages a batch may have.
    """

    quick: Quick | None = None
    many: Many | None = None
    slow: Slow | None = None
    batched: Batched | None = None
    lease: int = 120
    size: int = 1

    @property
    def is_quick(self) -> bool:
        """Whether it only uses the database, so that its messages may share a transaction with others."""
        return self.quick is not None or self.many is not None


Handlers = Mapping[str, Handler]


def quick(act: Quick) -> Handler:
    """A handler that only uses the database. Several messages may share one transaction."""
    return Handler(quick=act)


def many(act: Many) -> Handler:
    """A quick handler that takes several messages of its type at once."""
    return Handler(many=act)


def slow(act: Slow, lease: int = 120) -> Handler:
    """A handler with input or output; `lease` is how many seconds it may take."""
    return Handler(slow=act, lease=lease)


def batched(act: Batched, lease: int = 120, size: int = 100) -> Handler:
    """A slow handler that does up to `size` messages at once; `lease` is for all of them together."""
    return Handler(batched=act, lease=lease, size=size)
