"""The dates of a case: the worked examples, and what must hold for every receipt there can be."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fulfil.rules.calendar_nl import Calendar, add_months, easter
from services.fulfil.rules.deadlines import (
    AMSTERDAM,
    Deadlines,
    Terms,
    as_json,
    court_term_ends,
    days_left,
    deadlines,
    read_instant,
)
from services.fulfil.rules.fees import counts_for_window, rectification_notice
from services.fulfil.rules.pauses import pause
from services.fulfil.rules.references import read_reference, reference
from services.fulfil.rules.service_levels import alarms, targets, task_due
from shared.vocabulary import Context, Kind

EXAMPLES = json.loads((Path(__file__).parent / "data" / "deadline_examples.json").read_text())
NOT_COMPUTED = {"id", "calendar", "why"}

FIRST = datetime(2018, 5, 25, tzinfo=UTC)  # the AVG applies since then
instants = st.integers(0, 70 * 365 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))
days = st.dates(date(2018, 5, 25), date(2090, 1, 1))
calendars = st.builds(Calendar, good_friday=st.booleans(), use_equated=st.booleans())
few = settings(max_examples=40, deadline=None, derandomize=True)


def calendar_of(example: dict[str, Any]) -> Calendar:
    options = {} if example["calendar"] == "default" else example["calendar"]
    return Calendar(options.get("good_friday", True), options.get("equated", False))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_the_worked_examples_come_out_to_the_letter(example: dict[str, Any]) -> None:
    """Every computed key of every example, and no key besides."""
    dates = deadlines(read_instant(example["received_at"]), example["paused_days"], calendar_of(example))
    assert as_json(dates) == {key: value for key, value in example.items() if key not in NOT_COMPUTED}


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_every_date_explains_itself(example: dict[str, Any]) -> None:
    """Each computed date has a rule and a sentence whose places can all be filled."""
    dates = deadlines(read_instant(example["received_at"]), example["paused_days"], calendar_of(example))
    computed = example.keys() - NOT_COMPUTED - {"received_at", "paused_days"}
    assert dates.reasons.keys() == computed
    for reason in dates.reasons.values():
        assert reason.rule.startswith("D-")
        assert "%" not in reason.words()


def test_the_explanation_names_the_holiday_that_moved_the_date() -> None:
    """E08 ends on King's Day, and its reason says so, in the reader's way of writing dates."""
    dates = deadlines(read_instant("2026-03-27T11:00:00+01:00"))
    words = dates.reasons["statutory_due"].words(show=lambda fact: f"<{fact}>")
    assert "<King's Day>" in words
    assert "<2026-04-27>" in words


@pytest.mark.parametrize("text", ["2026-03-05T14:00:00", "2026-03-05", "soon", "", "2026-02-30T10:00:00Z"])
def test_a_time_whose_day_would_be_a_guess_is_refused(text: str) -> None:
    """A naive or unreadable time of receipt gets a sentence, not a date."""
    with pytest.raises(ValueError, match=r"has no offset|is not a time"):
        read_instant(text)


@pytest.mark.parametrize("paused", [-1, 3651])
def test_an_impossible_pause_is_refused(paused: int) -> None:
    """A pause is a number of days that can be."""
    with pytest.raises(ValueError, match="paused days"):
        deadlines(datetime(2026, 3, 2, tzinfo=UTC), paused)


def test_years_outside_the_calendar_are_refused() -> None:
    """The last years that Python knows would overflow; they get a sentence instead."""
    with pytest.raises(ValueError, match="between the years"):
        deadlines(datetime(9999, 12, 31, tzinfo=UTC))


@few
@given(instants, calendars)
def test_the_dates_keep_their_order(received_at: datetime, calendar: Calendar) -> None:
    """D-8: staff are never told a later day than the law's, and the law's never moves forward in time."""
    dates = deadlines(received_at, 0, calendar)
    assert dates.receipt_day < dates.work_due <= dates.nominal <= dates.statutory_due
    assert dates.week_work_due <= dates.week_due == dates.receipt_day + timedelta(days=7)
    assert dates.statutory_due < dates.extended_nominal <= dates.extended_due
    assert dates.extended_nominal <= min(dates.extension_chained_nominal, dates.extension_from_receipt_nominal)
    assert all(map(calendar.is_working_day, [dates.work_due, dates.statutory_due, dates.extended_due]))


@few
@given(instants)
def test_the_exclusive_bound_is_the_local_midnight_that_ends_the_day(received_at: datetime) -> None:
    """D-7: summer or winter, the bound is 00:00 in Amsterdam on the day after."""
    dates = deadlines(received_at)
    local = dates.statutory_due_excl_utc.astimezone(AMSTERDAM)
    assert (local.date(), local.time()) == (dates.statutory_due + timedelta(days=1), time())
    assert dates.statutory_due_excl_utc.hour in {22, 23}


@few
@given(instants, st.integers(-14, 14))
def test_the_offset_a_time_is_written_in_changes_nothing(received_at: datetime, hours: int) -> None:
    """D-2: only the instant counts, seen in Amsterdam."""
    elsewhere = deadlines(received_at.astimezone(timezone(timedelta(hours=hours))))
    assert elsewhere.statutory_due == deadlines(received_at).statutory_due


@few
@given(instants, st.integers(1, 60))
def test_a_pause_moves_the_laws_date_and_nothing_else(received_at: datetime, paused: int) -> None:
    """D-16, D-18: the conservative date, the week and the extended end stay where they are."""
    plain, shifted = deadlines(received_at), deadlines(received_at, paused)
    assert shifted.statutory_due >= plain.nominal + timedelta(days=paused)
    for name in ("nominal", "work_due", "week_due", "week_work_due", "extended_due"):
        assert getattr(shifted, name) == getattr(plain, name)


@few
@given(days, st.integers(0, 24))
def test_a_month_ends_on_the_same_number_or_on_its_last_day(day: date, months: int) -> None:
    """D-3, and the months are always as many as were asked."""
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@few
@given(days, calendars, st.integers(0, 12))
def test_working_days_there_and_back(day: date, calendar: Calendar, count: int) -> None:
    """Counting forth and back from a working day ends where it began, on working days only."""
    start = calendar.on_or_after(day)
    there = calendar.plus_working_days(start, count)
    assert calendar.is_working_day(there)
    assert calendar.plus_working_days(there, -count) == start


@pytest.mark.parametrize(
    "sunday",
    ["2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"],
)
def test_easter_falls_when_the_almanac_says(sunday: str) -> None:
    """Early, late and near ones."""
    assert easter(date.fromisoformat(sunday).year).isoformat() == sunday


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 4, 26), "King's Day"),  # the 27th is a Sunday
        (date(2026, 5, 5), "Liberation Day"),  # every year, not one in five
        (date(2027, 5, 6), "Ascension Day"),
        (date(2028, 6, 5), "Whit Monday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 5, 15), None),  # equated, but off by default
        (date(2026, 4, 28), None),
    ],
)
def test_public_holidays_follow_the_rule(day: date, name: str | None) -> None:
    """D-5 and D-6."""
    assert Calendar().why_free(day) == name


def test_equated_days_count_only_when_asked() -> None:
    """D-6: off for the month of the AVG, on for the court."""
    assert not Calendar(use_equated=True).is_working_day(date(2026, 5, 15))


def test_six_weeks_for_the_court_roll_forward_over_equated_days() -> None:
    """Spec 3.7: an answer of 3 April 2026 ends on 15 May, equated, then a weekend."""
    assert court_term_ends(date(2026, 4, 3)) == date(2026, 5, 18)


def test_configured_terms_replace_the_defaults() -> None:
    """The lengths are settings, the way of counting is not."""
    dates = deadlines(datetime(2026, 11, 2, tzinfo=UTC), terms=Terms(months=2, week_days=10))
    assert (dates.nominal, dates.week_due) == (date(2027, 1, 2), date(2026, 11, 12))


@pytest.mark.parametrize(("due", "left"), [(date(2026, 11, 4), 2), (date(2026, 11, 2), 0), (date(2026, 11, 1), -1)])
def test_days_left_count_calendar_days(due: date, left: int) -> None:
    """0 on the day itself, negative when late."""
    assert days_left(date(2026, 11, 2), due) == left


def ordinary() -> Deadlines:
    return deadlines(datetime(2026, 11, 2, 8, 15, tzinfo=UTC))


def test_alarms_ring_at_nine_on_working_days_and_in_order() -> None:
    """Spec 3.5 for E01: half, three quarters, three working days before, the day itself; the week of D-W."""
    rung = alarms(ordinary(), Calendar())
    assert [(alarm.name, alarm.day.isoformat()) for alarm in rung] == [
        ("week_work_due", "2026-11-09"),
        ("half", "2026-11-17"),
        ("three_quarters", "2026-11-24"),
        ("work_due_soon", "2026-11-27"),
        ("work_due", "2026-12-02"),
        ("statutory_due", "2026-12-02"),
    ]
    assert all(alarm.at.astimezone(AMSTERDAM).hour == 9 for alarm in rung)


@few
@given(instants, st.integers(0, 30))
def test_no_alarm_rings_late_or_on_a_free_day(received_at: datetime, paused: int) -> None:
    """Each alarm is a working day after receipt, and none comes after the law's date."""
    dates = deadlines(received_at, paused)
    for alarm in alarms(dates, Calendar()):
        assert Calendar().is_working_day(alarm.day)
        assert dates.receipt_day < alarm.day <= dates.statutory_due
        assert "%" not in alarm.reason.words()


def test_targets_stand_before_the_day_we_work_towards() -> None:
    """Spec 3.5 for E01, which ends on Wednesday 2 December."""
    aims = targets(ordinary(), Calendar())
    assert (aims.triage, aims.identity_question) == (date(2026, 11, 3), date(2026, 11, 5))
    assert (aims.draft, aims.extension_letter, aims.approval) == (
        date(2026, 11, 25),
        date(2026, 11, 25),
        date(2026, 11, 30),
    )


@pytest.mark.parametrize(
    ("today", "due"), [(date(2026, 11, 3), date(2026, 11, 20)), (date(2026, 11, 27), date(2026, 11, 30))]
)
def test_a_task_is_due_well_before_the_case_but_never_today(today: date, due: date) -> None:
    """Eight working days before; when that has passed, the next working day."""
    assert task_due(date(2026, 12, 2), today, Calendar()) == due


def test_a_pause_counts_from_question_to_answer_when_asked_in_time() -> None:
    """D-17, the days of E25."""
    found = pause(date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 10), Calendar())
    assert found.days == 7
    assert "2026-03-10" in found.reason.words()


def test_a_question_that_came_late_pauses_nothing() -> None:
    """D-17: after three working days it is our own delay."""
    assert pause(date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 10), Calendar()).days == 0


@pytest.mark.parametrize(
    ("second", "noticed"), [(date(2026, 8, 27), True), (date(2026, 8, 28), False), (date(2026, 2, 27), False)]
)
def test_the_fee_window_is_a_notice_that_ends_after_six_months(second: date, noticed: bool) -> None:
    """R4.5-4: a request of 28 February is forgotten on 28 August; an earlier one is not a second one."""
    notice = rectification_notice([date(2026, 2, 28)], second)
    assert (notice is not None) is noticed
    assert notice is None or "2026-02-28" in notice.words()


def test_only_real_corrections_count_for_the_fee_window() -> None:
    """R4.5-4: a change of address or a reminder does not."""
    assert counts_for_window([Kind.RECTIFICATION])
    assert not counts_for_window([Kind.RECTIFICATION], [Context.ROUTINE_UPDATE])
    assert not counts_for_window([Kind.ACCESS])


@pytest.mark.parametrize(("number", "text"), [(1, "2026-0001"), (9999, "2026-9999"), (12345, "2026-12345")])
def test_a_reference_is_year_and_counter(number: int, text: str) -> None:
    """And it reads back."""
    assert reference(2026, number) == text
    assert read_reference(f" {text} ") == (2026, number)


@pytest.mark.parametrize("text", ["2026-1", "26-0001", "2026-0000", "2026/0001", "2026-0001x", "२०२६-0001"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    """With a sentence that shows one."""
    with pytest.raises(ValueError, match="2026-0001"):
        read_reference(text)


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (1999, 1), (2026, 1_000_000)])
def test_a_number_that_cannot_be_is_refused(year: int, number: int) -> None:
    """The counter starts at one."""
    with pytest.raises(ValueError, match="There is no case"):
        reference(year, number)
