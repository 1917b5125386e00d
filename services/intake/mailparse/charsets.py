"""Bytes to text, whatever the mail claims about its charset."""

from __future__ import annotations

import codecs
import re
import unicodedata

# What senders write and Python does not know, or knows too strictly: Windows programs say latin-1 and mean cp1252.
_ALIASES = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}

# Codecs that are no charset of mail: slow on hostile input (punycode is quadratic) or programs in disguise.
_REFUSED = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})

_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Everything below a space but tab and newline; NUL among them, which no database column takes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def decode(data: bytes, declared: str | None) -> str:
    """Decode by the declared charset; else UTF-8, else Windows-1252, which reads any byte."""
    name = _codec(declared)
    for candidate in dict.fromkeys((name, "utf-8")):
        try:
            return data.decode(candidate)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace") if name in {"utf-8", "cp1252"} else _lossy(data, name)


def clean(text: str) -> str:
    """Make text safe to keep: LF at line ends, no control characters, no halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """Clean text and put it on one line, without signs that turn the reading direction."""
    kept = "".join(sign for sign in clean(text) if sign not in _BIDI)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _lossy(data: bytes, name: str) -> str:
    try:
        return data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _codec(declared: str | None) -> str:
    name = (declared or "utf-8").strip().strip("\"'").lower()[:40]
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return "utf-8"
    # `_is_text_encoding` is how bytes.decode itself tells charsets from zlib, rot13 and the like.
    refused = found.name.replace("_", "-") in _REFUSED or not getattr(found, "_is_text_encoding", True)
    return "utf-8" if refused else found.name
