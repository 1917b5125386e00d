"""What a service has at hand: its database, its boxes, its clock; and the unit of work that changes things.

A use case opens one unit of work. Its rows, the messages it says, the timers it sets and the audit notes it makes are
committed together or not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.platform import audit, post
from shared.platform.clock import Clock
from shared.platform.crash import crash_point
from shared.platform.db import Database
from shared.platform.keyring import Keyring
from shared.platform.message import Message


class News(StrEnum):
    """What there is to do."""

    SAID = "said"
    """The outbox holds something."""
    HEARD = "heard"
    """The inbox holds something, or something in it is due at another time."""


class Waker:
    """Wakes the loops of a service when there is something for them, so that nobody polls in a hurry."""

    def __init__(self) -> None:
        self._events: list[tuple[asyncio.Event, frozenset[News]]] = []

    def event(self, *of: News) -> asyncio.Event:
        """A new event that such news sets; any news when none is named."""
        event = asyncio.Event()
        self._events.append((event, frozenset(of or News)))
        return event

    def wake(self, *news: News) -> None:
        """Set the events of those whom this concerns; everybody's when nothing is named."""
        for event, of in self._events:
            if not of.isdisjoint(news or News):
                event.set()


class Work:
    """One transaction of one service."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self._session: AsyncSession | None = None
        self._said: list[Message] = []
        self._times: list[tuple[Message, datetime] | str] = []
        """Timers set and ids cancelled, in their order."""
        self._moved: list[tuple[str, datetime]] = []
        self._notes: list[audit.Note] = []

    @property
    def session(self) -> AsyncSession:
        """The session of this transaction, made when it is first asked for."""
        if self._session is None:
            self._session = AsyncSession(self.connection, expire_on_commit=False)
        return self._session

    async def aclose(self) -> None:
        """Let go of the session, if there was one."""
        if self._session is not None:
            await self._session.close()

    def say(self, message: Message) -> None:
        """Tell the other services; leaves through the outbox, with the commit."""
        self._said.append(message)

    def schedule(self, message: Message, due_at: datetime) -> None:
        """Set a timer: this service will hear `message` at `due_at` (or at once when that is past)."""
        self._times.append((message, due_at))

    def cancel(self, message_id: str) -> None:
        """Take a timer back that became needless."""
        self._times.append(message_id)

    def move(self, message_id: str, due_at: datetime) -> None:
        """Let a timer that is still pending go off at another moment."""
        self._moved.append((message_id, due_at))

    def note(self, action: str, case_id: str, actor: str, **codes: str | int | bool) -> None:
        """Write in the audit trail: ids and codes only, never a text or a name."""
        self._notes.append(audit.Note(action, case_id, actor, codes))

    @asynccontextmanager
    async def part(self) -> AsyncIterator[Work]:
        """One of several things done in this transaction: it sees the rows as the database has them, not as loaded."""
        part = Work(self.connection, self.now)
        async with aclosing(part):
            yield part
            await part.flush_rows()
        self._said += part._said
        self._times += part._times
        self._moved += part._moved
        self._notes += part._notes

    @property
    def news(self) -> list[News]:
        """What the loops have to do once this is committed; what is due later they find by themselves."""
        set_times = [due_at for _, due_at in (one for one in self._times if not isinstance(one, str))]
        is_set = any(due_at <= self.now for due_at in [*set_times, *(due_at for _, due_at in self._moved)])
        return [News.SAID] * bool(self._said) + [News.HEARD] * bool(is_set)

    async def flush_rows(self) -> None:
        """Write what the session holds."""
        if self._session is not None:
            await self._session.flush()

    async def flush(self, audit_key: bytes) -> None:
        """Put everything into the transaction."""
        await self.flush_rows()
        await post.put_outbox(self.connection, self._said, self.now)
        for cancels, group in groupby(self._times, key=lambda one: isinstance(one, str)):
            if cancels:
                for one in group:
                    await post.cancel(self.connection, str(one), self.now)
            else:
                await post.put_timers(self.connection, [one for one in group if not isinstance(one, str)], self.now)
        for message_id, due_at in self._moved:
            await post.move(self.connection, message_id, due_at)
        await audit.append(self.connection, audit_key, self._notes, self.now)


@dataclass
class Desk:
    """One service's tools. `settings` is the product's settings; `tools` holds what its own edges bring along."""

    service: str
    settings: Any
    clock: Clock
    database: Database
    cabinet: Database
    keyring: Keyring
    audit_key: bytes
    reference_key: bytes
    waker: Waker = field(default_factory=Waker)
    tools: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work. An exception rolls back; nothing was said, set or noted then."""
        async with self.database.write() as connection:
            work = Work(connection, self.clock.now())
            async with aclosing(work):
                yield work
                await work.flush(self.audit_key)
            crash_point(f"{self.service}.before_commit")
        crash_point(f"{self.service}.after_commit")
        if work.news:
            self.waker.wake(*work.news)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A reading session, for pages."""
        async with self.database.session() as session:
            yield session
