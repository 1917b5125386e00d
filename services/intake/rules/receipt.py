"""When a message was received (D-1, D-2), what is left of the company's own week (R4.3-2), and one working day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEK_DAYS: Final = 7
_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_SATURDAY: Final = 5


def received_at(received_line: datetime | None, internal_date: datetime, seen_at: datetime) -> datetime:
    """The instant our own server noted, in its topmost Received line; else the mailbox's date; never the future.

    The sender's Date header does not count (D-1).
    """
    if received_line is not None and received_line <= seen_at + _CLOCKS_DIFFER:
        return min(received_line, seen_at)
    return min(internal_date, seen_at)


def week_left(received: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Whole days until the end of day 7 after the day of receipt; negative when it has passed."""
    day, today = received.astimezone(zone).date(), now.astimezone(zone).date()
    return (day - today).days + WEEK_DAYS


def next_working_day(moment: datetime, zone: ZoneInfo) -> date:
    """The first Monday to Friday after the day of `moment`; a holiday counts, so it is never too late."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def is_late(arrived: datetime, registered: datetime, zone: ZoneInfo) -> bool:
    """Whether more than one working day passed before a request was registered by hand (R4.3-4)."""
    return registered.astimezone(zone).date() > next_working_day(arrived, zone)
