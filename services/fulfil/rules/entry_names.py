"""Names within the ZIP: made by us, so that no name of a stranger leads out of the folder where it is unpacked.

A holder's name for a file may hold anything: `../../.bashrc`, `C:/x`, a device of Windows, a line break, an arrow that
turns the text around. What is left of it is plain and short; category, system and a number come before it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 80  # signs of the part that the holder chose
_PLAIN: Final = re.compile(r"[^\w.()+-]+", re.ASCII)
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def entry_name(category: str, system: str, number: int, given: str) -> str:
    """Where a file stands in the ZIP: `bestanden/C06/KVS/001-cv.pdf`."""
    return "/".join(("bestanden", _part(category), _part(system), f"{number:03}-{plain_name(given)}"))


def plain_name(given: str) -> str:
    """The last part of a given name, in ASCII letters, digits and few signs; `bestand` when nothing is left."""
    last = re.split(r"[/\\]", given)[-1]
    letters = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = _PLAIN.sub("_", letters).strip("._ ")
    suffix = _SUFFIX.search(plain)
    end = suffix.group() if suffix else ""
    return (plain.removesuffix(end)[: LONGEST - len(end)] + end) if plain else "bestand"


def _part(code: str) -> str:
    return _PLAIN.sub("_", code).strip("._ ")[:40] or "overig"
