"""When holders are written to: backwards from the task's day, in office hours only, each with a day to answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.deadlines import AMSTERDAM
from services.fulfil.rules.service_levels import task_due
from services.fulfil.rules.task_calls import CLOSING, OPENING, Call, calls, office_moment
from services.fulfil.rules.tasks import TaskAnswer, contradicts
from shared.vocabulary import TaskOutcome

CALENDAR = Calendar()
TODAY = date(2026, 11, 2)


def at(text: str) -> datetime:
    """A moment in Amsterdam, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def test_a_case_with_time_is_asked_reminded_and_reported_backwards_from_its_day() -> None:
    """3.5: received Monday 2 November, worked towards 2 December, so tasks are due on 20 November."""
    due = task_due(date(2026, 12, 2), TODAY, CALENDAR)
    assert due == date(2026, 11, 20)
    assert calls(at("2026-11-02T10:00"), due, CALENDAR) == {
        Call.ASK: at("2026-11-02T10:00"),
        Call.REMIND: at("2026-11-18T09:00"),
        Call.STAND_IN: at("2026-11-20T09:00"),
        Call.ESCALATE: at("2026-11-23T09:00"),
    }


def test_what_is_made_at_night_or_on_a_holiday_waits_for_the_office() -> None:
    """Christmas Day 2026 is a Friday: the next opening is Monday."""
    assert office_moment(at("2026-12-25T12:00"), CALENDAR) == at("2026-12-28T09:00")
    assert office_moment(at("2026-11-02T23:30"), CALENDAR) == at("2026-11-03T09:00")
    assert office_moment(at("2026-11-03T03:00"), CALENDAR) == at("2026-11-03T09:00")
    assert office_moment(at("2026-11-03T16:59"), CALENDAR) == at("2026-11-03T16:59")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 -- bounds
    st.integers(0, 40),
)
def test_every_call_lies_in_office_hours_and_leaves_a_working_day_to_answer(made: datetime, ahead: int) -> None:
    """Whenever a task is made and however little time there is."""
    day = made.astimezone(AMSTERDAM).date()
    due = task_due(day + timedelta(days=ahead), day, CALENDAR)
    planned = calls(made, due, CALENDAR)
    moments = [planned[call].astimezone(AMSTERDAM) for call in Call]
    assert all(CALENDAR.is_working_day(each.date()) and OPENING <= each.time() < CLOSING for each in moments)
    days = [each.date() for each in moments]
    assert days == sorted(set(days))
    assert days[-1] > due


def test_an_answer_that_says_two_things_is_no_answer() -> None:
    """R2.4-1: nothing found beside a file, a day without a ground to keep, a day that is past."""
    later = TODAY + timedelta(days=1)
    assert not contradicts(TaskAnswer(TaskOutcome.NOTHING_FOUND, has_file=True), TODAY).allowed
    assert not contradicts(TaskAnswer(TaskOutcome.FOUND, "Three letters.", kept_until=later), TODAY).allowed
    assert not contradicts(TaskAnswer(TaskOutcome.KEPT, "Tax law.", kept_until=TODAY), TODAY).allowed
    assert contradicts(TaskAnswer(TaskOutcome.KEPT, "Tax law.", kept_until=later), TODAY).allowed
    assert contradicts(TaskAnswer(TaskOutcome.FOUND, has_file=True), TODAY).allowed
