"""How many days an identity question may stop the law's clock (D-15..D-18).

The basis is thin, so a pause is only shown beside the date that stays (D-16); the week of the statement never
pauses (D-18).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.reasons import Reason

ASK_WITHIN: Final = 3  # working days, `pause.ask_within_working_days`
_ARTICLE: Final = "EDPB 01/2022 par. 159"
_TOO_LATE: Final = "Identity was asked on %(asked_on)s, after %(limit)s: too late to pause."
_COUNTED: Final = "Identity was asked on %(asked_on)s and proved on %(answered_on)s."


@dataclass(frozen=True)
class Pause:
    """The days that may be added to the term, and why; 0 when the question came too late."""

    days: int
    reason: Reason


def pause(
    receipt_day: date, asked_on: date, answered_on: date, calendar: Calendar, ask_within: int = ASK_WITHIN
) -> Pause:
    """The days from the identity question to its sufficient answer, if it was asked soon enough (D-17)."""
    limit = calendar.plus_working_days(receipt_day, ask_within)
    facts = {"asked_on": asked_on, "answered_on": answered_on, "limit": limit}
    if asked_on > limit:
        return Pause(0, Reason("D-17", _ARTICLE, _TOO_LATE, facts))
    return Pause(max(0, (answered_on - asked_on).days), Reason("D-17", _ARTICLE, _COUNTED, facts))
