"""What may not stand in a package in clear: citizen service numbers, secrets and other people (R3-2, R3-3, R3-6, R5-6).

Pure text work. What a mask hides is counted by kind, so that the package can say what was left out and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.vocabulary import Category

NEAR: Final = 30
"""Within so many signs a keyword makes a group of nine digits a BSN, whatever its check digit says (R5-6)."""

_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE: Final = re.compile(
    r"(?<![\w.,+])(?<!\d-)(?:\d{9}|(?<!\d )(?:\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?! \d))(?!\w|[.,-]\d)",
    re.ASCII,
)
_SAYS_BSN: Final = re.compile(
    r"\bBSN\b|burger\s?service\s?nummer|persoonsnummer|personal no|citizen service number|sofi", re.IGNORECASE
)
_SAYS_OTHER: Final = re.compile(
    r"(?:\b(?:tel|telefoon|telephone|phone|mobiel|kvk|iban|factuur|invoice|traject)[\w-]*|\b06|\+31)[\s.:#-]*(?:nr|no|nummer|number)?"
    r"[\s.:#-]*$",
    re.IGNORECASE,
)


class Hidden(StrEnum):
    """What a mask hid."""

    BSN = "bsn"
    SECRET = "secret"  # noqa: S105 -- the name of a kind, not one
    OTHERS = "others"


@dataclass(frozen=True)
class Masked:
    """A text as it may stand in a package, and what was hidden in it."""

    text: str
    hidden: frozenset[Hidden] = frozenset()


@dataclass(frozen=True)
class Words:
    """What stands in the place of a secret and of another person's data, in the reader's language."""

    secret: str
    others: str


def is_bsn(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-proef (spec 5.4); an eight-digit number gets its leading zero."""
    nine = digits.zfill(9)
    if len(digits) not in {8, 9} or not (nine.isascii() and nine.isdigit()) or nine == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine, strict=True)) % 11 == 0


def mask_bsn(text: str, own_numbers: Collection[str] = ()) -> str:
    """The text with each BSN as `*****6782`; telephone, invoice and the controller's own numbers stay (R5-6)."""
    own = {_digits(number) for number in own_numbers}

    def hide(found: re.Match[str]) -> str:
        return _mask_one(found, own)

    return _NINE.sub(hide, text)


def _mask_one(found: re.Match[str], own: Collection[str]) -> str:
    digits = _digits(found[0])
    before = found.string[max(found.start() - NEAR, 0) : found.start()]
    around = before + " " + found.string[found.end() : found.end() + NEAR]
    if digits in own or _SAYS_OTHER.search(before):
        return found[0]
    return "*" * 5 + digits[-4:] if is_bsn(digits) or _SAYS_BSN.search(around) else found[0]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


# The value stands behind the label, or on the next line when nothing else does.
_LABELLED_SECRET: Final = re.compile(
    r"(?P<label>\b(?:wacht\s?woord(?:en|hint|hash)?|password(?:s|[ _-]?hint|[ _-]?hash)?|passwd|pwd|pass(?:phrase|code)"
    r"|pincode|pin|geheugensteun(?:tje)?|hint|token|api[ _-]?key|secret|hash|salt|herstelcode|recovery[ _-]?code)\b"
    r"[^\n:=;|\t]{0,20}?(?:[:=;|\t]|\bis\b)[^\S\n]*(?:\n[^\S\n]*(?=[^\n:]+(?:\n|\Z)))?)(?P<value>[^\n]+)",
    re.IGNORECASE,
)
_HASH: Final = re.compile(
    r"(?<![\w/+])(?:\$(?:2[abxy]|argon2(?:id|i|d)|[156]|pbkdf2[\w-]*|scrypt)\$\S+|\{SSHA\d*\}\S+|pbkdf2_\w+\$\S+"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"
)
_LONG_HEX: Final = re.compile(r"(?<![\w/+])(?:[0-9a-f]{32,128}|[0-9A-F]{32,128})(?![\w/+])")
_OTHERS: Final = {
    Category.C01: re.compile(
        r"(?P<label>\b(?:contact\s?perso(?:on|nen)|contact person|noodcontact|emergency contact)\b[^\n:]{0,20}:"
        r"[^\S\n]*)(?P<value>[^\n]+)",
        re.IGNORECASE,
    ),
    Category.C06: re.compile(
        r"(?P<label>\b(?:referent(?:en|ies?)?|referees?|references?)\b[^\n:]{0,20}:[^\S\n]*)(?P<value>[^\n]+)",
        re.IGNORECASE,
    ),
}


def mask(category: Category, text: str, words: Words, own_numbers: Collection[str] = ()) -> Masked:
    """What a data holder found, as it may stand in the requester's package.

    Secrets go in every category: a hash or a hint also turns up in a mailbox. Labelled contact persons (C01) and
    referees (C06) are other people (R3-6); what is not labelled is for the second pair of eyes (R3-4).
    """
    hidden: set[Hidden] = set()
    for kind, change in _changes(category, words, own_numbers):
        changed = change(text)
        if changed != text:
            hidden.add(kind)
        text = changed
    return Masked(text, frozenset(hidden))


Change = tuple[Hidden, Callable[[str], str]]


def _changes(category: Category, words: Words, own_numbers: Collection[str]) -> list[Change]:
    secrets = [_after_label(_LABELLED_SECRET, words.secret), _whole(_HASH, words.secret)]
    if category is Category.C03:  # elsewhere a long hexadecimal number may be a device's own id (C09)
        secrets.append(_whole(_LONG_HEX, words.secret))
    changes: list[Change] = [(Hidden.SECRET, change) for change in secrets]
    if category in _OTHERS:
        changes.append((Hidden.OTHERS, _after_label(_OTHERS[category], words.others)))
    return [*changes, (Hidden.BSN, lambda text: mask_bsn(text, own_numbers))]


def _after_label(pattern: re.Pattern[str], words: str) -> Callable[[str], str]:
    return lambda text: pattern.sub(lambda found: found["label"] + words, text)


def _whole(pattern: re.Pattern[str], words: str) -> Callable[[str], str]:
    return lambda text: pattern.sub(lambda _: words, text)
