"""A possible data breach: the officer hears at once, and 72 hours run from when the office knew (R6.4-1, AVG 33).

This clock stands apart from the clock of the request: neither an extension nor a pause moves it, and an answer does
not stop it. Only the data protection officer ends it, with a reason that is kept (AVG 33(5)).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Role

TO_REPORT: Final = timedelta(hours=72)
"""How long the office has to tell the authority, counted in hours: nights, weekends and holidays included."""

ALARMS: Final = {
    "breach_noticed": timedelta(0),
    "breach_half": timedelta(hours=36),
    "breach_soon": timedelta(hours=60),
    "breach_due": TO_REPORT,
}
"""When the officer is told, counted from when the office knew; at night and on holidays too, for the hours run on."""


class BreachOutcome(StrEnum):
    """What the officer found."""

    NO_BREACH = "no_breach"
    NOT_REPORTED = "not_reported"
    REPORTED = "reported"


OUTCOME_LABELS: Final = {
    BreachOutcome.NO_BREACH: "It was no data breach",
    BreachOutcome.NOT_REPORTED: "A data breach without a risk: noted, not reported",
    BreachOutcome.REPORTED: "A data breach: reported to the authority",
}
"""English msgids."""


def report_by(known_at: datetime) -> datetime:
    """The last instant at which telling the authority is in time."""
    return known_at + TO_REPORT


def alarms(known_at: datetime, now: datetime) -> dict[str, datetime]:
    """When each warning goes out; of those whose time has passed only the latest, at once."""
    planned = {name: known_at + after for name, after in ALARMS.items()}
    passed = [name for name, at in planned.items() if at <= now]
    return {name: max(at, now) for name, at in planned.items() if name not in passed[:-1]}


def may_note(already: bool) -> Verdict:
    """Whether a case can be marked; once is enough."""
    if already:
        return Refused("R6.4-1", "This case is marked as a possible data breach already.")
    return Allowed()


def may_decide(roles: Collection[str], decided: bool) -> Verdict:
    """Whether somebody may say what it was: the officer, once."""
    if Role.FG not in roles:
        return Refused("R6.4-1", "The data protection officer decides about a possible data breach.")
    if decided:
        return Refused("R6.4-1", "The data protection officer decided about this already.")
    return Allowed()
