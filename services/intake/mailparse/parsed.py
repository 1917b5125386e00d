"""What a mail says once it is read: frozen, and able to cross the pipe of the confined child as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


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
    """One attachment: its name as harmless text, its declared type, its size in bytes."""

    name: str
    type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The first mail carried inside this one as message/rfc822: on a staff forward, the real request."""

    from_: Address
    subject: str
    date: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail, read.

    `text` is the whole text, `own_text` the same without what was quoted from earlier mails. `recipients` are all
    addresses it came for (To, Cc, Delivered-To, X-Original-To). `received_at` is the time in the topmost Received
    line, `auth_results` the topmost Authentication-Results as it stands.
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


def to_frame(mail: ParsedMail) -> dict[str, Any]:
    """Turn a mail into a dict of plain JSON values."""
    return {key: _plain(value) for key, value in asdict(mail).items()}


def from_frame(frame: Mapping[str, Any]) -> ParsedMail:
    """Turn a dict made by `to_frame` back into a mail; raises KeyError, TypeError or ValueError on any other."""
    forwarded = frame["forwarded"]
    kind = frame["automatic_kind"]
    return ParsedMail(
        **{
            **frame,
            "status": Status(frame["status"]),
            "from_": Address(**frame["from_"]),
            "reply_to": Address(**frame["reply_to"]) if frame["reply_to"] else None,
            "to": tuple(Address(**each) for each in frame["to"]),
            "recipients": tuple(frame["recipients"]),
            "references": tuple(frame["references"]),
            "date": _moment(frame["date"]),
            "received_at": _moment(frame["received_at"]),
            "attachments": tuple(Attachment(**each) for each in frame["attachments"]),
            "forwarded": _forwarded(forwarded) if forwarded else None,
            "automatic_kind": MachineKind(kind) if kind else None,
        }
    )


def as_json(mail: ParsedMail, file: str) -> dict[str, Any]:
    """Give what `privacybalie read-mail` prints for one file."""
    return {
        "file": file,
        "status": mail.status.value,
        "reason": mail.reason,
        "subject": mail.subject,
        "from": str(mail.from_),
        "to": [str(each) for each in mail.to],
        "date": _plain(mail.date),
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "attachments": [asdict(each) for each in mail.attachments],
        "automatic": mail.automatic,
        "automatic_reason": mail.automatic_reason,
    }


def _forwarded(frame: Mapping[str, Any]) -> Forwarded:
    return Forwarded(
        **{**frame, "from_": Address(**frame["from_"]), "date": _moment(frame["date"])},
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
