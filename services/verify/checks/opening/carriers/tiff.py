"""TIFF: directories of tagged entries that point at places all over the file (TIFF 6.0)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from services.verify.checks.opening.carriers.carrier import Carrier, tail

_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
}  # of one value, by type
_PIECES = {273: 279, 324: 325}  # where strips or tiles start: how long they are
_NAMED = {
    **dict.fromkeys((330, 513), Carrier.PREVIEW),  # further directories, a JPEG in the old way
    # maker, model, software, date, computer, XMP, IPTC, Photoshop, EXIF, place, Photoshop's layers
    **dict.fromkeys((271, 272, 305, 306, 316, 700, 33723, 34377, 34665, 34853, 37724), Carrier.DETAILS),
    # document name, description, page name, artist, copyright
    **dict.fromkeys((269, 270, 285, 315, 33432), Carrier.TEXT),
}
# size, coding, colours, strips and tiles; 34675 is a colour profile
_FOR_SHOWING = frozenset({
    *range(254, 267), 273, 274, *range(277, 285), *range(290, 294), 296, 297, 301, *range(317, 326),
    332, 334, 336, *range(338, 342), 347, *range(529, 533), 34675,
})  # fmt: skip


def carried(data: bytes) -> set[Carrier]:
    """Name what a TIFF holds besides its first picture; a BigTIFF counts as unknown."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        version, place = struct.unpack_from(order + "HI", data, 2)
        if version != 42:
            return {Carrier.UNKNOWN}
        entries = {tag: values for tag, *values in _entries(data, order, place)}
        end = max(_ends(data, order, place, entries))
    except (struct.error, ValueError):
        return {Carrier.UNKNOWN}
    strange = {_NAMED.get(tag, Carrier.UNKNOWN) for tag in entries if tag not in _FOR_SHOWING}
    return strange | tail(data, end)


def _entries(data: bytes, order: str, place: int) -> Iterator[tuple[int, int, int, int]]:
    """Read the directory: (tag, type, count, place of the values)."""
    (count,) = struct.unpack_from(order + "H", data, place)
    for number in range(count):
        here = place + 2 + 12 * number
        tag, kind, values = struct.unpack_from(order + "HHI", data, here)
        inside = values * _BYTES.get(kind, 1) <= 4
        yield tag, kind, values, here + 8 if inside else struct.unpack_from(order + "I", data, here + 8)[0]


def _ends(data: bytes, order: str, place: int, entries: dict[int, list[int]]) -> Iterator[int]:
    """Every place where something that belongs to the first picture stops."""
    yield place + 2 + 12 * len(entries) + 4
    for kind, count, values in entries.values():
        yield values + max(4, count * _BYTES.get(kind, 1))
    for starts, lengths in _PIECES.items():
        if starts in entries and lengths in entries:
            pairs = zip(_numbers(data, order, entries[starts]), _numbers(data, order, entries[lengths]), strict=False)
            yield from (start + length for start, length in pairs)


def _numbers(data: bytes, order: str, entry: list[int]) -> tuple[int, ...]:
    """The values of an entry of whole numbers (types SHORT and LONG)."""
    kind, count, place = entry
    if kind not in {3, 4} or count > len(data):
        raise ValueError("not a list of places")
    return struct.unpack_from(f"{order}{count}{'H' if kind == 3 else 'I'}", data, place)
