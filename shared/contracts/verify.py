"""What verify announces."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.envelope import DESK, Envelope, Sealed, deterministic
from shared.contracts.people import Person
from shared.vocabulary import DeskTrouble, Level, Method


class IdentityNotNeeded(Envelope):
    """The kinds of this request need no identification (level L0)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.not_needed"] = "identity.not_needed"
    number: int = 1
    """The round of the case: a reopened case is judged again."""
    rule: str


class IdentityNeeded(Envelope):
    """The ladder says that identity is needed, up to `level`; a person chooses the rung."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.needed"] = "identity.needed"
    number: int = 1
    """The round of the case: a reopened case is judged again."""
    level: Level
    rule: str


class IdentityRequested(Envelope):
    """A member of staff asked for a redacted copy (R4.4-1); the letter T02 carries the link."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.requested"] = "identity.requested"
    attempt: int
    reference: str
    requester: Person
    link: Sealed
    """The upload link with its code, sealed in `contact` of the case."""
    why: str
    """The reason that the letter gives, as a code of verify's ladder."""
    answer_by: datetime


class AddressAsked(Envelope):
    """A link and a code go to the address on file, and to no other (R4-3); letter T02b carries both."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.address_asked"] = "identity.address_asked"
    number: int
    """How many such links the case has had."""
    reference: str
    on_file: Person
    """Name and address as they are on file, sealed in `contact` of the case."""
    came_from: Sealed
    """The address that the request came from, masked, sealed likewise: so that its reader can tell it from theirs."""
    link: Sealed
    code: Sealed
    valid_until: datetime
    by_staff: bool = True
    """A person sent it; else the reader of an earlier one asked for a fresh code."""


class ContactChanged(Envelope):
    """The contact data changes: what was proved through the old address no longer counts, and it is told (T02c)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.contact_changed"] = "identity.contact_changed"
    number: int
    """How often this happened in the case."""
    reference: str
    old: Person
    """Name and address as they were on file, sealed in `contact` of the case."""
    voided: bool
    """Identity was established through the old address, and no longer is."""


class LetterToAgent(Envelope):
    """A member of staff writes to somebody who asks for another; once in a round of the case."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    number: int = 1
    """The round of the case."""
    reference: str
    requester: Person
    """Who asks, and gets the letter: never the person whose data it is."""


class MandateAsked(LetterToAgent):
    """What a mandate must hold (T31); it neither confirms nor denies that anybody is known."""

    type: Literal["identity.mandate_asked"] = "identity.mandate_asked"


class AuthorityAsked(LetterToAgent):
    """What shows that somebody is the legal representative, and from which age a child asks alone (T32)."""

    type: Literal["identity.authority_asked"] = "identity.authority_asked"
    alone_from: int
    """From this age, on the day of receipt, a child may ask alone."""
    alone_only_from: int
    """From this age only they themselves may."""


class DeceasedTold(LetterToAgent):
    """Why the privacy law does not reach the data of somebody who has died, and what is possible (T33)."""

    type: Literal["identity.deceased_told"] = "identity.deceased_told"


class PlatformTold(LetterToAgent):
    """To a service that sends requests for many: a mandate, no portal, and the answer to the person (T34)."""

    type: Literal["identity.platform_told"] = "identity.platform_told"


class CopyReceived(Envelope):
    """A copy came in and waits for a person; nothing of it is in this message."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.copy_received"] = "identity.copy_received"
    attempt: int


class CopyRejected(Envelope):
    """The copy was refused and destroyed; the requester is asked again (T03)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.copy_rejected"] = "identity.copy_rejected"
    attempt: int
    reference: str
    requester: Person
    reasons: list[str]
    """What was wrong, as codes; never a value that was read."""
    seen: list[str] = Field(default_factory=list)
    """Where the gate saw it: `reason@place@page`, of the reasons given; a place is a ninth of the page."""
    link: Sealed
    answer_by: datetime


class IdentityVerified(Envelope):
    """Identity is established. What stays: method, level, when, by whom."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.verified"] = "identity.verified"
    number: int = 1
    """The round of the case: a reopened case is judged again."""
    method: Method
    level: Level
    by: str
    reference: str
    requester: Person
    copy_destroyed_at: datetime | None = None
    repainted: bool = False
    """The copy showed too much; the desk painted that over before it was kept."""
    again: int = 0
    """How often an earlier proof in this case stopped counting: what is proved anew is a new fact."""

    @property
    def id(self) -> str:
        """As of old, unless it is proved anew."""
        return deterministic(super().id, str(self.again)) if self.again else super().id


class IdentityRefused(Envelope):
    """Identity could not be established; fulfil decides with a person what follows (D-20)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.refused"] = "identity.refused"
    attempt: int = 1
    by: str


class CopyDestroyed(Envelope):
    """The copy and its key are gone (R4-11)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.copy_destroyed"] = "identity.copy_destroyed"
    attempt: int


class CopyNotKept(Envelope):
    """A copy that came by mail was destroyed unseen by people. `case_id` is that of the mail, as intake said it."""

    KEY: ClassVar[tuple[str, ...]] = ("incoming_id", "number")
    type: Literal["identity.copy_not_kept"] = "identity.copy_not_kept"
    incoming_id: str
    number: int
    attempt: int = 0
    """The question that it answers; 0 when nobody asked."""
    why: Literal["not_asked", "already_here", "unusable", "too_large", "gone"]


class CopyExpires(Envelope):
    """The copy's last day: destroyed even without a decision (R4-11; to verify itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt")
    type: Literal["identity.copy_expires"] = "identity.copy_expires"
    attempt: int


class ReviewSettles(Envelope):
    """The time in which a decision about a copy can be undone is over (to verify itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["identity.review_settles"] = "identity.review_settles"
    number: int
    """How many decisions about copies the case has had."""


class GateAlarm(Envelope):
    """The gate for copies itself fails, or has been well for a day; people must know."""

    KEY: ClassVar[tuple[str, ...]] = ("what", "number", "raised")
    type: Literal["gate.alarm"] = "gate.alarm"
    case_id: str = DESK
    what: DeskTrouble
    number: int
    """How often this has been wrong: the alarm that is over is the one with the same number."""
    raised: bool
    since: datetime


ANNOUNCES = (
    IdentityNotNeeded,
    IdentityNeeded,
    IdentityRequested,
    AddressAsked,
    ContactChanged,
    MandateAsked,
    AuthorityAsked,
    DeceasedTold,
    PlatformTold,
    CopyReceived,
    CopyRejected,
    IdentityVerified,
    IdentityRefused,
    CopyDestroyed,
    CopyNotKept,
    CopyExpires,
    ReviewSettles,
    GateAlarm,
)
