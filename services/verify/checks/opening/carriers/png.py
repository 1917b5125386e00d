"""PNG: chunks of length, name, content and check sum up to IEND (W3C PNG, third edition)."""

from __future__ import annotations

from services.verify.checks.opening.carriers.carrier import Carrier, tail

_FOR_SHOWING = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"iDOT",
})  # fmt: skip
_NAMED = {
    b"eXIf": Carrier.DETAILS,
    b"tIME": Carrier.DETAILS,
    b"tEXt": Carrier.TEXT,
    b"zTXt": Carrier.TEXT,
    b"iTXt": Carrier.TEXT,
}


def carried(data: bytes) -> set[Carrier]:
    """Name what a PNG holds besides its picture."""
    found: set[Carrier] = set()
    place = 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        place += 12 + length
        if name == b"IEND":
            return found | tail(data, place)
        if name not in _FOR_SHOWING:
            found.add(_NAMED.get(name, Carrier.UNKNOWN))
    return found
