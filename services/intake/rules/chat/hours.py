"""When colleagues answer in the chat: opening hours on working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

IsWorkingDay = Callable[[date], bool]


def is_open(now: datetime, opens: time, closes: time, zone: ZoneInfo, is_working_day: IsWorkingDay) -> bool:
    """Whether a colleague can be asked for now."""
    local = now.astimezone(zone)
    return is_working_day(local.date()) and opens <= local.time() < closes


def next_opening(now: datetime, opens: time, zone: ZoneInfo, is_working_day: IsWorkingDay) -> datetime:
    """The next moment at which colleagues begin to answer, after `now`."""
    day = now.astimezone(zone).date()
    while not is_working_day(day) or datetime.combine(day, opens, zone) <= now:
        day += timedelta(days=1)
    return datetime.combine(day, opens, zone)
