"""The rules of the triage desk: putting aside, one working day, marking cues, who may decide."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.rules.incoming import INCOMING, SETTLES_AS, UNDONE_BY, State, may_decide
from services.intake.rules.marking import marked
from services.intake.rules.receipt import is_late, next_working_day, week_left
from services.intake.rules.snooze import Snooze, choices, latest
from shared.statetable import SYSTEM
from shared.vocabulary import Context, Role

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=ZONE)


def test_on_the_day_of_receipt_all_moments_can_be_chosen() -> None:
    """Nine in the morning, in Amsterdam, also across a weekend."""
    found = choices(MONDAY, MONDAY, ZONE)
    assert {choice: moment.date().isoformat() for choice, moment in found.items()} == {
        Snooze.TOMORROW: "2026-11-03",
        Snooze.THREE_DAYS: "2026-11-05",
    }
    friday = MONDAY + timedelta(days=4)
    assert choices(friday, friday, ZONE)[Snooze.MONDAY] == datetime(2026, 11, 9, 9, 0, tzinfo=ZONE)


@given(st.integers(0, 20), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis adds the zone
def test_nothing_is_put_aside_into_the_last_two_days_of_the_week(waited: int, received: datetime) -> None:
    """Whatever day and hour, both nights of the clocks included; and never into the past."""
    now = received + timedelta(days=waited)
    for moment in choices(received, now, ZONE).values():
        assert now < moment <= latest(received, ZONE)
        assert week_left(received, moment, ZONE) >= 2


@pytest.mark.parametrize(
    ("arrived", "day"),
    [("2026-11-02", "2026-11-03"), ("2026-11-06", "2026-11-09"), ("2026-11-07", "2026-11-09")],
)
def test_one_working_day_passes_over_the_weekend(arrived: str, day: str) -> None:
    """Friday's and Saturday's are due on Monday."""
    moment = datetime.combine(date.fromisoformat(arrived), MONDAY.timetz())
    due = next_working_day(moment, ZONE)
    assert due.isoformat() == day
    assert not is_late(moment, datetime.combine(due, MONDAY.timetz()), ZONE)
    assert is_late(moment, datetime.combine(due + timedelta(days=1), MONDAY.timetz()), ZONE)


def test_the_cues_of_the_explanation_are_marked_in_the_text() -> None:
    """Whatever their capitals and line breaks; the longest wins, and words inside words are left alone."""
    text = "Welke\ngegevens? Welkegegevens over mij."
    pieces = marked(text, ["'welke gegevens' + 'over mij' -> access", "'mij'"])
    assert [piece for mark, piece in pieces if mark] == ["Welke\ngegevens", "over mij"]
    assert "".join(piece for _, piece in pieces) == text


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=5))
def test_marking_loses_no_sign_of_the_text(text: str, explanation: list[str]) -> None:
    """The pieces together are the text, whatever the explanation says."""
    assert "".join(piece for _, piece in marked(text, explanation)) == text


def test_only_the_privacy_officer_decides_on_an_outsiders_demand() -> None:
    """R5.1-1; on anything else a handler may."""
    demand = [Context.THIRD_PARTY_DISCLOSURE_DEMAND]
    assert not may_decide(demand, {Role.HANDLER}).allowed
    assert may_decide(demand, {Role.HANDLER, Role.FG}).allowed
    assert may_decide([Context.MINOR], {Role.HANDLER}).allowed


def test_every_decision_settles_and_can_be_undone() -> None:
    """Each decision leads to one state in which it can take effect, or be undone to where it was decided on."""
    decisions = [row for row in INCOMING.rows if row.to is State.DECIDED]
    assert {row.event for row in decisions} == set(SETTLES_AS)
    assert {row.from_ for row in decisions} == set(UNDONE_BY)
    for row in decisions:
        INCOMING.step(State.DECIDED, SETTLES_AS[row.event], SYSTEM)
        assert INCOMING.step(State.DECIDED, UNDONE_BY[row.from_], Role.HANDLER) is row.from_
