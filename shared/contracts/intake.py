"""What intake announces."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.envelope import Envelope, Sealed
from shared.contracts.people import Person
from shared.vocabulary import Channel, Context, Kind


class MessageStored(Envelope):
    """A raw mail is safely stored and waits to be read (to intake itself). `case_id` is the incoming message's id."""

    type: Literal["message.stored"] = "message.stored"


class RequestReceived(Envelope):
    """A request came in; the case is to be opened. `case_id` is chosen by intake, from the incoming message."""

    type: Literal["request.received"] = "request.received"
    received_at: datetime
    channel: Channel
    kinds: list[Kind]
    context: list[Context] = Field(default_factory=list)
    requester: Person
    subject: Sealed
    excerpt: Sealed
    """The first words of the request, sealed in `corr` of the case; the whole stays with intake."""
    explanation: list[str] = Field(default_factory=list)
    confidence: float = 1.0
    incoming_id: str
    acknowledge: bool = True
    hold_back_reason: str = ""
    """Why no automatic acknowledgement goes out; empty when one may."""


class TriageNeeded(Envelope):
    """Intake is unsure of a message: a person must look. The clock runs from `received_at`."""

    type: Literal["triage.needed"] = "triage.needed"
    received_at: datetime
    reason: str


class TriageDone(Envelope):
    """A person decided what a message is."""

    type: Literal["triage.done"] = "triage.done"
    outcome: Literal["request", "not_a_request", "attached"]


class FollowUpReceived(Envelope):
    """A message was attached to an open case (R2-8). It opens no case and starts no clock."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "incoming_id")
    type: Literal["followup.received"] = "followup.received"
    incoming_id: str
    received_at: datetime
    verified: bool
    """Whether reference, tag and sender fit together; otherwise it discloses nothing."""
    subject: Sealed
    excerpt: Sealed


class LetterBounced(Envelope):
    """A letter of ours came back."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "incoming_id")
    type: Literal["letter.bounced"] = "letter.bounced"
    incoming_id: str


ANNOUNCES = (MessageStored, RequestReceived, TriageNeeded, TriageDone, FollowUpReceived, LetterBounced)
