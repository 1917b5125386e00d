"""THE lifecycle of a case, as a table (spec 10, R2-3, R2-4, R2-9, D-20).

`system` in a row means a fact that another service announced, never the clock: time warns people, people
decide. Downloading an answer is recorded but moves nothing: an answered case stays open for a reply until
somebody closes it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shared.statetable import SYSTEM, Row, StateTable
from shared.vocabulary import Role

SUBJECT: Final = "subject"
"""The actor of what the data subject, or who acts for them, does."""


class State(StrEnum):
    """Where a case is."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    IDENTITY_PENDING = "identity_pending"
    IN_PROGRESS = "in_progress"
    AWAITING_APPROVAL = "awaiting_approval"
    ANSWERED = "answered"
    CLOSED = "closed"


class Event(StrEnum):
    """What can happen to a case."""

    CONFIRM_KINDS = "confirm_kinds"
    NOT_A_REQUEST = "not_a_request"
    ASK_IDENTITY = "ask_identity"
    IDENTITY_NOT_NEEDED = "identity_not_needed"
    IDENTIFY = "identify"
    UNPROVE = "unprove"
    NOT_IDENTIFIED = "not_identified"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    JOIN = "join"
    CLOSE = "close"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """How a case ended; the first three are the values of a decision."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_IDENTIFIED = "not_identified"
    NOT_A_REQUEST = "not_a_request"
    JOINED = "joined"


_FACT: Final = (SYSTEM,)
_WORK: Final = (Role.HANDLER, Role.FG)
_SECOND: Final = (Role.APPROVER, Role.FG)
_STAFF: Final = (Role.HANDLER, Role.APPROVER, Role.FG)

LIFECYCLE: Final = StateTable[State, Event](
    [
        Row(State.RECEIVED, Event.CONFIRM_KINDS, State.TRIAGED, _WORK),
        Row(State.RECEIVED, Event.NOT_A_REQUEST, State.CLOSED, _WORK),
        Row(State.RECEIVED, Event.WITHDRAW, State.CLOSED, _WORK),
        Row(State.RECEIVED, Event.JOIN, State.CLOSED, _WORK),
        Row(State.TRIAGED, Event.ASK_IDENTITY, State.IDENTITY_PENDING, _FACT),
        Row(State.TRIAGED, Event.IDENTITY_NOT_NEEDED, State.IN_PROGRESS, _FACT),
        Row(State.TRIAGED, Event.IDENTIFY, State.IN_PROGRESS, _FACT),
        Row(State.TRIAGED, Event.WITHDRAW, State.CLOSED, _WORK),
        Row(State.TRIAGED, Event.JOIN, State.CLOSED, _WORK),
        Row(State.IDENTITY_PENDING, Event.IDENTIFY, State.IN_PROGRESS, _FACT),
        Row(State.IDENTITY_PENDING, Event.IDENTITY_NOT_NEEDED, State.IN_PROGRESS, _FACT),
        Row(State.IDENTITY_PENDING, Event.NOT_IDENTIFIED, State.CLOSED, _SECOND),
        Row(State.IDENTITY_PENDING, Event.WITHDRAW, State.CLOSED, _WORK),
        Row(State.IDENTITY_PENDING, Event.JOIN, State.CLOSED, _WORK),
        Row(State.IN_PROGRESS, Event.UNPROVE, State.IDENTITY_PENDING, _FACT),
        Row(State.AWAITING_APPROVAL, Event.UNPROVE, State.IDENTITY_PENDING, _FACT),
        Row(State.IN_PROGRESS, Event.PROPOSE, State.AWAITING_APPROVAL, _WORK),
        Row(State.IN_PROGRESS, Event.WITHDRAW, State.CLOSED, _WORK),
        Row(State.IN_PROGRESS, Event.JOIN, State.CLOSED, _WORK),
        Row(State.AWAITING_APPROVAL, Event.APPROVE, State.ANSWERED, _SECOND),
        Row(State.AWAITING_APPROVAL, Event.SEND_BACK, State.IN_PROGRESS, _SECOND),
        Row(State.AWAITING_APPROVAL, Event.WITHDRAW, State.CLOSED, _WORK),
        Row(State.ANSWERED, Event.CLOSE, State.CLOSED, _STAFF),
        Row(State.ANSWERED, Event.REOPEN, State.IN_PROGRESS, _WORK),
        Row(State.CLOSED, Event.REOPEN, State.RECEIVED, (*_WORK, SUBJECT)),
    ]
)

CLOSES_AS: Final = {
    Event.NOT_A_REQUEST: Outcome.NOT_A_REQUEST,
    Event.WITHDRAW: Outcome.WITHDRAWN,
    Event.NOT_IDENTIFIED: Outcome.NOT_IDENTIFIED,
    Event.JOIN: Outcome.JOINED,
}
"""The outcome that an event itself brings; an approval brings the one of its decision."""

STATE_LABELS: Final = {
    State.RECEIVED: "Received",
    State.TRIAGED: "Sorted",
    State.IDENTITY_PENDING: "Waiting for proof of identity",
    State.IN_PROGRESS: "In progress",
    State.AWAITING_APPROVAL: "Waiting for approval",
    State.ANSWERED: "Answered",
    State.CLOSED: "Closed",
}
"""English msgids; the requester sees the same words as staff."""

EVENT_LABELS: Final = {
    Event.CONFIRM_KINDS: "Confirm what is asked",
    Event.NOT_A_REQUEST: "Not a privacy request",
    Event.ASK_IDENTITY: "Ask for proof of identity",
    Event.IDENTITY_NOT_NEEDED: "No proof of identity needed",
    Event.IDENTIFY: "Identity established",
    Event.UNPROVE: "Identity is open again",
    Event.NOT_IDENTIFIED: "Close: identity not established",
    Event.PROPOSE: "Propose this answer",
    Event.SEND_BACK: "Send back to the handler",
    Event.APPROVE: "Approve and send the answer",
    Event.WITHDRAW: "Withdrawn by the requester",
    Event.JOIN: "This is the same request as another",
    Event.CLOSE: "Close the case",
    Event.REOPEN: "Open again",
}
"""English msgids for buttons and for the line of time."""

OUTCOME_LABELS: Final = {
    Outcome.GRANTED: "Granted",
    Outcome.PARTLY_GRANTED: "Partly granted",
    Outcome.REFUSED: "Refused",
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.NOT_IDENTIFIED: "Identity not established",
    Outcome.NOT_A_REQUEST: "Not a privacy request",
    Outcome.JOINED: "The same as another case",
}
"""English msgids."""
