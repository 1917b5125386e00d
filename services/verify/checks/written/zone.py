"""What do lines of the strip with <<< signs say of the number in it? Pure functions of text (ICAO 9303, spec 5.2)."""

from __future__ import annotations

import re
from enum import StrEnum

from services.verify.checks.written.digits import ENOUGH, passes

_AS_FILLING = re.compile(r"[«‹〈《≪]")
_AS_LETTERS = str.maketrans({" ": None, "|": "I", "!": "I"})
_ROW = re.compile(r"[A-Z0-9<]{18,}")
_FILLED_UP = re.compile(r"<{5,}[0-9OQDILZSBG]{0,2}")
_DIGIT = "[0-9OQDILZSBG]"
# birth, check, sex, expiry, check (a block over the field often hides that one): the spine of the line of dates
_SECOND_OF_TWO = re.compile(
    rf"[A-Z<]{{2}}[A-Z0-9<]?{_DIGIT}{{6}}{_DIGIT}[MFXVHK<]{_DIGIT}{{6}}{_DIGIT}?(?P<rest>[A-Z0-9<]*)$"
)
_SECOND_OF_THREE = re.compile(rf"^{_DIGIT}{{7}}[MFXVHK<]{_DIGIT}{{7}}[A-Z<]{{3}}")
_FIRST_OF_THREE = re.compile(r"^[AIC1][A-Z0-9<][A-Z]{3}(?P<number>[A-Z0-9<]{9})[0-9O<](?P<rest>[A-Z0-9<]*)$")
# a reader takes a letter of a name for a digit now and then
_NAMES = re.compile(
    r"^P[A-Z<](?!(?:.*[2-46-9]){4}|(?:.*\d){9})[A-Z0-9<]{3,}<<|^(?!(?:.*\d){3})[A-Z][A-Z015]*(?:<[A-Z015]+)*<<[A-Z015]+[A-Z015<]*$"
)
_CUT = re.compile(rf"^\d{{{ENOUGH},14}}<")  # the end of a field, with what comes after it
_LICENCE = re.compile(r"^D[0-9I]?NLD[A-Z0-9<]{20,}$")


class Says(StrEnum):
    """What one line says."""

    NUMBER = "number"
    """The field for the number is filled, and can be read."""
    EMPTY = "empty"
    """The field can be read and is empty, as on documents since August 2021."""
    NAMES = "names"
    """It is a line that never holds a number."""
    FIRST_OF_TWO = "first"
    """It is the passport's line of names: another follows."""
    COVERED = "covered"
    """Its field lies under an opaque block; told by the page, never by the text alone."""
    PART = "part"
    """It belongs to a strip, and cannot be told to hold no number."""


def plain(text: str) -> str:
    """A line as the strip writes it: capitals, digits and <, no spaces."""
    return _AS_FILLING.sub("<", text.upper().translate(_AS_LETTERS))


def is_strip(text: str) -> bool:
    """Whether a line may belong to a strip."""
    row = plain(text)
    return (
        ("<<" in row and len(row) >= 8)
        or (row.count("<") >= 1 and _ROW.fullmatch(row) is not None)
        or (_LICENCE.match(row) is not None or _spine(row) is not None)
    )


def says(text: str) -> Says:
    """What a line of a strip says of the number."""
    row = plain(text)
    if _LICENCE.match(row):
        return Says.NAMES
    if (spine := _spine(row)) is not None:  # before the others: a document number may begin as a kind of document does
        return _field(spine, whole=len(spine) >= 13, checks=2)
    if (first := _FIRST_OF_THREE.match(row)) is not None:
        return _field(first["rest"], whole=len(row) >= 28, checks=1)
    if _SECOND_OF_THREE.match(row):
        return _field(re.sub(_SECOND_OF_THREE, "", row), whole=len(row) >= 28, checks=1)
    if _NAMES.match(row):
        return Says.FIRST_OF_TWO if row.startswith("P") and len(row) > 34 else Says.NAMES
    return Says.NUMBER if _holds_a_number(row) else Says.PART


def _spine(row: str) -> str | None:
    """What follows the dates in the second line of two; None when it is no such line."""
    found = _SECOND_OF_TWO.search(row)
    return None if found is None else found["rest"]


def _field(rest: str, *, whole: bool, checks: int) -> Says:
    """Judge the field behind the known ones; its last digits are checks over the others."""
    if _FILLED_UP.fullmatch(rest):
        return Says.EMPTY  # a reader drops some of many equal signs
    field = rest[:-checks] if whole else rest
    if len(re.findall(r"\d", field)) >= ENOUGH:
        return Says.NUMBER
    return Says.EMPTY if whole and set(field) <= {"<"} else Says.PART


def _holds_a_number(row: str) -> bool:
    """Whether nine digits in a row pass, in a piece of a strip that lacks its beginning."""
    if _CUT.match(row):
        return True
    runs = re.findall(r"\d{9,}", row)
    return any(passes(run[at : at + 9]) for run in runs for at in range(len(run) - 8))
