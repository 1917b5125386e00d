"""How long an upload link and a copy live, and how often a link may be tried (R4-11; trust 4: brute force)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MAX_TRIES: Final = 5
"""Files that could not be used; the link is void after so many."""

MAX_GUESSES: Final = 5
"""Wrong codes from one place within `GUESS_WINDOW`; more are answered with a pause."""

GUESS_WINDOW: Final = timedelta(minutes=10)


def valid_until(asked_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the day, on the desk's own clock, that lies `days` days after the question."""
    day_after = asked_at.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(day_after, time(), zone)


def copy_dies_at(received_at: datetime, days: int) -> datetime:
    """The latest instant at which a copy without a decision is destroyed (R4-11)."""
    return received_at + timedelta(days=days)
