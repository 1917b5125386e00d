"""What can become of an incoming message: a table, as for every life in this house.

The machine opens a case only for a clear request and files only what is clearly none; all else waits for a person
(R2-3). What a person decides takes effect after a short while, in which it can be undone; a message that was filed can
still be taken as a request.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from shared.statetable import SYSTEM, Allowed, Refused, Row, StateTable, Verdict
from shared.vocabulary import Context, Role

UNDO_FOR: Final = timedelta(seconds=10)
"""How long a decision can be undone before anything leaves."""


class State(StrEnum):
    """Where an incoming message is."""

    STORED = "stored"
    TRIAGE = "triage"
    QUARANTINED = "quarantined"
    DECIDED = "decided"
    REQUEST = "request"
    ATTACHED = "attached"
    NOT_A_REQUEST = "not_a_request"


class Event(StrEnum):
    """What can happen to it. `undo` has a form for each state that it leads back to."""

    OPEN = "open"
    ATTACH = "attach"
    FILE = "file"
    ASK = "ask"
    GIVE_UP = "give_up"
    ACCEPT = "accept"
    JOIN = "join"
    DISMISS = "dismiss"
    UNDO = "undo"
    UNDO_UNREADABLE = "undo_unreadable"
    UNDO_FILED = "undo_filed"


_MACHINE: Final = (SYSTEM,)
STAFF: Final = (Role.HANDLER, Role.FG)
WAITS: Final = frozenset({State.TRIAGE, State.QUARANTINED})
"""Where a message waits for a person."""

INCOMING: Final = StateTable[State, Event](
    [
        Row(State.STORED, Event.OPEN, State.REQUEST, _MACHINE),
        Row(State.STORED, Event.ATTACH, State.ATTACHED, _MACHINE),
        Row(State.STORED, Event.FILE, State.NOT_A_REQUEST, _MACHINE),
        Row(State.STORED, Event.ASK, State.TRIAGE, _MACHINE),
        Row(State.STORED, Event.GIVE_UP, State.QUARANTINED, _MACHINE),
        Row(State.TRIAGE, Event.ACCEPT, State.DECIDED, STAFF),
        Row(State.TRIAGE, Event.JOIN, State.DECIDED, STAFF),
        Row(State.TRIAGE, Event.DISMISS, State.DECIDED, STAFF),
        Row(State.QUARANTINED, Event.ACCEPT, State.DECIDED, STAFF),
        Row(State.QUARANTINED, Event.JOIN, State.DECIDED, STAFF),
        Row(State.QUARANTINED, Event.DISMISS, State.DECIDED, STAFF),
        Row(State.NOT_A_REQUEST, Event.ACCEPT, State.DECIDED, STAFF),
        Row(State.NOT_A_REQUEST, Event.JOIN, State.DECIDED, STAFF),
        Row(State.DECIDED, Event.OPEN, State.REQUEST, _MACHINE),
        Row(State.DECIDED, Event.ATTACH, State.ATTACHED, _MACHINE),
        Row(State.DECIDED, Event.FILE, State.NOT_A_REQUEST, _MACHINE),
        Row(State.DECIDED, Event.UNDO, State.TRIAGE, STAFF),
        Row(State.DECIDED, Event.UNDO_UNREADABLE, State.QUARANTINED, STAFF),
        Row(State.DECIDED, Event.UNDO_FILED, State.NOT_A_REQUEST, STAFF),
    ]
)

SETTLES_AS: Final = {Event.ACCEPT: Event.OPEN, Event.JOIN: Event.ATTACH, Event.DISMISS: Event.FILE}
"""What each decision does once it can no longer be undone."""

UNDONE_BY: Final = {
    State.TRIAGE: Event.UNDO,
    State.QUARANTINED: Event.UNDO_UNREADABLE,
    State.NOT_A_REQUEST: Event.UNDO_FILED,
}
"""The event that puts a message back to where it was decided on."""


def for_the_officer(context: Collection[Context]) -> bool:
    """Whether an outsider asks for a client's data: that is for the privacy officer (R5.1-1)."""
    return Context.THIRD_PARTY_DISCLOSURE_DEMAND in context


def may_decide(context: Collection[Context], roles: Collection[str]) -> Verdict:
    """Whether somebody with these roles may decide on a message with these labels (R5.1-1)."""
    if for_the_officer(context) and Role.FG not in roles:
        return Refused("R5.1-1", "An outsider asks for a client's data: only the privacy officer decides on it.")
    return Allowed()
