"""What may not stand in a package in clear: citizen service numbers, secrets and other people (R3-2, R3-3, R3-6, R5-6).

Pure text work. A mask is a passage of the text, so that a second person can see each in its place (R3-4), and what it
hides has a kind, so that the package can say what was left out and why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
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
    NOTES = "notes"
    """Working notes of staff that are not finished (R3-4): only people mark those."""


@dataclass(frozen=True, order=True)
class Passage:
    """A stretch of a text that is hidden: from `start` up to `end`, in signs."""

    start: int
    end: int
    what: Hidden


@dataclass(frozen=True)
class Masked:
    """A text as it may stand in a package, and what was hidden in it."""

    text: str
    hidden: frozenset[Hidden] = frozenset()


@dataclass(frozen=True)
class Words:
    """What stands in the place of a secret, of another person's data and of a note, in the reader's language."""

    secret: str
    others: str
    notes: str = "(…)"


def is_bsn(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-proef (spec 5.4); an eight-digit number gets its leading zero."""
    nine = digits.zfill(9)
    if len(digits) not in {8, 9} or not (nine.isascii() and nine.isdigit()) or nine == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine, strict=True)) % 11 == 0


def mask_bsn(text: str, own_numbers: Collection[str] = ()) -> str:
    """The text with each BSN as `*****6782`; telephone, invoice and the controller's own numbers stay (R5-6)."""
    return hide(text, _numbers(text, own_numbers), Words("", "")).text


def _numbers(text: str, own_numbers: Collection[str]) -> Iterator[Passage]:
    own = {_digits(number) for number in own_numbers}
    return (Passage(*found.span(), Hidden.BSN) for found in _NINE.finditer(text) if _is_one(found, own))


def _is_one(found: re.Match[str], own: Collection[str]) -> bool:
    digits = _digits(found[0])
    before = found.string[max(found.start() - NEAR, 0) : found.start()]
    around = before + " " + found.string[found.end() : found.end() + NEAR]
    if digits in own or _SAYS_OTHER.search(before):
        return False
    return is_bsn(digits) or _SAYS_BSN.search(around) is not None


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
    """What a data holder found, as it may stand in the requester's package if nobody decides otherwise."""
    return hide(text, passages(category, text, own_numbers), words)


def passages(category: Category, text: str, own_numbers: Collection[str] = ()) -> list[Passage]:
    """What the desk itself would hide, in the order of the text; no two of them overlap.

    Secrets go in every category: a hash or a hint also turns up in a mailbox. Labelled contact persons (C01) and
    referees (C06) are other people (R3-6); what is not labelled is for the second pair of eyes (R3-4).
    """
    found = list(_secrets(category, text))
    if category in _OTHERS:
        found += [Passage(*each.span("value"), Hidden.OTHERS) for each in _OTHERS[category].finditer(text)]
    return without_overlap([*found, *_numbers(text, own_numbers)])


def _secrets(category: Category, text: str) -> Iterator[Passage]:
    for found in _LABELLED_SECRET.finditer(text):
        yield Passage(*found.span("value"), Hidden.SECRET)
    patterns = [_HASH, _LONG_HEX] if category is Category.C03 else [_HASH]  # a long number in C09 may be a device's id
    for pattern in patterns:
        yield from (Passage(*found.span(), Hidden.SECRET) for found in pattern.finditer(text))


_FIRST: Final = (Hidden.SECRET, Hidden.OTHERS, Hidden.NOTES, Hidden.BSN)
"""Where two passages meet they become one, of the kind that stands first here: it shows least."""


def without_overlap(found: Iterable[Passage]) -> list[Passage]:
    """The passages in order, those that meet made one."""
    whole: list[Passage] = []
    for passage in sorted(found):
        if whole and passage.start < whole[-1].end:
            last = whole[-1]
            what = min(last.what, passage.what, key=_FIRST.index)
            whole[-1] = Passage(last.start, max(last.end, passage.end), what)
        else:
            whole.append(passage)
    return whole


def hide(text: str, found: Iterable[Passage], words: Words) -> Masked:
    """The text with these passages hidden; they are in order and do not overlap."""
    parts: list[str] = []
    at, hidden = 0, set()
    for passage in found:
        parts += [text[at : passage.start], _instead(text[passage.start : passage.end], passage.what, words)]
        at = passage.end
        hidden.add(passage.what)
    return Masked("".join([*parts, text[at:]]), frozenset(hidden))


def _instead(hidden: str, what: Hidden, words: Words) -> str:
    if what is Hidden.BSN:
        return "*" * 5 + _digits(hidden)[-4:]
    return {Hidden.SECRET: words.secret, Hidden.OTHERS: words.others, Hidden.NOTES: words.notes}[what]
