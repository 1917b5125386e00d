"""JPEG: segments of marker and length, then coded pixels, then the end marker (ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.verify.checks.opening.carriers.carrier import Carrier, preview_within, tail

_END, _COMMENT = 0xD9, 0xFE
# in coded pixels FF 00 is the value FF, and FF D0 to FF D7 are marks to restart at; any other ends the scan
_NEXT_MARK = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def carried(data: bytes) -> set[Carrier]:
    """Name what a JPEG holds besides the picture that opens first."""
    found: set[Carrier] = set()
    end = len(data)
    for marker, start, stop in _segments(data):
        if marker == _END:
            end = stop
        else:
            found |= _named(marker, data[start:stop])
    return found | tail(data, end)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Walk the file: (marker, start and stop of its content), the end marker last if there is one."""
    place = 2
    while mark := _NEXT_MARK.search(data, place):
        marker, start = data[mark.end() - 1], mark.end()
        if marker == _END:
            yield marker, start, start
            return
        stop = start + max(2, int.from_bytes(data[start : start + 2], "big"))
        yield marker, start + 2, stop
        place = stop


def _named(marker: int, content: bytes) -> set[Carrier]:
    """What one segment holds; the sixteen application segments begin with the name of who wrote them."""
    if marker == _COMMENT:
        return {Carrier.TEXT}
    if marker == 0xE0:
        return _jfif(content)
    if marker in {0xE1, 0xED}:  # EXIF and XMP; Photoshop
        return {Carrier.DETAILS} | preview_within(content)
    if content.startswith(b"MPF\0"):  # the list of the pictures behind the first
        return {Carrier.PREVIEW}
    if not 0xE2 <= marker <= 0xEF or content.startswith((b"ICC_PROFILE\0", b"Adobe")):
        return set()
    return {Carrier.UNKNOWN}


def _jfif(content: bytes) -> set[Carrier]:
    """The first segment may hold a small picture: its sides stand in bytes 12 and 13."""
    if content.startswith(b"JFXX\0"):
        return {Carrier.PREVIEW}
    if content.startswith(b"JFIF\0"):
        return {Carrier.PREVIEW} if len(content) > 14 and all(content[12:14]) else set()
    return {Carrier.UNKNOWN}
