"""HEIC: boxes of length and name; all pictures and details of a phone's photo lie in two of them (ISO/IEC 14496-12)."""

from __future__ import annotations

from services.verify.checks.opening.carriers.carrier import Carrier, preview_within, tail

_FOR_SHOWING = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide"})


def carried(data: bytes) -> set[Carrier]:
    """Name what a HEIC holds besides its pictures."""
    found = preview_within(data)
    if b"Exif\0\0" in data:
        found.add(Carrier.DETAILS)
    place = 0
    while place + 8 <= len(data):
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(data[place + 8 : place + 16], "big")
        if not name.isalnum() or (length and length < 8):
            return found | tail(data, place)
        if name not in _FOR_SHOWING:
            found.add(Carrier.UNKNOWN)
        if not length:  # up to the end of the file
            break
        place += length
    return found
