"""The calendar's month: whole weeks, what is free, and odd months that somebody types."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.month import FIRST_YEAR, LAST_YEAR, Day, beside, month_of, span, weeks

TODAY = date(2026, 12, 24)


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_a_month_stands_in_whole_weeks(day: date) -> None:
    """From a Monday to a Sunday, each day once, the month itself whole."""
    first = day.replace(day=1)
    shown = [each for week in weeks(first, Calendar(), {}, {}) for each in week]
    assert len(shown) % 7 == 0
    assert shown[0].day.weekday() == 0
    assert [each.day for each in shown] == [shown[0].day + timedelta(days=n) for n in range(len(shown))]
    assert (shown[0].day, shown[-1].day) == span(first)
    month = [each for each in shown if each.in_month]
    assert (month[0].day, month[-1].day + timedelta(days=1)) == (first, beside(first, 1)) or first.year == LAST_YEAR


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-12", "1999-01", "2100-01", "2026-1", "२०२६-१२", "2026-12-24", "a-b"]
)
def test_an_odd_month_is_the_one_of_today(text: str) -> None:
    """Nothing that stands in an address breaks the page."""
    assert month_of(text, TODAY) == date(2026, 12, 1)


def test_months_beside_each_other() -> None:
    """Over the turn of the year, and no further than the years that are shown."""
    assert month_of("2027-01", TODAY) == beside(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert beside(date(FIRST_YEAR, 1, 1), -1) == date(FIRST_YEAR, 1, 1)
    assert beside(date(LAST_YEAR, 12, 1), 1) == date(LAST_YEAR, 12, 1)


def test_a_day_says_why_it_is_free_and_how_full_it_is() -> None:
    """D-5; the load is what is due and the tasks together."""
    shown = weeks(date(2026, 12, 1), Calendar(), {date(2026, 12, 25): ["a"]}, {date(2026, 12, 25): 4})
    christmas = next(day for week in shown for day in week if day.day == date(2026, 12, 25))
    assert (christmas.free, christmas.load) == ("Christmas Day", "busy")
    loads = [Day(TODAY, in_month=True, free="", tasks=number).load for number in (0, 1, 4, 5, 9, 10)]
    assert loads == ["", "some", "some", "busy", "busy", "full"]
