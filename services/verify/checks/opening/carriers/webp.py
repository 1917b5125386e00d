"""WebP: a RIFF list of named chunks, each of even length (Google's WebP container specification)."""

from __future__ import annotations

from services.verify.checks.opening.carriers.carrier import Carrier, preview_within, tail

_FOR_SHOWING = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_DETAILS = frozenset({b"EXIF", b"XMP "})


def carried(data: bytes) -> set[Carrier]:
    """Name what a WebP file holds besides its picture."""
    found: set[Carrier] = set()
    end = 8 + int.from_bytes(data[4:8], "little")
    place = 12
    while place + 8 <= min(end, len(data)):
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if name in _DETAILS:
            found.add(Carrier.DETAILS)
            found |= preview_within(data[place + 8 : place + 8 + length])
        elif name not in _FOR_SHOWING:
            found.add(Carrier.UNKNOWN)
        place += 8 + length + length % 2
    return found | tail(data, end)
