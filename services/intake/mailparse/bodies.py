"""Walks the parts of a mail: the text to read, the attachments to list, the mail inside the mail."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message

from services.intake.mailparse.charsets import clean, decode, one_line
from services.intake.mailparse.headers import attempt, decode_words
from services.intake.mailparse.parsed import Attachment
from services.intake.mailparse.plaintext import from_html, unflow

TEXT_CHARACTERS = 200_000
_TEXT_BYTES = 2_000_000
_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}$")
_UNSAFE_IN_NAME = re.compile(r'[\\/:*?"<>|]+')


@dataclass(slots=True)
class Body:
    """What the walk gathers: texts in reading order, the attachments and the parts they came from."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: list[Message] = field(default_factory=list)
    inner: Message | None = None

    @property
    def text(self) -> str:
        """All texts, one below the other, at most 200,000 characters."""
        return "\n\n".join(each for each in self.texts if each.strip())[:TEXT_CHARACTERS].strip()


def read_body(message: Message) -> Body:
    """Walk a parsed mail; the guards have already limited its depth to 30."""
    body = Body()
    _walk(message, body)
    return body


def content(part: Message) -> bytes:
    """Give the decoded bytes of a part; a carried mail as it stands; empty when it cannot be decoded."""
    if part.is_multipart():
        inner = part.get_payload()
        return attempt(lambda: b"\n".join(each.as_bytes() for each in inner if isinstance(each, Message)), b"")
    found = attempt(lambda: part.get_payload(decode=True), b"")
    return found if isinstance(found, bytes) else b""


def _walk(part: Message, body: Body) -> None:
    kind = _type(part)
    children = [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []
    if kind.startswith("message/") or (not children and not _is_text(part, kind)):
        _list(part, kind, children, body)
    elif children and kind == "multipart/alternative":
        _choose(children, body)
    elif children:
        for child in children:
            _walk(child, body)
    else:
        body.texts.append(_text(part, kind))


def _choose(children: list[Message], body: Body) -> None:
    """Take the plain text among equals, or the first other form that says anything."""
    forms: list[tuple[bool, str]] = []
    for child in children:
        form = Body()
        _walk(child, form)
        body.attachments += form.attachments
        body.parts += form.parts
        body.inner = body.inner or form.inner
        forms.append((_type(child) == "text/plain", form.text))
    said = sorted((each for each in forms if each[1]), key=lambda each: not each[0])
    body.texts += [text for _, text in said[:1]]


def _list(part: Message, kind: str, children: list[Message], body: Body) -> None:
    if kind == "message/rfc822" and children and body.inner is None:
        body.inner = children[0]
    if not children and not part.get_payload() and kind == "text/plain":
        return
    body.attachments.append(Attachment(_name(part, kind), kind, len(content(part))))
    body.parts.append(part)


def _is_text(part: Message, kind: str) -> bool:
    if attempt(part.get_content_disposition, None) == "attachment":
        return False
    # A multipart without parts is a broken mail whose text we still want to read.
    return kind.startswith("multipart/") or (kind in {"text/plain", "text/html"} and not _filename(part))


def _text(part: Message, kind: str) -> str:
    charset = attempt(lambda: part.get_param("charset"), None)
    text = clean(decode(content(part)[:_TEXT_BYTES], charset if isinstance(charset, str) else None))
    if kind == "text/html":
        return attempt(lambda: from_html(text), text)
    if str(attempt(lambda: part.get_param("format"), "")).lower() == "flowed":
        delsp = str(attempt(lambda: part.get_param("delsp"), "")).lower() == "yes"
        return unflow(text[: TEXT_CHARACTERS * 2], delsp=delsp)
    return text[: TEXT_CHARACTERS * 2]


def _type(part: Message) -> str:
    kind = attempt(part.get_content_type, "text/plain").lower()
    return kind if _TYPE.match(kind) else "application/octet-stream"


def _filename(part: Message) -> str:
    found = attempt(part.get_filename, None) or ""
    found = found if found.isascii() else decode(found.encode("utf-8", "surrogateescape"), None)
    return attempt(lambda: decode_words(found[:2000]), found)


def _name(part: Message, kind: str) -> str:
    """Give the attachment's name as harmless text: no folder, no control signs, at most 150 characters."""
    name = one_line(_filename(part)).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE_IN_NAME.sub("_", name).strip(". ")
    if len(name) > 150:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:130]}{dot}{ending[:19]}" if stem else name[:150]
    return name or ("message.eml" if kind == "message/rfc822" else "unnamed")
