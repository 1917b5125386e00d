"""Which of a case's dates counts now: the one that lists sort by and badges count down to (D-8, D-W, R4.3-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class NextDate:
    """A date and the name of its field in `Deadlines`."""

    name: str
    day: date


DATE_LABELS: Final = {
    "week_due": "First reaction promised",
    "work_due": "Date we work towards",
    "statutory_due": "Last day the law allows",
}
"""English msgids."""


def next_date(today: date, week_due: date, work_due: date, statutory_due: date, *, reacted: bool) -> NextDate:
    """The promise until somebody has reacted, then the date of the work, and once that has passed the law's."""
    if not reacted and week_due <= work_due:
        return NextDate("week_due", week_due)
    if today <= work_due:
        return NextDate("work_due", work_due)
    return NextDate("statutory_due", statutory_due)
