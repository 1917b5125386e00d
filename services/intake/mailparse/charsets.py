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
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac-roman",
    "cp-850": "cp850",
    "ansi": "cp1252",
}

_WINDOWS = re.compile(r"^(?:x-)?(?:windows|win|cp|ms)[-_ ]?125([0-8]).*$")

# Codecs that are no charset of mail: slow on hostile input (punycode is quadratic) or programs in disguise.
_REFUSED = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})

# Everything below a space but tab and newline; NUL among them, which no database column takes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Signs that nobody sees but that break words (soft hyphen, zero-width space), tags, and halves of characters.
_UNSEEN = re.compile("[\x80-\x84\x86-\x9f\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
# Signs that turn the reading direction: `\u202efdp.exe` reads as `exe.pdf`.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_META_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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
    """Make text safe to keep: LF at line ends, no control or unseen characters, no halves of characters."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii():
        return text
    return _BIDI.sub("", _UNSEEN.sub("", text)).replace("\u2028", "\n").encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """Clean text and put it on one line."""
    line = " ".join(clean(text).split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def hides(text: str) -> bool:
    """Say whether text holds control signs, signs that nobody sees, or signs that turn the reading direction."""
    if text.isascii():
        return bool(_CONTROLS.search(text.replace("\r", "")))
    return bool(_CONTROLS.search(text.replace("\r", "")) or _UNSEEN.search(text) or _BIDI.search(text))


def charset_of(data: bytes, declared: str | None) -> str | None:
    """Give the charset of a text: by its byte order mark, as declared, or as an HTML page says of itself."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked or declared:
        return marked or declared
    meta = _META_CHARSET.search(data, 0, 2048)
    return meta[1].decode() if meta else None


def _lossy(data: bytes, name: str) -> str:
    try:
        return data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _codec(declared: str | None) -> str:
    name = (declared or "utf-8").strip().strip("\"'").lower()[:40]
    name = _ALIASES.get(name) or _WINDOWS.sub(r"cp125\1", name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return "utf-8"
    if found.name == "iso8859-1":
        return "cp1252"
    # `_is_text_encoding` is how bytes.decode itself tells charsets from zlib, rot13 and the like.
    refused = found.name.replace("_", "-") in _REFUSED or not getattr(found, "_is_text_encoding", True)
    return "utf-8" if refused else found.name
