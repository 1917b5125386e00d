"""The dates that hold for a case now: those of the first month, or of the extension that was sent in time.

The first month's dates and all others are in `Deadlines`; here it is decided which of them count (D-8, D-12, D-16).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.date_sums import DateStep, Step
from services.fulfil.rules.deadlines import Deadlines, end_of_day
from services.fulfil.rules.reasons import Reason

_TO_NOMINAL: Final = frozenset({Step.RECEIVED, Step.MONTH, Step.SHORT_MONTH, Step.EXTENDED, Step.EXTENDED_SHORT})
_WORK: Final = "The last working day on or before %(nominal)s: what we work towards."


@dataclass(frozen=True)
class CurrentTerm:
    """What counts now. `sum` leads to `statutory_due`, step by step."""

    nominal: date
    statutory_due: date
    work_due: date
    extended: bool
    sum: tuple[DateStep, ...] = field(compare=False)
    reasons: Mapping[str, Reason] = field(compare=False, repr=False)

    @property
    def ends(self) -> datetime:
        """The first instant that is too late, in UTC (D-7)."""
        return end_of_day(self.statutory_due)

    @property
    def sum_reasons(self) -> tuple[Reason, ...]:
        """The steps of the sum as sentences."""
        return tuple(step.reason for step in self.sum)

    @property
    def work_reasons(self) -> tuple[Reason, ...]:
        """The steps to the month's own end, and from there back to a working day; no pause counts in these (D-16)."""
        steps = [step.reason for step in self.sum if step.step in _TO_NOMINAL]
        return (*steps, self.reasons["work_due"])


def current_term(dates: Deadlines, calendar: Calendar, *, extended: bool) -> CurrentTerm:
    """The term of a case whose extension is in force, or is not.

    A pause and an extension are never added up: the later of the two ends counts.
    """
    longer = extended and dates.extended_due >= dates.statutory_due
    nominal = dates.extended_nominal if extended else dates.nominal
    work = calendar.on_or_before(nominal)
    return CurrentTerm(
        nominal=nominal,
        statutory_due=dates.extended_due if longer else dates.statutory_due,
        work_due=work,
        extended=extended,
        sum=tuple(_sum(dates, calendar, extended=longer)),
        reasons={"work_due": Reason("D-8", "", _WORK, {"nominal": nominal})},
    )


def _sum(dates: Deadlines, calendar: Calendar, *, extended: bool) -> list[DateStep]:
    short = dates.nominal.day != dates.receipt_day.day
    steps = [
        DateStep(Step.RECEIVED, dates.receipt_day),
        DateStep(Step.SHORT_MONTH if short else Step.MONTH, dates.nominal),
    ]
    end = dates.nominal
    if extended:
        end = dates.extended_nominal
        differ = dates.extension_from_receipt_nominal != dates.extension_chained_nominal
        steps.append(DateStep(Step.EXTENDED_SHORT if differ else Step.EXTENDED, end))
    elif dates.paused_days:
        end = dates.nominal + timedelta(days=dates.paused_days)
        steps.append(DateStep(Step.PAUSED, end, count=dates.paused_days))
    free = calendar.why_free(end)
    due = calendar.on_or_after(end)
    steps.append(DateStep(Step.FREE, due, free=free) if free else DateStep(Step.WORKING_DAY, due))
    return steps


class ClockState(StrEnum):
    """How the law's clock of a case stands (spec 3.6)."""

    RUNNING = "running"
    PAUSE_SHOWN = "pause_shown"
    PAUSED_APPROVED = "paused_approved"
    EXTENDED = "extended"
    MET = "met"
    MISSED = "missed"


CLOCK_LABELS: Final = {
    ClockState.RUNNING: "Running",
    ClockState.PAUSE_SHOWN: "Running; a pause is shown and does not count",
    ClockState.PAUSED_APPROVED: "A pause counts",
    ClockState.EXTENDED: "Extended",
    ClockState.MET: "Answered in time",
    ClockState.MISSED: "Missed",
}
"""English msgids."""


def clock_state(*, missed: bool, answered: bool, extended: bool, pause_approved: bool, pause_shown: bool) -> ClockState:
    """How the clock stands; what was missed stays missed, also when it is answered later (spec 3.6)."""
    standing = (
        (missed, ClockState.MISSED),
        (answered, ClockState.MET),
        (extended, ClockState.EXTENDED),
        (pause_approved, ClockState.PAUSED_APPROVED),
        (pause_shown, ClockState.PAUSE_SHOWN),
    )
    return next((state for holds, state in standing if holds), ClockState.RUNNING)
