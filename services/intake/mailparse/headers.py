"""Headers to text, addresses, dates and ids: each read on its own, so that a broken one spoils no other."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeVar

from services.intake.mailparse.charsets import decode, one_line
from services.intake.mailparse.guards import ADDRESSES, BROKEN, STRUCTURED_BYTES, GuardedMessage
from services.intake.mailparse.parsed import Address

T = TypeVar("T")
F = TypeVar("F")

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_ID = re.compile(r"<[^<>\s]{1,500}>")
_HEX = re.compile(r"=([0-9A-Fa-f]{2})")
_LONGEST_NAME = 200


def attempt(question: Callable[[], T], fallback: F) -> T | F:
    """Ask the parser something and take the fallback when it stumbles over an odd mail."""
    try:
        return question()
    except BROKEN:
        return fallback


def raw(message: Message, name: str) -> str:
    """Give the first header of that name, unfolded, undecoded, at most 16 KiB; empty when absent."""
    return next(iter(raw_all(message, name)), "")


def raw_all(message: Message, name: str) -> list[str]:
    """Give every header of that name from the top, unfolded, undecoded."""
    values = message.fields.get(name.lower(), ()) if isinstance(message, GuardedMessage) else ()
    return [_readable("".join(value[:STRUCTURED_BYTES].splitlines())).strip() for value in values]


def text(message: Message, name: str) -> str:
    """Give a header as a reader sees it; the raw text when it cannot be decoded."""
    value = raw(message, name)
    return one_line(attempt(lambda: decode_words(value), value))


def decode_words(value: str) -> str:
    """Decode RFC 2047 encoded words; neighbours in one charset join as bytes first (they may split a letter)."""
    out: list[str] = []
    run = bytearray()
    run_charset = ""
    position = 0
    for found in _ENCODED_WORD.finditer(value):
        charset = found[1].partition("*")[0].lower()
        gap = value[position : found.start()]
        if run and (gap.strip() or charset != run_charset):
            out.append(decode(bytes(run), run_charset))
            run.clear()
        if gap.strip() or not position:
            out.append(gap)
        run_charset = charset
        run += _word_bytes(found[2], found[3])
        position = found.end()
    out.append(decode(bytes(run), run_charset))
    return "".join(out) + value[position:]


def addresses(message: Message, *names: str) -> tuple[Address, ...]:
    """Give the addresses of the named headers in order."""
    return tuple(each for name in names for value in raw_all(message, name) for each in _split(value))


def address(message: Message, name: str) -> Address:
    """Give the first address of a header; the raw text as its name when there is no address in it."""
    first = next(iter(addresses(message, name)), None)
    return first or Address(name=text(message, name)[:_LONGEST_NAME])


def ids(message: Message, name: str) -> tuple[str, ...]:
    """Give the message ids of a header, with their angle brackets, at most 200."""
    value = raw(message, name)
    found = [one_line(each) for each in _ID.findall(value)[:ADDRESSES]]
    bare = one_line(value)
    return tuple(found) if found or not bare or " " in bare else (f"<{bare.strip('<>')}>",)


def moment(value: str) -> datetime | None:
    """Read a date of RFC 5322; one without an offset counts as UTC; None when it cannot be read."""
    found = attempt(lambda: parsedate_to_datetime(value[:200]), None)
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    # A year 1 with an offset cannot become UTC; nobody means such a date.
    return attempt(lambda: found if found.astimezone(UTC) else None, None)


def received_at(message: Message) -> datetime | None:
    """Give the time our own mail server noted: after the last semicolon of the topmost Received line."""
    return moment(raw(message, "Received").rpartition(";")[2].strip())


def _split(value: str) -> list[Address]:
    pairs: list[tuple[str, str]] = attempt(lambda: getaddresses([value]), [])
    if value and not any("@" in each for _, each in pairs):
        # Some programs encode the whole header, address and all.
        pairs = attempt(lambda: getaddresses([decode_words(value)]), pairs)
    return [Address(_display(name), one_line(each).replace(" ", "")) for name, each in pairs if "@" in each]


def _display(name: str) -> str:
    return one_line(attempt(lambda: decode_words(name), name))[:_LONGEST_NAME]


def _readable(value: str) -> str:
    """Turn raw 8-bit bytes, which the parser keeps as surrogates, into letters."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"), None)


def _word_bytes(encoding: str, payload: str) -> bytes:
    if encoding in "bB":
        return binascii.a2b_base64(payload + "===")
    spaced = payload.replace("_", " ").encode("utf-8", "replace").decode("latin-1")
    return _HEX.sub(lambda found: chr(int(found[1], 16)), spaced).encode("latin-1")
