"""Which part of a file a browser wants when it goes on with a download (RFC 9110, 14 and 13.1.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ONE: Final = re.compile(r"\s*bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The file has nothing there."""


@dataclass(frozen=True)
class Part:
    """From `start` up to `stop`, in bytes; `whole` when no part was asked for, or none that we give."""

    start: int
    stop: int
    whole: bool

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.stop - self.start


def wanted_part(header: str, if_range: str, etag: str, size: int) -> Part:
    """The part to send; raises `Unsatisfiable`.

    What cannot be read, several parts at once, or a part of another version of the file gets the whole of this one.
    """
    whole = Part(0, size, whole=True)
    found = _ONE.fullmatch(header)
    if found is None or (if_range and if_range.strip() != etag):
        return whole
    first, last = found.groups()
    if not first and not last:
        return whole
    if not first:
        start, stop = max(size - int(last), 0), size
        if int(last) == 0:
            raise Unsatisfiable
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return whole
    if start >= size:
        raise Unsatisfiable
    return Part(start, stop, whole=False)
