"""The number of a case that people can read out: the year and a counter, `2026-0001`."""

from __future__ import annotations

import re
from typing import Final

_SHAPE: Final = re.compile(r"(20[0-9]{2})-([0-9]{4,6})")


def reference(year: int, number: int) -> str:
    """The reference of the `number`-th case of `year`; at least four digits, more when a year needs them."""
    written = f"{year}-{number:04d}"
    if number < 1 or _SHAPE.fullmatch(written) is None:
        raise ValueError(f"There is no case {number} in {year}: years run from 2000, numbers from 1 to 999999.")
    return written


def read_reference(text: str) -> tuple[int, int]:
    """The year and the number of a reference; ValueError with a sentence when it is not one."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None or int(found[2]) == 0:
        raise ValueError("A case reference looks like 2026-0001.")
    return int(found[1]), int(found[2])
