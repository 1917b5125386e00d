"""Walks the parts of a mail: the text to read, the attachments to list, the mail inside the mail."""

from __future__ import annotations

import re
from binascii import a2b_base64
from dataclasses import dataclass, field
from email.errors import InvalidBase64LengthDefect
from email.message import Message

from services.intake.mailparse.charsets import charset_of, clean, decode
from services.intake.mailparse.guards import DEPTH, GuardedMessage, Refused, read
from services.intake.mailparse.headers import attempt, ids, raw
from services.intake.mailparse.lifting import base64_size, whole, whole_mail
from services.intake.mailparse.names import file_name, safe_name
from services.intake.mailparse.parsed import Attachment
from services.intake.mailparse.plaintext import from_html, unflow
from services.intake.mailparse.sorts import CALENDAR, ENCRYPTED, hides_text, sort_of

TEXT_CHARACTERS = 200_000
_TEXT_BYTES = 2_000_000
_MOST_REPORTS = 200
_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}$")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_METHOD = re.compile(rb"(?im)^METHOD:[ \t]*([A-Z]{3,20})")
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_SIGNED = re.compile(
    r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][A-Za-z]{1,20}: [^\n]{0,200}\n){0,10}\n?"
    r"|^-----BEGIN PGP SIGNATURE-----\n(?:[^\n]{0,200}\n){0,100}?-----END PGP SIGNATURE-----\n?"
)


@dataclass(slots=True)
class Body:
    """What the walk gathers: texts in reading order, HTML pages as they stand, the attachments and their parts.

    `hidden` names what may hide a text, `reports` are (action, status) of a delivery report, `returned` the
    Message-IDs of carried mails, `calendar` is the method of an invitation, `inner` the first carried mail and
    `inner_text` its text.
    """

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: list[Message] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    reports: list[tuple[str, str]] = field(default_factory=list)
    returned: list[bytes] = field(default_factory=list)
    calendar: str = ""
    inner: Message | None = None
    inner_text: str = ""

    @property
    def text(self) -> str:
        """All texts, one below the other, at most 200,000 characters."""
        return "\n\n".join(each for each in self.texts if each.strip())[:TEXT_CHARACTERS].strip()

    def list_with(self, other: Body) -> None:
        """Take over what another body lists; its texts are left to the caller."""
        self.pages += other.pages
        self.attachments += other.attachments
        self.parts += other.parts
        self.hidden += other.hidden
        self.reports += other.reports
        self.returned += other.returned
        self.calendar = self.calendar or other.calendar


def read_body(message: Message) -> Body:
    """Walk a parsed mail; the guards have already limited its depth to 30."""
    body = Body()
    _walk(message, body)
    return body


def content(part: Message) -> bytes:
    """Give the decoded bytes of a part; a carried mail as it stands; empty when it cannot be decoded."""
    lifted = part.lifted if isinstance(part, GuardedMessage) else {}
    if part.is_multipart():
        inner = [each for each in part.get_payload() if isinstance(each, Message)]
        return whole_mail(attempt(lambda: b"\n".join(each.as_bytes() for each in inner), b""), lifted)
    if lifted and isinstance(part, GuardedMessage) and part.stood:
        part.set_payload(whole(part.stood, lifted))
    found = attempt(lambda: part.get_payload(decode=True), b"")
    if not isinstance(found, bytes):
        return b""
    is_cut = any(isinstance(each, InvalidBase64LengthDefect) for each in part.defects)
    return _all_but_the_last(found) if is_cut else found


def _all_but_the_last(base64: bytes) -> bytes:
    """Decode base64 with one letter too many, as a mail that was cut off has: what stands before it is whole."""
    letters = _NO_BASE64.sub(b"", base64)
    return a2b_base64(letters[: len(letters) // 4 * 4])


def _walk(part: Message, body: Body) -> None:
    kind = _type(part)
    children = [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []
    if kind.startswith("message/"):
        _list(part, kind, body)
        _carry(part, kind, children, body)
    elif not children and not _is_text(part, kind):
        _list(part, kind, body)
    elif children and kind == "multipart/alternative":
        _choose(children, body)
    elif children:
        for child in children:
            _walk(child, body)
    else:
        _read(part, kind, body)


def _choose(children: list[Message], body: Body) -> None:
    """Take the plain text among equals, or the first other form that says anything.

    A plain text that holds less than a fifth of the words of another form is only a notice that there is one.
    """
    forms: list[tuple[bool, str]] = []
    for child in children:
        form = Body()
        _walk(child, form)
        body.list_with(form)
        if body.inner is None:
            body.inner, body.inner_text = form.inner, form.inner_text
        forms.append((_type(child) == "text/plain", form.text))
    said = sorted((each for each in forms if each[1]), key=lambda each: not each[0])
    if said:
        longest = max((text for _, text in said), key=len)
        first = said[0][1]
        body.texts.append(longest if len(first.split()) * 5 < len(longest.split()) else first)


def _carry(part: Message, kind: str, children: list[Message], body: Body) -> None:
    """Look into a carried mail: it may be what a colleague forwards, and its attachments are listed too."""
    if kind == "message/delivery-status":
        found = [(raw(each, "Action"), raw(each, "Status")) for each in children[:_MOST_REPORTS]]
        body.reports += [each for each in found if each[1]]
    if kind not in {"message/rfc822", "message/global"} or not children:
        return
    mail = _decoded(part, children[0])
    form = Body()
    _walk(mail, form)
    body.list_with(form)
    body.returned += [each.encode("ascii", "replace") for each in ids(mail, "Message-ID")]
    if body.inner is None:
        body.inner, body.inner_text = mail, form.text


def _decoded(part: Message, mail: Message) -> Message:
    """Read a carried mail anew that some program encoded in base64, which the standard forbids."""
    encoding = raw(part, "Content-Transfer-Encoding").lower()
    depth = part.depth + 1 if isinstance(part, GuardedMessage) else DEPTH
    if encoding not in {"base64", "quoted-printable"} or mail.items() or mail.is_multipart() or depth >= DEPTH:
        return mail
    mail["Content-Transfer-Encoding"] = encoding
    try:
        inner = read(content(mail), depth)
    except Refused:
        return mail
    inner.parent = part if isinstance(part, GuardedMessage) else None
    return inner


def _list(part: Message, kind: str, body: Body) -> None:
    if not part.get_payload() and kind == "text/plain":
        return
    name = safe_name(file_name(part)) or ("message.eml" if kind == "message/rfc822" else "unnamed")
    sort = sort_of(kind, name)
    body.attachments.append(Attachment(name, kind, _size(part), sort))
    body.parts.append(part)
    if hides := hides_text(kind, name, sort):
        body.hidden.append(hides)
    if sort == CALENDAR:
        method = _METHOD.search(content(part)[:_TEXT_BYTES])
        body.calendar = body.calendar or (method[1].decode().lower() if method else "publish")
    elif kind == "text/rfc822-headers":
        body.returned.append(content(part)[:_TEXT_BYTES])
    elif kind in {"text/plain", "text/html"} and not _is_attached(part):
        # A name alone makes a text no attachment: some programs name the text of the mail itself.
        _read(part, kind, body)


def _size(part: Message) -> int:
    """Count the bytes of a part; those of clean base64 without decoding it."""
    if isinstance(part, GuardedMessage) and raw(part, "Content-Transfer-Encoding").lower() == "base64":
        size = base64_size(part.stood, part.lifted)
        if size is not None and part.stood:
            return size
    return len(content(part))


def _is_attached(part: Message) -> bool:
    is_root = isinstance(part, GuardedMessage) and part.parent is None
    return attempt(part.get_content_disposition, None) == "attachment" and not is_root


def _is_text(part: Message, kind: str) -> bool:
    if _is_attached(part):
        return False
    # A multipart without parts is a broken mail whose text we still want to read.
    return kind.startswith("multipart/") or (kind in {"text/plain", "text/html"} and not file_name(part))


def _read(part: Message, kind: str, body: Body) -> None:
    charset = attempt(lambda: part.get_param("charset"), None)
    data = content(part)[:_TEXT_BYTES]
    text = clean(decode(data, charset_of(data, charset if isinstance(charset, str) else None)))
    if kind == "text/html":
        body.pages.append(text)
        text = attempt(lambda: from_html(text), text)
    elif str(attempt(lambda: part.get_param("format"), "")).lower() == "flowed":
        delsp = str(attempt(lambda: part.get_param("delsp"), "")).lower() == "yes"
        text = unflow(text[: TEXT_CHARACTERS * 2], delsp=delsp)
    text = text[: TEXT_CHARACTERS * 2]
    if "-----BEGIN PGP " in text:
        body.hidden += [ENCRYPTED] if _ARMOUR in text else []
        text = _SIGNED.sub("", text)
    body.texts.append(text)


def _type(part: Message) -> str:
    kind = attempt(part.get_content_type, "text/plain").lower()
    return kind if _TYPE.match(kind) else "application/octet-stream"
