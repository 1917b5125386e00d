"""How many days an identity question may stop the law's clock (D-15..D-18).

The basis is thin, so a pause is only shown beside the date that stays, unless the desk is set to apply it and two
people agree (D-16); the week of the statement never pauses (D-18).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.reasons import Reason
from shared.statetable import Allowed, Refused, Verdict

ASK_WITHIN: Final = 3  # working days, `pause.ask_within_working_days`
_ARTICLE: Final = "EDPB 01/2022 par. 159"
_TOO_LATE: Final = "Identity was asked on %(asked_on)s, after %(limit)s: too late to pause."
_COUNTED: Final = "Identity was asked on %(asked_on)s and proved on %(answered_on)s."
_RUNS: Final = "Identity was asked on %(asked_on)s and is not proved yet; the pause would run on."


@dataclass(frozen=True)
class Pause:
    """The days that may be added to the term, and why; 0 when the question came too late."""

    days: int
    reason: Reason
    in_time: bool = True
    """Whether identity was asked soon enough to count at all."""


def pause(
    receipt_day: date, asked_on: date, answered_on: date | None, calendar: Calendar, ask_within: int = ASK_WITHIN
) -> Pause:
    """The days from the identity question to its sufficient answer, if it was asked soon enough (D-17).

    While the answer is not there (`answered_on` None) no day counts yet.
    """
    limit = calendar.plus_working_days(receipt_day, ask_within)
    facts = {"asked_on": asked_on, "answered_on": answered_on, "limit": limit}
    if asked_on > limit:
        return Pause(0, Reason("D-17", _ARTICLE, _TOO_LATE, facts), in_time=False)
    if answered_on is None:
        return Pause(0, Reason("D-17", _ARTICLE, _RUNS, facts))
    return Pause(max(0, (answered_on - asked_on).days), Reason("D-17", _ARTICLE, _COUNTED, facts))


def may_pause(*, applies: bool, over: bool, found: Pause | None) -> Verdict:
    """Whether a pause may be proposed: only if the desk applies pauses, and identity was asked in time (D-16, D-17)."""
    if not applies:
        return Refused("D-16", "This desk only shows a pause; the earlier date stays.")
    if over:
        return Refused("D-16", "This case is answered or closed; its clock has stopped.")
    if found is None:
        return Refused("D-17", "Nobody was asked to prove who they are, so nothing paused the clock.")
    if not found.in_time:
        return Refused("D-17", "Identity was asked too late for a pause to count.")
    return Allowed()
