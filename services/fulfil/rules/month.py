"""The days of a month as a calendar shows them: whole weeks from Monday, with what makes a day free (D-5). Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar

FIRST_YEAR: Final = 2018  # the year of the AVG
LAST_YEAR: Final = 2099
_BUSY, _VERY_BUSY = 5, 10


@dataclass(frozen=True)
class Day:
    """One day: whether it belongs to the month, why it is free, and what is due on it, in the caller's order."""

    day: date
    in_month: bool
    free: str
    due: Sequence[object] = ()
    tasks: int = 0

    @property
    def load(self) -> str:
        """How full the day is: empty, `some`, `busy` or `full`."""
        number = len(self.due) + self.tasks
        return "full" if number >= _VERY_BUSY else "busy" if number >= _BUSY else "some" if number else ""


def month_of(text: str, today: date) -> date:
    """The first day of the month that `2026-12` names; the one of today for anything else."""
    year, dash, month = text.partition("-")
    plain = text.isascii() and year.isdigit() and month.isdigit() and bool(dash)
    if plain and len(text) == 7 and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def beside(first: date, months: int) -> date:
    """The first day of the month so many months further, or earlier; within the years that are shown."""
    number = first.year * 12 + first.month - 1 + months
    number = min(max(number, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
    return date(number // 12, number % 12 + 1, 1)


def span(first: date) -> tuple[date, date]:
    """The first and the last day that stand on the page of a month."""
    last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def weeks(
    first: date, free_days: Calendar, due: Mapping[date, Sequence[object]], tasks: Mapping[date, int]
) -> list[list[Day]]:
    """The weeks of the month that begins with `first`."""
    begin, end = span(first)
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    made = [
        Day(day, day.month == first.month, free_days.why_free(day) or "", due.get(day, ()), tasks.get(day, 0))
        for day in days
    ]
    return [made[start : start + 7] for start in range(0, len(made), 7)]
