"""The desk's own targets and alarms on the way to the law's date (spec 3.5, D-8, D-11, D-W)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.current_term import CurrentTerm, current_term
from services.fulfil.rules.deadlines import AMSTERDAM, Deadlines
from services.fulfil.rules.reasons import Reason

OPENING: Final = time(9)  # when an alarm goes off, in Amsterdam


@dataclass(frozen=True)
class ServiceLevels:
    """The numbers: working days after receipt, or before `work_due`."""

    triage_after: int = 1
    identity_question_after: int = 3
    tasks_before: int = 8
    draft_before: int = 5
    extension_letter_before: int = 5
    approval_before: int = 2
    alarm_before: int = 3


DEFAULT_LEVELS: Final = ServiceLevels()


@dataclass(frozen=True)
class Targets:
    """The days on which each stage of the work should be ready."""

    triage: date
    identity_question: date
    draft: date
    extension_letter: date
    approval: date


@dataclass(frozen=True)
class Alarm:
    """A moment to tell staff about a date: `day` is a working day, `at` its opening hour in UTC."""

    name: str
    day: date
    at: datetime
    reason: Reason


def targets(dates: Deadlines, calendar: Calendar, levels: ServiceLevels = DEFAULT_LEVELS) -> Targets:
    """The internal target days of one case."""
    shift = calendar.plus_working_days
    return Targets(
        triage=shift(dates.receipt_day, levels.triage_after),
        identity_question=shift(dates.receipt_day, levels.identity_question_after),
        draft=shift(dates.work_due, -levels.draft_before),
        extension_letter=shift(dates.work_due, -levels.extension_letter_before),
        approval=shift(dates.work_due, -levels.approval_before),
    )


def task_due(work_due: date, today: date, calendar: Calendar, levels: ServiceLevels = DEFAULT_LEVELS) -> date:
    """The day a data holder must answer: well before `work_due`, but never today or earlier."""
    return max(calendar.plus_working_days(work_due, -levels.tasks_before), calendar.next_working_day(today))


def alarms(
    dates: Deadlines,
    calendar: Calendar,
    levels: ServiceLevels = DEFAULT_LEVELS,
    *,
    term: CurrentTerm | None = None,
) -> list[Alarm]:
    """When staff hear about a case, earliest first; a pause moves only the last of them (D-16).

    They belong to `term`, the one that holds now; without it to the first month.
    """
    term = term or current_term(dates, calendar, extended=False)
    span = (term.work_due - dates.receipt_day).days
    before = calendar.plus_working_days(term.work_due, -levels.alarm_before)
    plan = [
        (
            "half",
            dates.receipt_day + timedelta(days=span // 2),
            "3.5",
            "Half of the time until %(due)s has passed.",
        ),
        (
            "three_quarters",
            dates.receipt_day + timedelta(days=span * 3 // 4),
            "3.5",
            "Three quarters of the time until %(due)s have passed.",
        ),
        ("work_due_soon", before, "3.5", "%(before)s working days are left until %(due)s."),
        (
            "week_work_due",
            dates.week_work_due,
            "D-W",
            "Our first reaction was promised for %(week)s at the latest.",
        ),
        ("work_due", term.work_due, "D-8", "Today is the day we work towards."),
        ("statutory_due", term.statutory_due, "D-4", "Today is the last day the law allows."),
    ]
    facts = {"due": term.work_due, "before": levels.alarm_before, "week": dates.week_due}
    rung = [_alarm(name, calendar.on_or_before(day), Reason(rule, "", text, facts)) for name, day, rule, text in plan]
    return sorted(rung, key=lambda alarm: alarm.at)


def _alarm(name: str, day: date, reason: Reason) -> Alarm:
    return Alarm(name, day, datetime.combine(day, OPENING, AMSTERDAM).astimezone(UTC), reason)
