"""Why each date of a case is what it is, in words that the page, the letter and the audit line share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.reasons import Reason

_AVG: Final = "AVG art. 12(3)"
_REG: Final = "Reg. 1182/71"

# field: rule, article, English msgid; the facts are the dates themselves, by the names of their fields.
_PLAIN: Final = {
    "receipt_day": ("D-2", _AVG, "The day in Amsterdam on which the message reached the desk."),
    "statutory_due_excl_utc": (
        "D-7",
        f"{_REG} art. 3",
        "The midnight that ends %(statutory_due)s: an answer before it is in time.",
    ),
    "work_due": ("D-8", "", "The last working day on or before %(nominal)s: what we work towards."),
    "week_due": (
        "D-W",
        "Privacy statement 4.3",
        "Our own promise: a week after %(receipt_day)s, also when that is a free day.",
    ),
    "week_work_due": ("D-W", "", "The last working day on or before %(week_due)s."),
    "extended_nominal": (
        "D-12",
        _AVG,
        "The earlier of %(extension_from_receipt_nominal)s and %(extension_chained_nominal)s.",
    ),
    "notice_of_extension_by": (
        "D-11",
        _AVG,
        "An extension and its reasons must be sent within the first term: by %(statutory_due)s.",
    ),
    "extension_from_receipt_nominal": ("D-12", _AVG, "The extended term, counted from %(receipt_day)s."),
    "extension_chained_nominal": ("D-12", _AVG, "The extended term, counted on from %(nominal)s."),
}

_SAME_NUMBER: Final = "The term from %(receipt_day)s ends on the same day of the month; that day itself does not count."
_NO_SUCH_DAY: Final = "The term from %(receipt_day)s ends in a month without such a day, so its last day counts."

# paused or not, ends on a free day or not
_ROLLED: Final = {
    (False, False): "The term ends on %(end)s, a working day.",
    (False, True): "The term ends on %(end)s, no working day (%(free)s), so the next working day counts.",
    (True, False): "%(paused)s day(s) of an approved pause after %(end)s.",
    (True, True): (
        "%(paused)s day(s) of an approved pause after %(end)s; "
        "that is no working day (%(free)s), so the next working day counts."
    ),
}


def reasons_for(dates: Mapping[str, date], paused_days: int, calendar: Calendar) -> dict[str, Reason]:
    """A reason for each date, by the name of its field in `Deadlines`; `dates` hold all the days."""
    reasons = {name: Reason(rule, article, text, dates) for name, (rule, article, text) in _PLAIN.items()}
    clamped = dates["nominal"].day != dates["receipt_day"].day
    text = _NO_SUCH_DAY if clamped else _SAME_NUMBER
    reasons["nominal"] = Reason("D-3", f"{_AVG}; {_REG} art. 3(2)(c)", text, dates)
    reasons["statutory_due"] = _rolled(dates["nominal"], paused_days, calendar)
    reasons["extended_due"] = _rolled(dates["extended_nominal"], 0, calendar)
    return reasons


def _rolled(end: date, paused: int, calendar: Calendar) -> Reason:
    free = calendar.why_free(end + timedelta(days=paused))
    rule, article = ("D-17", "EDPB 01/2022 par. 159") if paused else ("D-4", f"{_REG} art. 3(4)")
    facts = {"end": end, "paused": paused, "free": free or ""}
    return Reason(rule, article, _ROLLED[paused > 0, free is not None], facts)
