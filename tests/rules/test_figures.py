"""The report counts what happened in its days and gives away nobody."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from services.fulfil.rules.figures import MASKED, Counted, mask, report

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MARCH = date(2026, 3, 1)


def case(received: date = MARCH, days: int | None = 10, late: date | None = None, kinds: str = "access") -> Counted:
    """A case that was answered so many days after it came."""
    answered = received + timedelta(days=days) if days is not None else None
    return Counted(tuple(kinds.split(",")), received, answered, late, "in_person", "granted", ("kept:x R6-6",))


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, MASKED), (4, MASKED), (5, 5), (120, 120)])
def test_small_counts_are_masked(count: int, told: object) -> None:
    """None is no secret; one to four is."""
    assert mask(count) == told


def test_the_report_counts_each_month_and_kind() -> None:
    """In by receipt, out by answer, late by the day of the law; both ends of the days count."""
    found = report([case(days=each, late=date(2026, 4, 1)) for each in (5, 10, 15, 20, 40)], FIRST, LAST)
    assert found["months"] == [
        {"month": "2026-03", "kind": "access", "in": 5, "out": MASKED, "late": 0},
        {"month": "2026-04", "kind": "access", "in": 0, "out": MASKED, "late": 5},
    ]
    assert found["median_days"] == {"access": 15.0}
    assert found["rungs"] == {"in_person": 5}
    assert found["grounds"] == {"kept:x R6-6": 5}
    for first, last, count in ((MARCH, MARCH, 5), (MARCH + timedelta(days=1), LAST, 0)):
        months = report([case(days=None)] * 5, first, last)["months"]
        assert [row["in"] for row in months] == ([count] if count else [])  # type: ignore[attr-defined]


def test_of_few_nothing_is_told() -> None:
    """Four cases of one kind: no count and no median says how long anybody waited."""
    told = json.dumps(report([case(kinds="erasure,access")] * 4, FIRST, LAST))
    assert "10.0" not in told
    assert "4" not in told.replace("2026", "")
