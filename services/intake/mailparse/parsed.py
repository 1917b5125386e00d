"""What a mail says once it is read: frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Whether a mail could be read within the limits; a quarantined one is kept raw and goes to a person."""

    OK = "ok"
    QUARANTINED = "quarantined"


class MachineKind(StrEnum):
    """What sort of machine wrote an automatic mail."""

    BOUNCE = "bounce"
    AUTOREPLY = "autoreply"
    BULK = "bulk"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Address:
    """A name (may be empty) and an address (empty when none could be read)."""

    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        """Give `Name <address>`, or the one of the two that is there."""
        if self.name and self.address:
            return f"{self.name} <{self.address}>"
        return self.address or self.name


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment: its name as harmless text, its declared type, its size in bytes, what sort of thing it is.

    Sorts: `tnef`, `smime`, `pgp`, `calendar`, `partial`, `archive`, `message`, `picture`, `document`, or empty. The
    sort follows from type and name only: nothing is opened.
    """

    name: str
    type: str
    bytes: int
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The first mail carried inside this one: on a staff forward, the real request.

    `pasted`: it stands in the text, as mail programs forward inline; else it is a part of its own (message/rfc822).
    """

    from_: Address
    subject: str
    date: datetime | None
    text: str
    pasted: bool = False


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail, read.

    `text` is the whole text, `own_text` the same without what was quoted from earlier mails, `quoted` the rest.
    `recipients` are all addresses it came for (To, Cc, Delivered-To, X-Original-To). `received_at` is the time in the
    topmost Received line, `auth_results` the topmost Authentication-Results as it stands. `unreadable_parts` names
    what may hide a text (`encrypted`, `tnef`, `partial`). Of a bounce, `bounce_status` is its code (`5.1.1`) and
    `returned_ids` are the Message-IDs in it. `canary` is what X-Desk-Canary holds. `raw_headers` keeps, by name, what
    stood there where a header was repaired.
    """

    status: Status = Status.OK
    reason: str = ""
    subject: str = ""
    from_: Address = field(default_factory=Address)
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    recipients: tuple[str, ...] = ()
    date: datetime | None = None
    received_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    own_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    forwarded: Forwarded | None = None
    automatic: bool = False
    automatic_kind: MachineKind | None = None
    automatic_reason: str = ""
    no_auto_answer: bool = False
    auth_results: str = ""
    quoted: str = ""
    has_html: bool = False
    unreadable_parts: tuple[str, ...] = ()
    bounce_status: str = ""
    returned_ids: tuple[str, ...] = ()
    canary: str = ""
    raw_headers: tuple[tuple[str, str], ...] = ()
