"""When a data holder is asked, reminded, replaced and reported: backwards from the task's day (spec 3.5).

Nobody is written to at night, in a weekend or on a holiday: each moment lies in office hours, and one that comes too
late waits for the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.deadlines import AMSTERDAM

OPENING: Final = time(9)
CLOSING: Final = time(17)  # office hours, in Amsterdam
REMIND_BEFORE: Final = 2  # working days before the task's day


class Call(StrEnum):
    """What is said about a task that has no answer yet, in this order."""

    ASK = "ask"
    REMIND = "remind"
    STAND_IN = "stand_in"
    ESCALATE = "escalate"


def office_moment(at: datetime, calendar: Calendar) -> datetime:
    """`at` itself in office hours, else the next opening; in UTC."""
    local = at.astimezone(AMSTERDAM)
    day = local.date()
    if calendar.is_working_day(day) and OPENING <= local.time() < CLOSING:
        return at.astimezone(UTC)
    early = calendar.is_working_day(day) and local.time() < OPENING
    return opening(day if early else calendar.next_working_day(day))


def opening(day: date) -> datetime:
    """The opening hour of a day, in UTC."""
    return datetime.combine(day, OPENING, AMSTERDAM).astimezone(UTC)


def calls(made_at: datetime, due: date, calendar: Calendar) -> Mapping[Call, datetime]:
    """The moments of a task that was made at `made_at` and is due on `due` (a working day).

    Each call has a working day to be answered before the next, also when there is little time.
    """
    asked = office_moment(made_at, calendar)
    remind = max(calendar.plus_working_days(due, -REMIND_BEFORE), _after(asked, calendar))
    stand_in = max(due, calendar.next_working_day(remind))
    late = calendar.next_working_day(max(due, stand_in))
    days = {Call.REMIND: remind, Call.STAND_IN: stand_in, Call.ESCALATE: late}
    return {Call.ASK: asked, **{call: opening(day) for call, day in days.items()}}


def _after(at: datetime, calendar: Calendar) -> date:
    return calendar.next_working_day(at.astimezone(AMSTERDAM).date())
