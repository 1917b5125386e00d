"""The dates that hold now, over every day and minute of 2025 to 2032; and that page and letter say the same sum."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

import services
from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.current_term import CLOCK_LABELS, ClockState, CurrentTerm, clock_state, current_term
from services.fulfil.rules.date_sums import SUM_TEXTS, Step
from services.fulfil.rules.deadlines import AMSTERDAM, DEFAULT_CALENDAR, Deadlines, deadlines, read_instant
from services.fulfil.rules.service_levels import alarms
from services.notify.letters.catalogue import fields
from services.notify.letters.presenting import day_in_words, present
from shared.vocabulary import Language

EXAMPLES = json.loads((Path(__file__).parent / "data" / "deadline_examples.json").read_text())
FIRST, LAST = datetime(2024, 12, 31, 23, tzinfo=UTC), datetime(2032, 12, 31, 22, 59, tzinfo=UTC)
MINUTES = int((LAST - FIRST).total_seconds()) // 60
minutes = st.integers(0, MINUTES).map(lambda minute: FIRST + timedelta(minutes=minute))
calendars = st.builds(Calendar, good_friday=st.booleans(), use_equated=st.booleans())
quick = settings(max_examples=150, deadline=None, derandomize=True)


def of(dates: Deadlines, *, extended: bool, calendar: Calendar = DEFAULT_CALENDAR) -> CurrentTerm:
    return current_term(dates, calendar, extended=extended)


def check(dates: Deadlines, calendar: Calendar) -> None:
    """What must hold of any receipt."""
    first, longer = (current_term(dates, calendar, extended=extended) for extended in (False, True))
    assert dates.receipt_day < first.work_due <= first.nominal <= first.statutory_due
    assert first.statutory_due < longer.statutory_due
    assert longer.work_due <= longer.nominal <= longer.statutory_due
    assert calendar.is_working_day(first.statutory_due)
    assert calendar.is_working_day(longer.statutory_due)
    assert 28 <= (first.nominal - dates.receipt_day).days <= 31
    assert 87 <= (longer.nominal - dates.receipt_day).days <= 92
    for term in (first, longer):
        assert term.sum[-1].day == term.statutory_due
        assert (term.ends - timedelta(seconds=1)).astimezone(AMSTERDAM).date() == term.statutory_due


@quick
@given(minutes, calendars)
def test_the_term_of_any_minute(received_at: datetime, calendar: Calendar) -> None:
    """Every minute of 2025 to 2032, with any choice of holidays."""
    check(deadlines(received_at, calendar=calendar), calendar)


@quick
@given(minutes)
def test_a_minute_counts_by_its_local_day_alone(received_at: datetime) -> None:
    """D-2: all minutes of one day in Amsterdam have the same dates, across both changes of the clock."""
    noon = datetime.combine(received_at.astimezone(AMSTERDAM).date(), datetime.min.time(), AMSTERDAM).replace(hour=12)
    at, then = deadlines(received_at), deadlines(noon)
    assert (at.statutory_due_excl_utc, at.extended_due, at.week_due) == (
        then.statutory_due_excl_utc,
        then.extended_due,
        then.week_due,
    )


def test_every_day_of_eight_years() -> None:
    """With the test before it, this is every minute: one receipt a day, first and last minute of the day alike."""
    day, before = date(2025, 1, 1), date(2025, 1, 1)
    while day.year < 2033:
        early = datetime(day.year, day.month, day.day, 0, 0, tzinfo=AMSTERDAM)
        dates = deadlines(early)
        check(dates, DEFAULT_CALENDAR)
        assert dates.receipt_day == deadlines(early.replace(hour=23, minute=59)).receipt_day == day
        assert dates.statutory_due >= before, "a later request is never due before an earlier one"
        day, before = day + timedelta(days=1), dates.statutory_due


@quick
@given(minutes, st.integers(0, 120))
def test_pause_and_extension_are_never_added_up(received_at: datetime, paused: int) -> None:
    """Of the two ends the later one holds; staff work towards a day without the pause (D-16)."""
    plain, dates = deadlines(received_at), deadlines(received_at, paused)
    longer = of(dates, extended=True)
    assert longer.statutory_due == max(dates.statutory_due, plain.extended_due)
    assert of(dates, extended=False).work_due == plain.work_due


@quick
@given(minutes)
def test_alarms_follow_the_extended_term(received_at: datetime) -> None:
    """The last ones stand on the new days; none rings after the new end."""
    dates = deadlines(received_at)
    longer = of(dates, extended=True)
    rung = {alarm.name: alarm.day for alarm in alarms(dates, DEFAULT_CALENDAR, term=longer)}
    assert (rung["work_due"], rung["statutory_due"]) == (longer.work_due, longer.statutory_due)
    assert max(rung.values()) <= longer.statutory_due
    assert rung["half"] < rung["three_quarters"] < rung["work_due_soon"] < rung["work_due"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_the_sum_of_each_worked_example_leads_to_its_date(example: dict[str, Any]) -> None:
    """The last step of each sum is the date of the specification."""
    options = {} if example["calendar"] == "default" else example["calendar"]
    calendar = Calendar(options.get("good_friday", True), options.get("equated", False))
    dates = deadlines(read_instant(example["received_at"]), example["paused_days"], calendar)
    assert of(dates, extended=False, calendar=calendar).sum[-1].day.isoformat() == example["statutory_due"]
    unpaused = deadlines(dates.received_at, 0, calendar)
    assert of(unpaused, extended=True, calendar=calendar).sum[-1].day.isoformat() == example["extended_due"]


def test_a_sum_reads_like_one() -> None:
    """E04: received on a Sunday, a short month that ends on a Sunday, so Monday."""
    term = of(deadlines(read_instant("2027-01-31T20:00:00+01:00")), extended=False)
    assert " ".join(reason.words() for reason in term.sum_reasons) == (
        "Received on 2027-01-31; that day itself does not count. "
        "One month later there is no such day, so the last day of that month counts: 2027-02-28. "
        "That is no working day (Sunday), so the next working day counts: 2027-03-01."
    )
    assert [reason.rule for reason in term.sum_reasons] == ["D-2", "D-3", "D-4"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_the_letter_says_the_same_sum_as_the_page(example: dict[str, Any], language: Language) -> None:
    """In both languages, word for word."""
    with (Path(services.__file__).parent / "fulfil" / "locales" / "nl.po").open("rb") as file:
        dutch = {str(entry.id): str(entry.string) for entry in read_po(file, locale="nl")}

    def translate(text: str) -> str:
        return dutch[text] if language is Language.NL else text

    def show(fact: object) -> str:
        if isinstance(fact, date):
            return day_in_words(fact, language)
        return translate(fact) if isinstance(fact, str) and fact else str(fact)

    dates = deadlines(read_instant(example["received_at"]), example["paused_days"])
    for extended in (False, True):
        term = of(dates, extended=extended)
        page = " ".join(reason.words(translate, show) for reason in term.sum_reasons)
        steps = [{"step": s.step, "day": s.day.isoformat(), "count": s.count, "free": s.free} for s in term.sum]
        assert present(fields()["due_sum"], steps, language) == page


def test_every_step_and_state_has_words() -> None:
    """No code without its sentence."""
    assert set(SUM_TEXTS) == set(Step)
    assert set(CLOCK_LABELS) == set(ClockState)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((False, False, False, False, False), ClockState.RUNNING),
        ((False, False, False, False, True), ClockState.PAUSE_SHOWN),
        ((False, False, False, True, True), ClockState.PAUSED_APPROVED),
        ((False, False, True, True, True), ClockState.EXTENDED),
        ((False, True, True, False, False), ClockState.MET),
        ((True, True, True, False, False), ClockState.MISSED),
    ],
)
def test_the_clock_has_one_state(facts: tuple[bool, ...], state: ClockState) -> None:
    """Spec 3.6: missed stays missed, also when it is answered later."""
    names = ("missed", "answered", "extended", "pause_approved", "pause_shown")
    assert clock_state(**dict(zip(names, facts, strict=True))) is state
