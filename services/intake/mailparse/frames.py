"""A mail as plain data: over the pipe of the confined child and back, and as `read-mail` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.intake.mailparse.parsed import Address, Attachment, Forwarded, MachineKind, ParsedMail, Status


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
            "unreadable_parts": tuple(frame.get("unreadable_parts", ())),
            "returned_ids": tuple(frame.get("returned_ids", ())),
            "raw_headers": tuple((str(name), str(value)) for name, value in frame.get("raw_headers", ())),
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
        "unreadable_parts": list(mail.unreadable_parts),
        "raw_headers": dict(mail.raw_headers),
    }


def _forwarded(frame: Mapping[str, Any]) -> Forwarded:
    return Forwarded(**{**frame, "from_": Address(**frame["from_"]), "date": _moment(frame["date"])})


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
