"""What the chat needs from the edges: somebody to weigh words where hostile text does no harm, and the calendar."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Final, cast
from zoneinfo import ZoneInfo

from services.intake.rules.chat.hours import IsWorkingDay
from services.intake.rules.classification import Classification
from shared.platform.desk import Desk

WEIGH: Final = "weigh"
WORKING_DAY: Final = "working_day"
Weigh = Callable[[str], Awaitable[Classification]]


def weigher_of(desk: Desk) -> Weigh:
    """Who weighs words for this desk, with the engine that reads mail."""
    return cast("Weigh", desk.tools[WEIGH])


def working_day_of(desk: Desk) -> IsWorkingDay:
    """Which days are working days: the desk's one calendar, put here by the composition root."""
    return cast("IsWorkingDay", desk.tools[WORKING_DAY])


def hours_of(desk: Desk) -> tuple[time, time, ZoneInfo]:
    """From when to when colleagues answer, and in which zone."""
    chat = desk.settings.chat
    return time.fromisoformat(chat.opens), time.fromisoformat(chat.closes), ZoneInfo(desk.settings.timezone)
