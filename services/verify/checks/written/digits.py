"""Which digits in a text can be a citizen service number? Pure functions of text; nothing is kept (spec 5.4)."""

from __future__ import annotations

import re

from stdnum.nl import bsn

_LOOKS_LIKE = str.maketrans("OQDILZSBG", "000112586")  # letters that a reader takes for digits
_NINE = re.compile(r"(?<![\dA-Z])\d(?:[ .\-/()]{0,2}\d){8}(?![\dA-Z])")
_DATE = re.compile(r"(?<!\d)\d{1,2}[ .\-/]{1,2}\d{1,2}[ .\-/]{1,2}(?:19|20)\d\d")
_PLAIN = re.compile(r"(?<![\dA-Z])(?=\d)[\dOQDILZSBG]{9}(?![\dA-Z])")
_LABEL = re.compile(
    r"\bBSN\b|BURGERSERVICE|SERVICENUMMER|PERSOONSN|PERSONAL ?N[O0R]|PERSONAL ?NUM|CITIZEN ?SERVICE"
    r"|\bSOFI ?-? ?N|PERSOONLIJK ?NUM"
)
ENOUGH = 5
"""Digits next to the label that say enough about the number."""


def isolated(text: str) -> bool:
    """Whether a group of nine digits stands alone that passes the 11-proef (R5-5)."""
    raised = _DATE.sub(" # ", text.upper())
    groups = [re.sub(r"\D", "", found.group()) for found in _NINE.finditer(raised)]
    groups += [found.group().translate(_LOOKS_LIKE) for found in _PLAIN.finditer(raised)]
    return any(passes(group) for group in groups)


def passes(digits: str) -> bool:
    """The 11-proef, over exactly nine digits."""
    return len(digits) == 9 and bool(bsn.is_valid(digits))


def is_label(text: str) -> bool:
    """Whether it names the number that must be hidden."""
    return _LABEL.search(text.upper()) is not None


def after_label(text: str) -> str:
    """What follows the last label in a line; nothing when there is none."""
    raised = text.upper()
    ends = [found.end() for found in _LABEL.finditer(raised)]
    return raised[ends[-1] :] if ends else ""


def digits_near_label(text: str) -> int:
    """How many digits of a number show in a text that stands next to the label; dates and words do not count."""
    raised = _DATE.sub(" ", text.upper())
    return max((_digits(group) for group in re.findall(r"[A-Z0-9.\- ]+", raised)), default=0)


def _digits(group: str) -> int:
    if len(re.findall(r"[A-Z]", group)) > len(re.findall(r"\d", group)):
        return 0
    return len(re.findall(r"\d", group.translate(_LOOKS_LIKE)))
