"""How a service declares what it does with the messages it hears.

A handler works inside the transaction that also marks the message done: its effect and the mark are one. A *slow*
handler (one with input or output) gets a `Job` instead: the row is leased and committed first, the slow thing is
done without a transaction, and `job.work()` commits the result and the mark together.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
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

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """The unit of work that ends this job; raises `LostLease` when the job is not ours any more."""
        async with self._desk.work() as work:
            yield work
            if not await post.finish(work.connection, self._message_id, self.attempt, work.now):
                raise LostLease(self._message_id)


Quick = Callable[[Desk, Any, Work], Awaitable[None]]
Slow = Callable[[Desk, Any, Job], Awaitable[None]]


@dataclass(frozen=True)
class Handler:
    """What to do with one type of message; `lease` in seconds for a slow one."""

    act: Quick | Slow
    slow: bool = False
    lease: int = 120


Handlers = Mapping[str, Handler]


def quick(act: Quick) -> Handler:
    """A handler that only uses the database."""
    return Handler(act)


def slow(act: Slow, lease: int = 120) -> Handler:
    """A handler with input or output; `lease` is how many seconds it may take."""
    return Handler(act, slow=True, lease=lease)
