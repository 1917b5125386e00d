"""The source of a mail as safe text: for a person who must judge one that no program could read. Parses nothing."""

from __future__ import annotations

SOURCE_BYTES = 64 * 1024

_NAMED = {0x7F: "␡", **{number: chr(0x2400 + number) for number in range(0x20) if number not in {0x09, 0x0A, 0x0D}}}
#: Signs that turn the reading direction or are not seen at all: shown by their number.
_UNSEEN = (*range(0x80, 0xA0), 0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F))
_UNSEEN_TOO = (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE0080))
_VISIBLE = {**_NAMED, **{number: f"<U+{number:04X}>" for number in (*_UNSEEN, *_UNSEEN_TOO)}}


def as_text(raw: bytes) -> str:
    """Give the first 64 KiB of a mail as text with LF line ends; control signs, and signs that hide, made visible."""
    text = raw[:SOURCE_BYTES].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    cut = f"\n… (+ {len(raw) - SOURCE_BYTES} bytes)" if len(raw) > SOURCE_BYTES else ""
    return text.translate(_VISIBLE) + cut
