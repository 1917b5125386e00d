"""Working days and public holidays in the Netherlands, by rule and not from a library's list (D-5, D-6)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

# D-6: equated with a public holiday by royal decree (ATW art. 3(3)); a new decree adds a line.
EQUATED: Final = frozenset(
    {
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    }
)


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the Meeus/Jones/Butcher calculation)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    to_sunday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def public_holidays(year: int) -> dict[date, str]:
    """The holidays of D-5 with their English names, Good Friday among them; read it, never change it."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == _SUNDAY:
        kings_day -= _DAY
    return {
        date(year, 1, 1): "New Year's Day",
        sunday - 2 * _DAY: "Good Friday",
        sunday + _DAY: "Easter Monday",
        kings_day: "King's Day",
        date(year, 5, 5): "Liberation Day",
        sunday + 39 * _DAY: "Ascension Day",
        sunday + 50 * _DAY: "Whit Monday",
        date(year, 12, 25): "Christmas Day",
        date(year, 12, 26): "Boxing Day",
    }


@dataclass(frozen=True)
class Calendar:
    """Which days are working days.

    `good_friday` equates Good Friday with a public holiday (D-5), `use_equated` does so for the days of royal
    decree; the latter is off for the month of the AVG (D-6).
    """

    good_friday: bool = True
    use_equated: bool = False

    def why_free(self, day: date) -> str | None:
        """The English name of what makes `day` no working day, or None when it is one."""
        name = public_holidays(day.year).get(day)
        if name and (self.good_friday or name != "Good Friday"):
            return name
        if self.use_equated and day in EQUATED:
            return "a day equated with a public holiday"
        return {_SATURDAY: "Saturday", _SUNDAY: "Sunday"}.get(day.weekday())

    def is_working_day(self, day: date) -> bool:
        """Neither a weekend nor a public holiday."""
        return self.why_free(day) is None

    def on_or_after(self, day: date) -> date:
        """`day` itself when people work then, else the first working day that follows (D-4)."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """`day` itself when people work then, else the last working day that precedes it (D-8)."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self.on_or_after(day + _DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before `day`."""
        return self.on_or_before(day - _DAY)

    def plus_working_days(self, day: date, count: int) -> date:
        """`count` working days further, or back when negative; 0 leaves the day as it is."""
        for _ in range(abs(count)):
            day = self.next_working_day(day) if count > 0 else self.previous_working_day(day)
        return day


def add_months(day: date, months: int) -> date:
    """The day with the same number `months` later, or the last day of a month that lacks it (D-3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
