"""Putting a message aside: until when, and never so long that the promised week comes near (R4.3-2)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from services.intake.rules.receipt import WEEK_DAYS

MORNING: Final = time(9)
SPARE_DAYS: Final = 2
"""A message is back at the latest so many days before the end of its week."""


class Snooze(StrEnum):
    """Until when a message can be put aside."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    THREE_DAYS = "three_days"


def latest(received: datetime, zone: ZoneInfo) -> datetime:
    """The last moment to which a message can be put aside: two days before the end of day 7 after its receipt."""
    day = received.astimezone(zone).date() + timedelta(days=WEEK_DAYS + 1 - SPARE_DAYS)
    return datetime.combine(day, time(0), zone)


def choices(received: datetime, now: datetime, zone: ZoneInfo) -> dict[Snooze, datetime]:
    """The moments that can be chosen now; none when the week is nearly over."""
    today = now.astimezone(zone).date()
    days = {
        Snooze.TOMORROW: today + timedelta(days=1),
        Snooze.MONDAY: today + timedelta(days=7 - today.weekday()),
        Snooze.THREE_DAYS: today + timedelta(days=3),
    }
    moments = {choice: datetime.combine(day, MORNING, zone) for choice, day in days.items()}
    return {choice: moment for choice, moment in moments.items() if moment <= latest(received, zone)}
