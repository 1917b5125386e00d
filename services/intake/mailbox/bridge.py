"""The way of a mailbox's thread to the desk: it waits for the desk's loop, never the other way round."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.mailbox.mails import Mail
from services.intake.rules.removal import Method, Step
from services.intake.usecases import removing
from services.intake.usecases.removing import Unwanted
from services.intake.usecases.sweeping import note_sweep
from shared.contracts.settings import Settings
from shared.contracts.settings_mail import Mailbox
from shared.platform.desk import Desk

TRIES = 5
"""So often the connection may fail over one removal; then a person is asked, and the others have their turn."""

Store = Callable[[Desk, str, Sequence[Mail]], Awaitable[set[int]]]
"""Makes a batch of an account safe; returns the UIDs that are."""
T = TypeVar("T")


class Bridge:
    """What the thread of one mailbox asks of the desk. Made on the desk's loop, used by the thread."""

    def __init__(self, desk: Desk, position: int, mailbox: Mailbox, store_all: Store) -> None:
        self._desk = desk
        self._position = position
        self._account = mailbox.account
        self._store_all = store_all
        self._loop = asyncio.get_running_loop()
        self._failures: Counter[str] = Counter()

    def take(self, mails: Sequence[Mail]) -> set[int]:
        """Make a batch safe."""
        return self._ask(self._take(mails))

    async def _take(self, mails: Sequence[Mail]) -> set[int]:
        return await self._store_all(self._desk, self._account, mails)

    def known(self, folder: str, uidvalidity: int) -> set[int]:
        """The UIDs of a folder that were seen; only asked of servers that take no keyword."""
        return self._ask(self._known(folder, uidvalidity))

    async def _known(self, folder: str, uidvalidity: int) -> set[int]:
        async with self._desk.look() as session:
            return await store.places(session, self._account, folder, uidvalidity)

    def swept(self) -> None:
        """The mailbox was swept well."""
        self._loop.call_soon_threadsafe(note_sweep, self._desk, self._position)

    def wanted(self) -> Sequence[Unwanted]:
        """The mails that are to leave this mailbox."""
        return self._ask(removing.wanted(self._desk, self._account))

    def begin(self, incoming_id: str, method: Method) -> None:
        """A mail was found and is being removed."""
        self._ask(removing.begin(self._desk, incoming_id, method))

    def settle(self, incoming_id: str, event: Step) -> None:
        """What became of it."""
        self._ask(removing.settle(self._desk, incoming_id, event))
        self._failures.pop(incoming_id, None)

    def failed(self, incoming_id: str) -> None:
        """Count it; in the end a person is asked."""
        self._failures[incoming_id] += 1
        if self._failures[incoming_id] >= TRIES:
            self.settle(incoming_id, Step.REFUSE)

    def _ask(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()


def since(settings: Settings) -> datetime | None:
    """The moment from which on mails are taken; None: all."""
    day = settings.intake.since
    return datetime.combine(day, time.min, ZoneInfo(settings.timezone)) if day else None
