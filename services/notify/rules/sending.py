"""A delivery on its way out, once: its states as a table, its Message-ID, and when to try again.

`sending` is written down before DATA. A delivery found there after a crash, or whose reply was lost, is *unknown*: it
is looked up in the archive and is never sent again blindly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from shared.statetable import SYSTEM, Row, StateTable
from shared.vocabulary import DeliveryState, Letter, Role

REMINDER_DAYS: Final = (7, 14)  # after T02 (D-20)
IN_FLIGHT: Final = timedelta(minutes=5)
"""A row younger than this in `sending` may still be in the hands of a living sender."""
ABSENT_AFTER: Final = timedelta(minutes=15)
"""So long a taken letter may need to reach the archive."""
BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 720))
"""The waits between tries, about 40 hours in all; then a person must look."""
_NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:privacybalie:delivery")
_DOMAIN: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


class Event(StrEnum):
    """What can happen to a delivery."""

    BEGIN = "begin"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    DROP = "drop"
    ACCEPT = "accept"
    FIND = "find"
    MISS = "miss"
    HOLD = "hold"
    MARK_SENT = "mark_sent"
    SEND_AGAIN = "send_again"


EVENT_LABELS: Final = {
    Event.BEGIN: "Hand over to the mail server",
    Event.POSTPONE: "Try again later",
    Event.REFUSE: "Refused by the mail server",
    Event.DROP: "No longer needed",
    Event.ACCEPT: "Taken by the mail server",
    Event.FIND: "Found in the archive",
    Event.MISS: "Not in the archive: send again with the same id",
    Event.HOLD: "Unknown: a person decides",
    Event.MARK_SENT: "It was sent",
    Event.SEND_AGAIN: "Send again",
}
"""English msgids for buttons and for the line of time."""

_MACHINE: Final = (SYSTEM,)
_STAFF: Final = (Role.HANDLER, Role.FG)

DELIVERY: Final = StateTable[DeliveryState, Event](
    [
        Row(DeliveryState.QUEUED, Event.BEGIN, DeliveryState.SENDING, _MACHINE),
        Row(DeliveryState.QUEUED, Event.POSTPONE, DeliveryState.QUEUED, _MACHINE),
        Row(DeliveryState.QUEUED, Event.REFUSE, DeliveryState.FAILED, _MACHINE),
        Row(DeliveryState.QUEUED, Event.DROP, DeliveryState.SKIPPED, _MACHINE),
        Row(DeliveryState.SENDING, Event.ACCEPT, DeliveryState.SENT, _MACHINE),
        Row(DeliveryState.SENDING, Event.POSTPONE, DeliveryState.QUEUED, _MACHINE),
        Row(DeliveryState.SENDING, Event.REFUSE, DeliveryState.FAILED, _MACHINE),
        Row(DeliveryState.SENDING, Event.FIND, DeliveryState.SENT, _MACHINE),
        Row(DeliveryState.SENDING, Event.MISS, DeliveryState.QUEUED, _MACHINE),
        Row(DeliveryState.SENDING, Event.HOLD, DeliveryState.HELD, _MACHINE),
        Row(DeliveryState.HELD, Event.MARK_SENT, DeliveryState.SENT, _STAFF),
        Row(DeliveryState.HELD, Event.SEND_AGAIN, DeliveryState.QUEUED, _STAFF),
        Row(DeliveryState.FAILED, Event.SEND_AGAIN, DeliveryState.QUEUED, _STAFF),
        Row(DeliveryState.SKIPPED, Event.MARK_SENT, DeliveryState.SENT, _STAFF),
        Row(DeliveryState.SKIPPED, Event.SEND_AGAIN, DeliveryState.QUEUED, _STAFF),
    ]
)


class Archive(StrEnum):
    """What the archive says of a Message-ID."""

    HOLDS_IT = "holds_it"
    HOLDS_IT_NOT = "holds_it_not"
    NONE = "none"
    """No archive is configured."""


_VERDICT: Final[Mapping[Archive, Event]] = {
    Archive.HOLDS_IT: Event.FIND,
    Archive.HOLDS_IT_NOT: Event.MISS,
    Archive.NONE: Event.HOLD,
}


def is_unknown(sending_since: datetime, now: datetime) -> bool:
    """Whether a row in `sending` belongs to nobody any more and must be looked up."""
    return now - sending_since >= IN_FLIGHT


def judge_unknown(archive: Archive, sending_since: datetime, now: datetime) -> Event | None:
    """What becomes of an unknown delivery; None: look again later, the archive may still get it."""
    if archive is Archive.HOLDS_IT_NOT and now - sending_since < ABSENT_AFTER:
        return None
    return _VERDICT[archive]


def next_try(tries: int) -> timedelta | None:
    """How long to wait after that many tries that were put off (1 or more); None: give up, a person must look."""
    if tries < 1:
        raise ValueError("There is nothing to wait for before the first try.")
    return BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def message_id(case_id: str, letter: Letter, step: str, domain: str) -> str:
    """The Message-ID of a letter, in angle brackets: the same letter at the same step always has the same id."""
    return own_id("|".join((case_id, letter, step)), domain)


def own_id(what: str, domain: str) -> str:
    """A Message-ID of ours, always the same for the same thing; raises ValueError for an odd domain."""
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("A Message-ID needs a plain domain name.")
    return f"<{uuid5(_NAMESPACE, what)}@{domain.lower()}>"
