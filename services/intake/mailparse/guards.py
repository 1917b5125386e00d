"""Limits that hold before and while a mail is parsed, so that no mail can stop the mailbox.

A mail over a limit is refused: it is kept raw and shown to a person.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from typing import Any

from services.intake.mailparse.charsets import decode
from services.intake.mailparse.lifting import Lifted, lift

MESSAGE_BYTES = 40 * 1024 * 1024
MESSAGE_LINES = 800_000  # 40 MiB of base64 has 550,000
HEADER_BYTES = 256 * 1024
HEADER_LINES = 2_000
STRUCTURED_BYTES = 16 * 1024
PARAMETER_BYTES = 4 * 1024  # the standard library reads parameters in quadratic time
PARAMETERS = 150
ADDRESSES = 200
DEPTH = 30
CONTAINERS = 120
PARTS = 1_000

STRUCTURED = frozenset(
    {
        "from", "sender", "reply-to", "to", "cc", "bcc", "date", "message-id", "in-reply-to", "references",
        "return-path", "delivered-to", "x-original-to", "auto-submitted", "precedence",
    }
)  # fmt: skip
_TELLING = STRUCTURED | {"subject"}
_PARAMETERS = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})

#: What the standard library's parser raises on odd mails; caught for each header and each part.
BROKEN = (
    RecursionError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    ArithmeticError,
    AssertionError,
    MessageError,
)

_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+)([ \t]*):")
_KNOWN_FIELD = re.compile(
    rb"(?i)(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|reply-to)[ \t]*:"
)


class Refused(Exception):
    """A mail is over a limit; the message is the reason, in words for a person."""


class GuardedMessage(Message):
    """A message or part that counts itself while the parser builds it, and stops the parser at a limit."""

    def __init__(self, policy: Any = None) -> None:
        super().__init__() if policy is None else super().__init__(policy)
        self.depth = 0
        self.tally: dict[str, int] = {"parts": 0, "containers": 0}
        self.parent: GuardedMessage | None = None
        self.lifted: Lifted = {}
        self.mended: frozenset[str] = frozenset()
        self.fields: dict[str, list[str]] = {}
        self._header_bytes = 0

    @property
    def stood(self) -> str:
        """The encoded text of a part without parts, as it stood; `get_payload` makes question marks of 8-bit bytes."""
        payload = vars(self)["_payload"]
        return payload if isinstance(payload, str) else ""

    def set_raw(self, name: str, value: Any) -> None:
        """Take a header from the parser, within the limits of a header block."""
        size = len(name) + len(value)
        self._header_bytes += size
        if self._header_bytes > HEADER_BYTES or len(self) >= HEADER_LINES:
            raise Refused("a header block is too large")
        lower = name.lower()
        if size > STRUCTURED_BYTES and lower in STRUCTURED:
            raise Refused(f"the header {lower} is longer than 16 KiB")
        if size > PARAMETER_BYTES and lower in _PARAMETERS:
            raise Refused(f"the header {lower} is longer than 4 KiB")
        if lower in _PARAMETERS and value.count(";") > PARAMETERS:
            raise Refused(f"the header {lower} has more than {PARAMETERS} parameters")
        if lower == "content-transfer-encoding":
            # `base64 (a comment)` or a space behind it is no encoding that the standard library knows.
            value = re.split(r"[;(]", value, maxsplit=1)[0].strip()
        elif lower in _PARAMETERS and not value.isascii():
            # Bare 8-bit names, which the standard library gives as question marks.
            value = decode(value.encode("utf-8", "surrogateescape"), None)
        self.fields.setdefault(lower, []).append(value)
        super().set_raw(name, value)

    def attach(self, payload: Any) -> None:
        """Take a part from the parser, within the limits of depth, containers and parts."""
        tally = self.tally
        tally["containers"] += self.get_payload() is None
        tally["parts"] += 1
        payload.tally = tally
        payload.parent = self
        payload.lifted = self.lifted
        payload.depth = self.depth + 1
        if payload.depth > DEPTH:
            raise Refused(f"parts are nested deeper than {DEPTH}")
        if tally["containers"] > CONTAINERS:
            raise Refused(f"more than {CONTAINERS} parts hold other parts")
        if tally["parts"] > PARTS:
            raise Refused(f"more than {PARTS:,} parts")
        super().attach(payload)


class CutMessage(GuardedMessage):
    """The headers of a refused mail: one over the limit is left out instead of refused again.

    Half of the room is kept for those that tell who writes to whom about what, wherever they stand.
    """

    def set_raw(self, name: str, value: Any) -> None:
        """Take a header from the parser unless it is too long, or one too many."""
        roomy = self._header_bytes + len(value) < HEADER_BYTES // 2 and len(self) < HEADER_LINES // 2
        if roomy or name.lower() in _TELLING:
            with suppress(Refused):
                super().set_raw(name, value)


def trim(data: bytes) -> bytes:
    """Take away what may stand above the headers: a byte order mark, blank lines, a line of an mbox file."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data.partition(b"\n")[2] if data.startswith((b"From ", b">From ")) else data


def scan(data: bytes) -> None:
    """Look at the bytes before any parsing; raises Refused."""
    if len(data) > MESSAGE_BYTES:
        raise Refused("larger than 40 MiB")
    block = header_block(data)
    if len(block) > HEADER_BYTES:
        raise Refused("the header block is larger than 256 KiB")
    if _has_more_lines(block, HEADER_LINES):
        raise Refused("the header block has more than 2,000 lines")


def header_block(data: bytes) -> bytes:
    """Give the bytes up to the first blank line, or one more than the limit when there is none before it."""
    found = _BLANK_LINE.search(data, 0, HEADER_BYTES + 4)
    return data[: found.start() if found else HEADER_BYTES + 1]


def repair(data: bytes) -> tuple[bytes, frozenset[str]]:
    """Rejoin headers wrapped without a space, and take blanks before a colon away; gives the names of both.

    Body bytes stay as they are.
    """
    block = header_block(data)
    lines = block.splitlines(keepends=True)
    known = [number for number, line in enumerate(lines) if _KNOWN_FIELD.match(line)]
    last = known[-1] if known else 0
    mended = set()
    name = b""
    for number, line in enumerate(lines):
        if field := _FIELD.match(line):
            name = field[1].lower()
            if field[2] and _KNOWN_FIELD.match(line):
                lines[number] = field[1] + line[field.end(2) :]
                mended.add(name.decode("ascii", "replace"))
        elif 0 < number < last and line[:1] not in b" \t":
            lines[number] = b" " + line
            mended.add(name.decode("ascii", "replace"))
    return b"".join(lines) + data[len(block) :] if mended else data, frozenset(mended)


def read(data: bytes, depth: int = 0) -> GuardedMessage:
    """Parse a scanned mail with the forgiving parser; raises Refused, or one of BROKEN.

    `depth` is where the mail stands when another one carries it.
    """
    lifted: Lifted = {}
    sound, mended = repair(data)
    short = lift(sound, lifted)
    if _has_more_lines(short, MESSAGE_LINES - sum(_lines(each.ends) for each in lifted.values())):
        raise Refused(f"more than {MESSAGE_LINES:,} lines")

    def made(policy: Any = None) -> GuardedMessage:
        message = GuardedMessage(policy)
        message.lifted, message.mended, message.depth = lifted, mended, depth
        return message

    return BytesParser(made).parsebytes(short)


def read_headers(data: bytes) -> GuardedMessage:
    """Read only the headers of a refused mail, as far as they fit."""
    block, _ = repair(header_block(data)[:HEADER_BYTES])
    return BytesParser(CutMessage).parsebytes(block, headersonly=True)


def _has_more_lines(data: bytes, most: int) -> bool:
    return len(data) > most and _lines(data) > most


def _lines(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
