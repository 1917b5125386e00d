"""The 72 hours: counted in hours, over nights and the change of the clock, and ended by the officer alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.fulfil.rules.breaches import ALARMS, alarms, may_decide, may_note, report_by
from shared.vocabulary import Role

KNOWN = datetime(2026, 10, 23, 15, 0, tzinfo=UTC)  # a Friday; the clock changes in the night of Saturday
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive


@given(MOMENTS)
def test_it_is_seventy_two_hours_whatever_the_day(known_at: datetime) -> None:
    """AVG 33(1): hours, not working days."""
    assert report_by(known_at) - known_at == timedelta(hours=72)
    planned = alarms(known_at, known_at)
    assert list(planned) == list(ALARMS)
    assert planned["breach_noticed"] == known_at
    assert planned["breach_due"] == report_by(known_at)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_message_that_was_read_late_warns_once_at_once(known_at: datetime, later: timedelta) -> None:
    """Of the warnings whose time has passed only the latest goes out, and at once."""
    now = known_at + later
    planned = alarms(known_at, now)
    assert min(planned.values()) == now
    assert list(planned.values()).count(now) == 1
    assert all(at >= now for at in planned.values())


def test_only_the_officer_ends_it_and_only_once() -> None:
    """R6.4-1."""
    assert may_decide({Role.FG}, decided=False).allowed
    assert not may_decide({Role.FG}, decided=True).allowed
    assert not may_decide({Role.HANDLER, Role.APPROVER, Role.ADMIN}, decided=False).allowed
    assert may_note(already=False).allowed
    assert not may_note(already=True).allowed
