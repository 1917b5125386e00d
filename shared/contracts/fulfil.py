"""What fulfil announces."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final, Literal

from pydantic import Field

from shared.contracts.dates import SumStep
from shared.contracts.envelope import DESK, Envelope, Sealed
from shared.contracts.fulfil_timers import (
    AlarmDue,
    BreachDue,
    HoldReview,
    LaterDue,
    PackageAsked,
    PackageExpires,
    RetentionDue,
)
from shared.contracts.people import Person
from shared.contracts.tasks import ConnectorWork, TaskAsked, TaskCall
from shared.vocabulary import Category, Channel, Context, DecisionOutcome, DeskTrouble, ExtensionGround, Kind, Letter

STATUS_DAYS: Final = 30
"""How many days the link to the status page is good; then a fresh code makes it good again."""


class CaseOpened(Envelope):
    """A case exists: reference and dates are fixed."""

    type: Literal["case.opened"] = "case.opened"
    reference: str
    received_at: datetime
    channel: Channel
    kinds: list[Kind]
    requester: Person
    week_due: date
    statutory_due: date
    acknowledge: bool = True
    hold_back_reason: str = ""
    incoming_id: str = ""
    message_id: Sealed = ""
    """The Message-ID of the requester's mail, sealed in `contact` of the case; empty for what was no mail."""
    due_sum: list[SumStep] = Field(default_factory=list)
    """How `statutory_due` was found."""
    status_link: Sealed = ""
    """The link to the page that shows how far the case is, sealed in `contact` beside the requester."""


class CaseTriaged(Envelope):
    """A person confirmed what is asked (R2-3)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["case.triaged"] = "case.triaged"
    number: int = 1
    """Which opening of the case this is: a case that is opened again is sorted again."""
    reference: str
    kinds: list[Kind]
    requester: Person
    statutory_due: date
    work_due: date
    by: str
    due_sum: list[SumStep] = Field(default_factory=list)
    """How `statutory_due` was found."""
    received_at: datetime | None = None
    context: list[Context] = Field(default_factory=list)
    """The labels of the request: for somebody else, about a minor ..."""
    channel: Channel | None = None
    """The way it came in; None: an older desk speaks."""
    evidence: str = ""
    """What our own mail server found of the sender, such as `spf=pass dkim=pass dmarc=fail`; empty: nothing."""


class DatesMoved(Envelope):
    """The case's dates changed: by an extension, a pause, or an earlier message of the same request."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["dates.moved"] = "dates.moved"
    number: int
    """The version of the case: a higher one is newer."""
    statutory_due: date
    due_sum: list[SumStep]
    """How `statutory_due` was found."""


class StatusTold(Envelope):
    """A member of staff sends word of how far the case is (T09)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["status.told"] = "status.told"
    number: int
    reference: str
    requester: Person
    words: Sealed
    """What is being done, in the staff member's words, sealed in `contact` of the case."""
    expected: date
    statutory_due: date
    due_sum: list[SumStep] = Field(default_factory=list)
    """How `statutory_due` was found."""


class LetterAsked(Envelope):
    """A member of staff wrote to the requester: a question, where else to go, word of a complaint, of a restriction."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["letter.asked"] = "letter.asked"
    number: int
    """Counts with the letters of `status.told`."""
    letter: Letter
    reference: str
    requester: Person
    words: Sealed
    """The staff member's words, sealed in `contact` of the case."""
    statutory_due: date


class LateTold(Envelope):
    """The law's day has passed: an apology with the cause and the day of the answer goes out (T40)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["late.told"] = "late.told"
    number: int
    """Counts with the letters of `status.told`."""
    reference: str
    requester: Person
    words: Sealed
    """The cause, in the staff member's words, sealed in `contact` of the case."""
    expected: date
    statutory_due: date


class ExtensionApproved(Envelope):
    """Two people agreed that the term is extended; T10 must go out by `letter_by` to have effect (D-11)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["extension.approved"] = "extension.approved"
    number: int
    """The number of the measure, and the step of its letter."""
    reference: str
    requester: Person
    parts: list[Kind]
    """What gets more time."""
    rest: list[Kind] = Field(default_factory=list)
    """What does not: it is answered by `first_due`."""
    grounds: list[ExtensionGround]
    words: Sealed
    """The reasons, as approved, sealed in `contact` of the case."""
    first_due: date
    extended_due: date
    due_sum: list[SumStep] = Field(default_factory=list)
    """How `extended_due` was found."""
    letter_by: datetime
    """The first instant at which the letter would be too late."""


class FeeApproved(Envelope):
    """Two people agreed on a fee; T35 tells it before any work, and the requester may withdraw or narrow (R4.5-2)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["fee.approved"] = "fee.approved"
    number: int
    """The number of the measure, and the step of its letter."""
    reference: str
    requester: Person
    words: Sealed
    """Why the request is unfounded or excessive, as approved, sealed in `contact` of the case."""
    evidence: Sealed
    """What shows that, sealed like `words` under its own field."""
    cents: int
    statutory_due: date


class AnswerApproved(Envelope):
    """Two people decided; the letters of each kind may go, with the package waiting behind the link (for a copy)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["answer.approved"] = "answer.approved"
    number: int = 1
    """The number of the decision: a case that is opened again can be answered again."""
    reference: str
    requester: Person
    kinds: list[Kind]
    outcome: DecisionOutcome
    words: Sealed
    """The reasons, as approved, sealed in `contact` of the case."""
    link: Sealed
    expires_at: datetime
    withheld: bool
    b_recht: bool
    facts: dict[str, str] = Field(default_factory=dict)
    """Codes of what the access letter must list (R2.2A-1); no personal data."""
    found: bool = True
    """Whether anything was found but the request itself."""
    searched: list[Category] = Field(default_factory=list)
    """What was looked for."""
    erasure: list[str] = Field(default_factory=list)
    """What becomes of what was found, a line each of `outcome|rule|last day kept|categories` (R2.4-1): codes only."""


class DownloadCodeAsked(Envelope):
    """The requester asked for the fresh code that opens the package (R6.1-2)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["download.code_asked"] = "download.code_asked"
    number: int
    reference: str
    requester: Person
    code: Sealed
    valid_until: datetime


class StatusCodeAsked(Envelope):
    """The requester asked for a fresh code: their link to the status page is past its day."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["status.code_asked"] = "status.code_asked"
    number: int
    reference: str
    requester: Person
    code: Sealed
    valid_until: datetime


class MessageLeft(Envelope):
    """The requester left a message on the status page; intake takes it in as a message that belongs to the case."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "form")
    type: Literal["message.left"] = "message.left"
    form: str
    """The form that was sent: twice is once."""
    about: Literal["message", "withdrawal", "complaint"]
    text: Sealed
    """What was written, sealed in `corr` of the case."""


class PackageRenewed(Envelope):
    """The requester asked again after the link had expired; the package waits behind a new one (T39)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number", "renewal")
    type: Literal["package.renewed"] = "package.renewed"
    number: int
    """The number of the decision."""
    renewal: int
    reference: str
    requester: Person
    link: Sealed
    expires_at: datetime


class PackageFetched(Envelope):
    """A download began; the address on file is told, once for each code that was used (T39c)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["package.fetched"] = "package.fetched"
    number: int
    """The number of the code."""
    reference: str
    requester: Person
    begun_at: datetime


class DeadlineNear(Envelope):
    """A date of a case comes near; staff are reminded (spec 3.5). Sent one a recipient."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "alarm", "staff_id", "number")
    type: Literal["deadline.near"] = "deadline.near"
    number: int = 1
    """Which series of the case's alarms the date belongs to: opening it again or extending it begins a new one."""
    alarm: str
    staff_id: str
    reference: str
    staff: Person
    work_due: date
    statutory_due: date
    state: str
    outlives_case: bool = False
    """Whether it matters when the case is closed, too: the hours of a possible data breach (R6.4-1)."""


class AlarmTold(Envelope):
    """Something is wrong with the desk itself; sent one a recipient, once an alarm."""

    KEY: ClassVar[tuple[str, ...]] = ("what", "number", "staff_id")
    type: Literal["alarm.told"] = "alarm.told"
    case_id: str = DESK
    what: DeskTrouble
    number: int
    since: datetime
    staff_id: str
    staff: Person


class CanaryPassed(Envelope):
    """Fulfil heard of the desk's test mail: the way from the mailbox to the cases works (mail in, step 10)."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["canary.passed"] = "canary.passed"
    case_id: str = DESK
    number: int


class CaseDestroyed(Envelope):
    """The content of a case was kept long enough: its keys are destroyed, and every service removes its rows (R6-9)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id",)
    type: Literal["case.destroyed"] = "case.destroyed"


class CaseClosed(Envelope):
    """The case ended; nothing more is sent for it."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["case.closed"] = "case.closed"
    number: int = 1
    outcome: str
    joined_into: str = ""
    """The case that goes on with it, when it was the same request; else empty."""


ANNOUNCES = (
    CaseOpened,
    CaseTriaged,
    DatesMoved,
    StatusTold,
    LetterAsked,
    LateTold,
    ExtensionApproved,
    FeeApproved,
    AnswerApproved,
    DownloadCodeAsked,
    MessageLeft,
    PackageFetched,
    PackageRenewed,
    StatusCodeAsked,
    DeadlineNear,
    AlarmTold,
    CanaryPassed,
    AlarmDue,
    BreachDue,
    TaskAsked,
    TaskCall,
    ConnectorWork,
    PackageAsked,
    PackageExpires,
    LaterDue,
    HoldReview,
    RetentionDue,
    CaseDestroyed,
    CaseClosed,
)
