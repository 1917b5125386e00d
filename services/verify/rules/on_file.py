"""What the bureau has on file of a person, and what of it may carry a proof (spec 4.2, R4-3).

On file is what was there before the request: an address that came with the request proves nothing, however right it
looks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict

LONGEST: Final = 254
_ADDRESS: Final = re.compile(r"[!-?A-~]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ().-]{5,24}")
_SAME_LOOK: Final = (("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


class Source(StrEnum):
    """Who says what is on file."""

    DIRECTORY = "directory"
    TYPED = "typed"


SOURCE_LABELS: Final = {
    Source.DIRECTORY: "The client directory",
    Source.TYPED: "A member of staff, from the file",
}
"""English msgids."""


@dataclass(frozen=True)
class OnFile:
    """One person as the bureau knows them. Personal data: never logged, and for staff only."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    client: str = ""
    """The bureau's own number for this person."""
    birth_date: date | None = None
    since: date | None = None
    """Since when the contact data stands there; None when nobody says."""

    def fits(self, term: str) -> bool:
        """Whether this person is meant by a client number, an address, or a whole name."""
        wanted = plain(term)
        return bool(wanted) and wanted in {plain(self.client), plain(self.name), *map(plain, self.addresses)}

    def usable(self) -> OnFile:
        """The same with only those addresses and numbers that can be used."""
        addresses = tuple(dict.fromkeys(found for text in self.addresses if (found := address(text))))
        numbers = tuple(dict.fromkeys(found for text in self.numbers if (found := number(text))))
        return replace(self, addresses=addresses, numbers=numbers)


def plain(text: str) -> str:
    """A text as it is compared: no case, single blanks."""
    return " ".join(text.casefold().split())


def address(text: str) -> str:
    """One plain e-mail address in small letters, or nothing."""
    found = text.strip().lower()
    return found if len(found) <= LONGEST and _ADDRESS.fullmatch(found) else ""


def number(text: str) -> str:
    """One telephone number as it was written, or nothing."""
    found = " ".join(text.split())
    return found if _NUMBER.fullmatch(found) else ""


def masked_address(text: str) -> str:
    """An address that its owner recognises and nobody else can use: `n•••@c•••.example`."""
    local, _, domain = text.partition("@")
    first, _, last = domain.rpartition(".")
    return f"{local[:1]}•••@{first[:1]}•••.{last}"


def masked_number(text: str) -> str:
    """The last two digits of a number."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return f"••• {digits[-2:]}"


def looks_alike(one: str, other: str) -> bool:
    """Whether two addresses differ, and people would take one for the other (`rn` for `m`, `xn--` for its letters)."""
    return plain(one) != plain(other) and _look(one) == _look(other)


def _look(text: str) -> str:
    local, _, domain = plain(text).rpartition("@")
    look = f"{local}@{'.'.join(map(_shown, domain.split('.')))}"
    for shape, same in _SAME_LOOK:
        look = look.replace(shape, same)
    return look


def _shown(label: str) -> str:
    """A label of a domain as it is shown, without accents; Cyrillic and Greek letters as those they look like."""
    if label.startswith("xn--"):
        try:
            label = label.removeprefix("xn--").encode("ascii").decode("punycode")
        except UnicodeError:
            return label
    bare = (sign for sign in unicodedata.normalize("NFKD", label) if not unicodedata.combining(sign))
    return "".join(bare).casefold().translate(_TWINS)


_TWINS: Final = str.maketrans("аеорсухіјѕԁһԛԝοαυρι", "aeopcyxijsdhqwoaupi")


def may_carry(since: date | None, received_on: date, *, said_older: bool) -> Verdict:
    """Whether contact data may carry a proof: it stood there before the request (R4-3).

    Without a date in the directory, a person must have said that it is older than the request (`said_older`).
    """
    if since is None and not said_older:
        return Refused("R4-3", "The file does not say since when this stands there: confirm that it is older.")
    if since is not None and since >= received_on:
        return Refused("R4-3", "This came into the file with the request or after it, so it proves nothing.")
    return Allowed()
