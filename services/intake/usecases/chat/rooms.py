"""Who is looking at a conversation in this process, so that a new line wakes them; and who is typing.

Only presence lives here: what was said is in the database, and who missed a wake finds it at the next look.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, cast

from services.intake.rules.chat.limits import SEATS_A_CHAT
from shared.platform.desk import Desk

ROOMS: Final = "rooms"
TYPING_FOR: Final = timedelta(seconds=6)


class Full(Exception):
    """No more connections: of this chat, or of all together."""


class Rooms:
    """The open connections of one process."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self._by: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._typing: dict[tuple[str, str], datetime] = {}

    @property
    def count(self) -> int:
        """How many connections are open."""
        return sum(map(len, self._by.values()))

    @contextmanager
    def seat(self, room: str, most: int) -> Iterator[asyncio.Event]:
        """A place in a room: the event is set when there is something new. Raises `Full`."""
        if self.count >= most or len(self._by.get(room, ())) >= SEATS_A_CHAT:
            raise Full
        event = asyncio.Event()
        self._by[room].add(event)
        try:
            yield event
        finally:
            self._by[room].discard(event)
            if not self._by[room]:
                del self._by[room]

    def wake(self, room: str) -> None:
        """Something is new in this room."""
        for event in self._by.get(room, ()):
            event.set()

    def close(self) -> None:
        """The process ends: everybody looks up, and goes."""
        self.closing.set()
        for room in list(self._by):
            self.wake(room)

    def types(self, room: str, who: str, now: datetime) -> None:
        """Somebody types; told for a few seconds."""
        self._typing = {key: until for key, until in self._typing.items() if until > now}
        self._typing[room, who] = now + TYPING_FOR
        self.wake(room)

    def wrote(self, room: str, who: str) -> None:
        """What was typed has been sent."""
        self._typing.pop((room, who), None)

    def is_typing(self, room: str, who: str, now: datetime) -> bool:
        """Whether this side types now."""
        until = self._typing.get((room, who))
        return until is not None and until > now


def rooms_of(desk: Desk) -> Rooms:
    """The rooms of this process."""
    return cast("Rooms", desk.tools.setdefault(ROOMS, Rooms()))
