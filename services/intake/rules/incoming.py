"""What can become of an incoming message: a table, as for every life in this house.

The machine opens a case only for a clear request and files only what is clearly none; all else waits for a person
(R2-3). A message that the machine or a colleague filed can still be taken as a request.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shared.statetable import SYSTEM, Row, StateTable
from shared.vocabulary import Role


class State(StrEnum):
    """Where an incoming message is."""

    STORED = "stored"
    TRIAGE = "triage"
    QUARANTINED = "quarantined"
    REQUEST = "request"
    ATTACHED = "attached"
    NOT_A_REQUEST = "not_a_request"


class Event(StrEnum):
    """What can happen to it."""

    OPEN = "open"
    ATTACH = "attach"
    FILE = "file"
    ASK = "ask"
    GIVE_UP = "give_up"
    ACCEPT = "accept"
    DISMISS = "dismiss"


_MACHINE: Final = (SYSTEM,)
STAFF: Final = (Role.HANDLER, Role.FG)

INCOMING: Final = StateTable[State, Event](
    [
        Row(State.STORED, Event.OPEN, State.REQUEST, _MACHINE),
        Row(State.STORED, Event.ATTACH, State.ATTACHED, _MACHINE),
        Row(State.STORED, Event.FILE, State.NOT_A_REQUEST, _MACHINE),
        Row(State.STORED, Event.ASK, State.TRIAGE, _MACHINE),
        Row(State.STORED, Event.GIVE_UP, State.QUARANTINED, _MACHINE),
        Row(State.TRIAGE, Event.ACCEPT, State.REQUEST, STAFF),
        Row(State.TRIAGE, Event.ATTACH, State.ATTACHED, STAFF),
        Row(State.TRIAGE, Event.DISMISS, State.NOT_A_REQUEST, STAFF),
        Row(State.QUARANTINED, Event.ACCEPT, State.REQUEST, STAFF),
        Row(State.QUARANTINED, Event.ATTACH, State.ATTACHED, STAFF),
        Row(State.QUARANTINED, Event.DISMISS, State.NOT_A_REQUEST, STAFF),
        Row(State.NOT_A_REQUEST, Event.ACCEPT, State.REQUEST, STAFF),
        Row(State.NOT_A_REQUEST, Event.ATTACH, State.ATTACHED, STAFF),
    ]
)
