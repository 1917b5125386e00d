"""The small lifecycle of a verification, as a table.

What staff decide about a copy waits in `decided` for ten seconds, in which it can be undone: nothing is destroyed and
nothing is sent before the system lets the same event take effect. However `decided` is left, except by `undo`, and
`copy_received`, except for `decided`, the copy is destroyed (R4-11). `lapse` and `expire` by the system are facts
too: the case was closed, or a copy grew too old to keep; they decide nothing about the case.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from shared.statetable import SYSTEM, Row, StateTable
from shared.vocabulary import Role

SUBJECT: Final = "subject"
"""The actor of what the data subject, or who acts for them, does."""


UNDO_FOR: Final = timedelta(seconds=10)
"""How long what staff decided about a copy can be undone."""


class State(StrEnum):
    """Where a verification is; `rejected` means that the requester was not identified."""

    OPEN = "open"
    ASKED = "asked"
    COPY_RECEIVED = "copy_received"
    DECIDED = "decided"
    VERIFIED = "verified"
    REJECTED = "rejected"
    NOT_NEEDED = "not_needed"
    LAPSED = "lapsed"


class Event(StrEnum):
    """What can happen to a verification; `establish` is proof without a copy (in person, by call-back).

    `confirm` is the answer to a link that a member of staff sent to the address on file, where that is enough;
    `unprove` is what a change of that address does to it.
    """

    ASK = "ask"
    RECEIVE = "receive"
    APPROVE = "approve"
    ASK_AGAIN = "ask_again"
    REJECT = "reject"
    UNDO = "undo"
    ESTABLISH = "establish"
    CONFIRM = "confirm"
    UNPROVE = "unprove"
    SKIP = "skip"
    EXPIRE = "expire"
    LAPSE = "lapse"
    REOPEN = "reopen"


_STAFF: Final = (Role.HANDLER, Role.FG)
_STAFF_OR_FACT: Final = (*_STAFF, SYSTEM)

VERIFICATION: Final = StateTable[State, Event](
    [
        Row(State.OPEN, Event.ASK, State.ASKED, _STAFF),
        Row(State.OPEN, Event.ESTABLISH, State.VERIFIED, _STAFF),
        Row(State.OPEN, Event.CONFIRM, State.VERIFIED, (SUBJECT,)),
        Row(State.OPEN, Event.SKIP, State.NOT_NEEDED, _STAFF_OR_FACT),
        Row(State.OPEN, Event.LAPSE, State.LAPSED, _STAFF_OR_FACT),
        Row(State.ASKED, Event.RECEIVE, State.COPY_RECEIVED, (SUBJECT, Role.HANDLER)),
        Row(State.ASKED, Event.ASK_AGAIN, State.ASKED, _STAFF),
        Row(State.ASKED, Event.ESTABLISH, State.VERIFIED, _STAFF),
        Row(State.ASKED, Event.CONFIRM, State.VERIFIED, (SUBJECT,)),
        Row(State.ASKED, Event.REJECT, State.REJECTED, _STAFF),
        Row(State.ASKED, Event.SKIP, State.NOT_NEEDED, _STAFF),
        Row(State.ASKED, Event.LAPSE, State.LAPSED, _STAFF_OR_FACT),
        Row(State.COPY_RECEIVED, Event.APPROVE, State.DECIDED, _STAFF),
        Row(State.COPY_RECEIVED, Event.ASK_AGAIN, State.DECIDED, _STAFF),
        Row(State.COPY_RECEIVED, Event.REJECT, State.DECIDED, _STAFF),
        Row(State.COPY_RECEIVED, Event.ESTABLISH, State.DECIDED, _STAFF),
        Row(State.COPY_RECEIVED, Event.CONFIRM, State.VERIFIED, (SUBJECT,)),
        Row(State.COPY_RECEIVED, Event.EXPIRE, State.ASKED, (SYSTEM,)),
        Row(State.COPY_RECEIVED, Event.LAPSE, State.LAPSED, _STAFF_OR_FACT),
        Row(State.DECIDED, Event.UNDO, State.COPY_RECEIVED, _STAFF),
        Row(State.DECIDED, Event.APPROVE, State.VERIFIED, (SYSTEM,)),
        Row(State.DECIDED, Event.ASK_AGAIN, State.ASKED, (SYSTEM,)),
        Row(State.DECIDED, Event.REJECT, State.REJECTED, (SYSTEM,)),
        Row(State.DECIDED, Event.ESTABLISH, State.VERIFIED, (SYSTEM,)),
        Row(State.DECIDED, Event.CONFIRM, State.VERIFIED, (SUBJECT,)),
        Row(State.DECIDED, Event.LAPSE, State.LAPSED, _STAFF_OR_FACT),
        Row(State.REJECTED, Event.ASK_AGAIN, State.ASKED, _STAFF),
        Row(State.REJECTED, Event.ESTABLISH, State.VERIFIED, _STAFF),
        Row(State.REJECTED, Event.LAPSE, State.LAPSED, _STAFF_OR_FACT),
        Row(State.NOT_NEEDED, Event.ASK, State.ASKED, _STAFF),
        Row(State.LAPSED, Event.ASK, State.ASKED, _STAFF),
        Row(State.LAPSED, Event.ESTABLISH, State.VERIFIED, _STAFF),
        Row(State.LAPSED, Event.SKIP, State.NOT_NEEDED, _STAFF_OR_FACT),
        Row(State.LAPSED, Event.REOPEN, State.OPEN, (SYSTEM,)),
        Row(State.VERIFIED, Event.REOPEN, State.OPEN, (SYSTEM,)),
        Row(State.VERIFIED, Event.UNPROVE, State.OPEN, _STAFF_OR_FACT),
        Row(State.REJECTED, Event.REOPEN, State.OPEN, (SYSTEM,)),
        Row(State.NOT_NEEDED, Event.REOPEN, State.OPEN, (SYSTEM,)),
    ]
)

STATE_LABELS: Final = {
    State.OPEN: "To be judged",
    State.ASKED: "Asked",
    State.COPY_RECEIVED: "Copy received",
    State.DECIDED: "Decided a moment ago",
    State.VERIFIED: "Identity established",
    State.REJECTED: "Not identified",
    State.NOT_NEEDED: "Not needed",
    State.LAPSED: "Lapsed",
}
"""English msgids."""

EVENT_LABELS: Final = {
    Event.ASK: "Ask for a blacked-out copy",
    Event.RECEIVE: "Copy received",
    Event.APPROVE: "Approve",
    Event.ASK_AGAIN: "Ask again",
    Event.REJECT: "Reject",
    Event.UNDO: "Undo",
    Event.ESTABLISH: "Identity established without a copy",
    Event.CONFIRM: "Confirmed from the address on file",
    Event.UNPROVE: "The proof no longer counts",
    Event.SKIP: "No proof needed",
    Event.EXPIRE: "Copy too old to keep",
    Event.LAPSE: "Lapse",
    Event.REOPEN: "Judged anew",
}
"""English msgids for buttons and for the line of time."""
