"""What intake announces."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts import chat
from shared.contracts.envelope import DESK, Envelope, Sealed
from shared.contracts.people import Person
from shared.vocabulary import Channel, Context, DeskTrouble, FollowUp, Kind


class MessageStored(Envelope):
    """A raw mail is safely stored and waits to be read (to intake itself). `case_id` is the incoming message's id."""

    type: Literal["message.stored"] = "message.stored"


class RemovalWanted(Envelope):
    """A mail is to leave its mailbox now (to intake itself). `case_id` is the incoming message's id."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "wanted_at")
    type: Literal["removal.wanted"] = "removal.wanted"
    wanted_at: datetime


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
    linked: list[str] = Field(default_factory=list)
    """The other cases that came out of the same message."""
    message_id: Sealed = ""
    """The Message-ID of the requester's mail, sealed in `contact` of the case; empty for what was no mail."""
    evidence: str = ""
    """What our own mail server found of the sender, such as `spf=pass dkim=pass dmarc=fail`; empty: it said nothing."""


class TriageNeeded(Envelope):
    """Intake is unsure of a message: a person must look. The clock runs from `received_at`."""

    type: Literal["triage.needed"] = "triage.needed"
    received_at: datetime
    reason: str


class TriageDone(Envelope):
    """A person decided what a message is."""

    type: Literal["triage.done"] = "triage.done"
    outcome: Literal["request", "not_a_request", "attached"]


class TriageSettles(Envelope):
    """The time to undo a decision is over: it takes effect (to intake itself). `case_id` is the message's id."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["triage.settles"] = "triage.settles"
    number: int
    """Which decision on this message it is: one that was undone settles nothing."""


class TriageSnoozed(Envelope):
    """A message that waits for a person is out of sight until a moment; its clock runs on."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["triage.snoozed"] = "triage.snoozed"
    number: int
    """How often it was put aside or brought back: the highest number counts."""
    until: datetime | None
    """None: it is in sight again."""


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
    takes_date: bool = False
    """A person chose that the case counts from this message, which came in before it."""
    evidence: str = ""
    """As in `RequestReceived`."""
    followup: FollowUp | None = None
    """What it seems to be; None when nobody can say."""
    sender: str = ""
    """The keyed index of the address it came from, to compare with others, never to read; empty: none is known."""


class CopiesFound(Envelope):
    """A mail brought what looks like identity documents; they go to verify (to intake itself).

    `case_id` is the message's id; which attachments, its sealed details say.
    """

    type: Literal["message.copies_found"] = "message.copies_found"
    about: str
    """The case that the message belongs to; its own id while it waits for a person."""
    verified: bool


class StripMail(Envelope):
    """The documents are to be taken out of the kept mail (to intake itself). `case_id` is the message's id."""

    type: Literal["message.strip"] = "message.strip"
    file: str
    """The raw file that still holds them."""
    leaves: bool
    """Whether the original also leaves the mailbox it came by."""


class IdCopyMailed(Envelope):
    """An attachment that looks like an identity document lies sealed in the handover (R4.4-2, R6.1-1)."""

    KEY: ClassVar[tuple[str, ...]] = ("incoming_id", "number")
    type: Literal["identity.copy_mailed"] = "identity.copy_mailed"
    incoming_id: str
    number: int
    """Which attachment of the mail it was, counted from 0."""
    handover: str = ""
    """The name under which it lies; empty: it was too large to look at, and nothing of it was kept."""
    received_at: datetime
    verified: bool
    """Whether sender and thread were proved."""


class AddressCodeAsked(Envelope):
    """Somebody fills in the form: a code goes to the address in it, to see that they have that mailbox."""

    KEY: ClassVar[tuple[str, ...]] = ("draft", "number")
    type: Literal["form.code_asked"] = "form.code_asked"
    case_id: str = DESK
    draft: str
    """The half-filled form; there is no case yet."""
    number: int
    requester: Person
    """Sealed in a scope of the draft, which is destroyed with it."""
    code: Sealed
    valid_until: datetime


class LetterBounced(Envelope):
    """A letter of ours came back, or is late."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "incoming_id")
    type: Literal["letter.bounced"] = "letter.bounced"
    incoming_id: str
    message_id: str = ""
    """Our own Message-ID of that letter; empty when the report does not name it."""
    status: str = ""
    """The code of the report, such as 5.1.1 (RFC 3463); one that begins with 4 means that it is only late."""


class CanaryDue(Envelope):
    """It is time for the desk to write to itself (to intake itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["canary.due"] = "canary.due"
    case_id: str = DESK
    number: int


class CanaryWanted(Envelope):
    """A test mail is to be sent through the real mail servers (mail in, step 10)."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["canary.wanted"] = "canary.wanted"
    case_id: str = DESK
    number: int


class CanaryArrived(Envelope):
    """The test mail came in, was read and would have opened a case; fulfil answers that it heard of it."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["canary.arrived"] = "canary.arrived"
    case_id: str = DESK
    number: int
    incoming_id: str
    received_at: datetime
    kinds: list[Kind]


class CanaryLate(Envelope):
    """The hour of a test mail is over: look whether it came through (to intake itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["canary.late"] = "canary.late"
    case_id: str = DESK
    number: int


class DeskAlarm(Envelope):
    """Something is wrong with the desk itself, or is right again; people must know."""

    KEY: ClassVar[tuple[str, ...]] = ("what", "number", "raised")
    type: Literal["desk.alarm"] = "desk.alarm"
    case_id: str = DESK
    what: DeskTrouble
    number: int
    """How often this has been wrong: the alarm that is over is the one with the same number."""
    raised: bool
    since: datetime


ANNOUNCES = (
    MessageStored,
    RemovalWanted,
    RequestReceived,
    TriageNeeded,
    TriageDone,
    TriageSettles,
    TriageSnoozed,
    FollowUpReceived,
    CopiesFound,
    StripMail,
    IdCopyMailed,
    AddressCodeAsked,
    LetterBounced,
    CanaryDue,
    CanaryWanted,
    CanaryArrived,
    CanaryLate,
    DeskAlarm,
    *chat.ANNOUNCES,
)
