"""The link and code to the address on file: how long, how often, for how many tries (spec 4.2 L1, R4-3, R4-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Level

MINUTES: Final = 30
"""How long a link and its code work."""
MAX_TRIES: Final = 5
"""Wrong codes after which a link is void."""
FRESH_AFTER: Final = timedelta(minutes=1)
"""A second click within this time sends no second letter."""
MOST_FRESH: Final = 5
"""So often the reader of the letter may ask for a fresh code, after which a person sends a new one."""
MAX_ANSWERS: Final = 20
"""Wrong answers from one place within `ANSWER_WINDOW`; more are answered with a pause."""
ANSWER_WINDOW: Final = timedelta(minutes=10)


class ChallengeState(StrEnum):
    """Whether a link can still be answered; one that is open may be too old."""

    OPEN = "open"
    PASSED = "passed"
    VOID = "void"


def valid_until(now: datetime) -> datetime:
    """When a link that is sent now stops working."""
    return now + timedelta(minutes=MINUTES)


def may_refresh(now: datetime, made_at: datetime, sent_at: datetime, fresh: int, days: int) -> bool:
    """Whether the reader of a letter may have a fresh code, to the same address.

    `made_at`: of the latest code; `sent_at`: when a person sent the first one; `fresh`: how often it was asked for;
    `days`: how long after the first.
    """
    return fresh < MOST_FRESH and now - made_at >= FRESH_AFTER and now - sent_at <= timedelta(days=days)


def may_challenge(level: Level, addresses: int, *, theirs_alone: bool) -> Verdict:
    """Whether a link may go out: something has to be proved, to an address on file that the requester alone reads."""
    if level is Level.L0:
        return Refused("R4.4-1", "This request needs no proof of identity.")
    if not addresses:
        return Refused("R4-3", "No e-mail address is on file. An address in the request itself proves nothing.")
    if not theirs_alone:
        return Refused("4.2", "A mailbox that others read too proves nothing; choose another way.")
    return Allowed()
