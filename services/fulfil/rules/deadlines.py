"""The dates of a case (D-1..D-12, D-16, D-17, D-22, D-W), each with its reason.

All days are days in Amsterdam. Three dates are kept apart: `nominal` (the law's month), `statutory_due`
(after it an answer is late) and `work_due` (what staff work towards), so that a doubt about a holiday never
makes an answer late (D-8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.fulfil.rules.calendar_nl import Calendar, add_months
from services.fulfil.rules.date_reasons import reasons_for
from services.fulfil.rules.reasons import Reason

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
DEFAULT_CALENDAR: Final = Calendar()
COURT_DAYS: Final = 42  # UAVG art. 35: six weeks
LONGEST_PAUSE: Final = 3650
EARLIEST, LATEST = 1970, 2999  # years in which the rules of the calendar make sense


@dataclass(frozen=True)
class Terms:
    """The lengths that configuration may change: `deadline.*` and `week_promise.days`."""

    months: int = 1
    extension_months: int = 2
    week_days: int = 7


DEFAULT_TERMS: Final = Terms()


@dataclass(frozen=True)
class Deadlines:
    """Every date of one receipt; `reasons` explains each by the name of its field."""

    received_at: datetime
    paused_days: int
    receipt_day: date
    nominal: date
    statutory_due: date
    statutory_due_excl_utc: datetime
    work_due: date
    week_due: date
    week_work_due: date
    extended_nominal: date
    extended_due: date
    notice_of_extension_by: date
    extension_from_receipt_nominal: date
    extension_chained_nominal: date
    reasons: Mapping[str, Reason] = field(compare=False, repr=False)


def read_instant(text: str) -> datetime:
    """A time of receipt from ISO 8601 text; ValueError with a sentence when it is unreadable or naive."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a time; write it like 2026-03-05T14:00:00+01:00.") from None
    check_instant(instant)
    return instant


def check_instant(instant: datetime) -> None:
    """Refuse, with a sentence in a ValueError, a time whose day in Amsterdam would be a guess."""
    if instant.utcoffset() is None:
        raise ValueError("The time of receipt has no offset; add one, such as +01:00 or Z.")
    if not EARLIEST <= instant.year <= LATEST:
        raise ValueError(f"The time of receipt must lie between the years {EARLIEST} and {LATEST}.")


def receipt_day(received_at: datetime) -> date:
    """The calendar day in Amsterdam on which a message reached the desk (D-2)."""
    return received_at.astimezone(AMSTERDAM).date()


def week_due(received_at: datetime, terms: Terms = DEFAULT_TERMS) -> date:
    """The last day of the statement's week, without roll-forward (D-W)."""
    return receipt_day(received_at) + timedelta(days=terms.week_days)


def end_of_day(day: date) -> datetime:
    """The local midnight that ends `day`, in UTC: the first instant that is too late (D-7)."""
    return datetime.combine(day + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)


def deadlines(
    received_at: datetime,
    paused_days: int = 0,
    calendar: Calendar = DEFAULT_CALENDAR,
    terms: Terms = DEFAULT_TERMS,
) -> Deadlines:
    """Every date that follows from one receipt.

    `paused_days` are days of an approved pause (D-16, D-17); they move only `statutory_due` and what hangs on
    it. The extended end stays without them: the earlier date is the safe one. ValueError for a naive time or
    an impossible pause.
    """
    check_instant(received_at)
    if not 0 <= paused_days <= LONGEST_PAUSE:
        raise ValueError(f"The paused days must lie between 0 and {LONGEST_PAUSE}; this says {paused_days}.")
    start = receipt_day(received_at)
    nominal = add_months(start, terms.months)
    statutory = calendar.on_or_after(nominal + timedelta(days=paused_days))
    week = week_due(received_at, terms)
    from_receipt = add_months(start, terms.months + terms.extension_months)
    chained = add_months(nominal, terms.extension_months)
    dates = {
        "receipt_day": start,
        "nominal": nominal,
        "statutory_due": statutory,
        "work_due": calendar.on_or_before(nominal),
        "week_due": week,
        "week_work_due": calendar.on_or_before(week),
        "extended_nominal": min(from_receipt, chained),
        "extended_due": calendar.on_or_after(min(from_receipt, chained)),
        "notice_of_extension_by": statutory,
        "extension_from_receipt_nominal": from_receipt,
        "extension_chained_nominal": chained,
    }
    return Deadlines(
        received_at=received_at,
        paused_days=paused_days,
        statutory_due_excl_utc=end_of_day(statutory),
        reasons=reasons_for(dates, paused_days, calendar),
        **dates,
    )


def court_term_ends(answer_day: date) -> date:
    """The last day to go to court after an answer: six weeks, rolled forward under the ATW (D-22, spec 3.7).

    The ATW does govern this term, so the equated days count here.
    """
    return Calendar(good_friday=True, use_equated=True).on_or_after(answer_day + timedelta(days=COURT_DAYS))


def days_left(today: date, due: date) -> int:
    """Calendar days from `today` to `due`: 0 on the day itself, negative when it has passed."""
    return (due - today).days


def as_json(dates: Deadlines) -> dict[str, str | int]:
    """The answer of `privacybalie deadlines`: one flat object, instants in UTC with Z, days as YYYY-MM-DD."""
    return {
        "received_at": _iso(dates.received_at),
        "paused_days": dates.paused_days,
        "receipt_day": dates.receipt_day.isoformat(),
        "nominal": dates.nominal.isoformat(),
        "statutory_due": dates.statutory_due.isoformat(),
        "statutory_due_excl_utc": _iso(dates.statutory_due_excl_utc),
        "work_due": dates.work_due.isoformat(),
        "week_due": dates.week_due.isoformat(),
        "week_work_due": dates.week_work_due.isoformat(),
        "extended_nominal": dates.extended_nominal.isoformat(),
        "extended_due": dates.extended_due.isoformat(),
        "notice_of_extension_by": dates.notice_of_extension_by.isoformat(),
        "extension_from_receipt_nominal": dates.extension_from_receipt_nominal.isoformat(),
        "extension_chained_nominal": dates.extension_chained_nominal.isoformat(),
    }


def _iso(instant: datetime) -> str:
    text = instant.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
