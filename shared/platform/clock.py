"""The clock of the desk: the only place that asks the machine for the time.

Everything else gets a `Clock` and so a test can let a year pass in a second.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware instant in UTC."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class JumpingClock:
    """A clock that stands still until somebody moves it; for tests and for the demo's time travel."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The instant the clock was last set to."""
        return self._now

    def jump(self, by: timedelta) -> datetime:
        """Move the clock forward (or back) and wake whoever waits for the time to pass."""
        self._now += by
        for listener in self._listeners:
            listener()
        return self._now

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each jump."""
        self._listeners.append(listener)
