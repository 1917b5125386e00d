"""The names of attachments, made harmless: no folder, no control signs, nothing that turns the reading direction."""

from __future__ import annotations

import re
from email.message import Message

from services.intake.mailparse.charsets import decode, one_line
from services.intake.mailparse.headers import attempt, decode_words

_LONGEST = 150
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')


def file_name(part: Message) -> str:
    """Give the name that a part claims, decoded (RFC 2231, RFC 2047, or bare bytes); empty when it has none."""
    found = attempt(part.get_filename, None) or ""
    found = found if found.isascii() else decode(found.encode("utf-8", "surrogateescape"), None)
    return attempt(lambda: decode_words(found[:2000]), found)


def safe_name(claimed: str) -> str:
    """Give a name as harmless text of at most 150 characters; may be empty."""
    name = one_line(claimed).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip(". ")
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:130]}{dot}{ending[:19]}" if stem else name[:_LONGEST]
    return name
