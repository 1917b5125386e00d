"""A mail as the sandbox shows it: read with care, because anybody on the machine may have sent it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

from services.sandbox.guards import UNREADABLE

READ_BYTES = 2 * 1024 * 1024  # what lies beyond is an attachment, which the sandbox does not show
SHOWN_RAW = 20_000  # of a mail that cannot be read
DECODED = 16_000  # a longer header is shown as it came
FOLD = re.compile(r"\r?\n[ \t]*")


@dataclass(frozen=True)
class KeptMail:
    """One mail for one receiver. `sender` and `to` are bare addresses; `date` is aware.

    `headers` holds every header, decoded; one that occurs more often has its values on lines of their own.
    """

    number: int
    message_id: str
    sender: str
    to: str
    subject: str
    date: datetime
    text: str
    html: str
    headers: dict[str, str]

    def as_json(self) -> dict[str, object]:
        """The form in which /sandbox/mail.json gives it."""
        return {
            "message_id": self.message_id,
            "from": self.sender,
            "to": self.to,
            "subject": self.subject,
            "date": self.date.isoformat(),
            "text": self.text,
            "html": self.html,
            "headers": self.headers,
        }


def read_kept(number: int, raw: bytes, mail_from: str, to: str, arrived: datetime) -> KeptMail:
    """Read a raw mail; what cannot be decoded is shown as it came, and nothing is ever raised."""
    mail, text, html = _parsed(raw)
    headers = _headers(mail)
    found = {name.lower(): value for name, value in headers.items()}
    return KeptMail(
        number=number,
        message_id=found.get("message-id", "").strip(),
        sender=_sender(mail) or mail_from,
        to=to,
        subject=found.get("subject", ""),
        date=_date(found.get("date", ""), arrived),
        text=text,
        html=html,
        headers=headers,
    )


def _parsed(raw: bytes) -> tuple[Message, str, str]:
    """Return the mail, its plain text and its HTML; of a mail that breaks the parser, its raw beginning."""
    try:
        mail = message_from_bytes(raw[:READ_BYTES])
        return mail, *_bodies(mail)
    except UNREADABLE:
        head = raw[:SHOWN_RAW]
        return BytesHeaderParser().parsebytes(head), head.decode("utf-8", "replace"), ""


def _headers(mail: Message) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in mail.items():
        found.setdefault(name, []).append(_decoded(str(value)))
    return {name: "\n".join(values) for name, values in found.items()}


def _decoded(value: str) -> str:
    unfolded = FOLD.sub(" ", value)
    if len(unfolded) > DECODED:
        return unfolded
    try:
        return str(make_header(decode_header(unfolded)))
    except UNREADABLE:
        return unfolded


def _sender(mail: Message) -> str:
    try:
        return parseaddr(str(mail.get("From", "")))[1]
    except UNREADABLE:
        return ""


def _date(value: str, arrived: datetime) -> datetime:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return arrived
    return date if date.tzinfo else date.replace(tzinfo=arrived.tzinfo)


def _bodies(mail: Message) -> tuple[str, str]:
    """Return the first plain text and the first HTML that are not attachments."""
    first: dict[str, str] = {}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and not part.get_filename() and kind not in first:
            first[kind] = _body(part)
    return first.get("text/plain", ""), first.get("text/html", "")


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        text = data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")
