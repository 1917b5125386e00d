"""Finds the case reference in a subject or address, and says whether it carries the tag that only we can make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.references import TAG_LETTERS, is_tag

_REFERENCE = r"(\d{4}-\d{4,6})"
_TAG = rf"(?:-([a-z2-7]{{{TAG_LETTERS}}}))?"
_END = r"(?![a-z0-9])"
_SUBJECT = re.compile(rf"\b(?:zaak|case|zaaknummer)\s*:?\s*{_REFERENCE}{_TAG}{_END}", re.IGNORECASE)
_ADDRESS = re.compile(rf"^[^@+]+\+{_REFERENCE}{_TAG}@", re.IGNORECASE)
_SUBJECT_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A case reference that was found; `verified` when it carried the right tag."""

    reference: str
    verified: bool


def find(subject: str, recipients: Iterable[str], key: bytes) -> Found | None:
    """Find the case a mail says it is about; one with a right tag goes first, then addresses, then the subject."""
    tokens = [each for address in recipients if (each := _ADDRESS.match(address))]
    tokens += _SUBJECT.finditer(subject[:_SUBJECT_CHARACTERS])
    found = [Found(each[1], _right(each[1], each[2], key)) for each in tokens]
    return next((each for each in found if each.verified), next(iter(found), None))


def _right(reference: str, given: str | None, key: bytes) -> bool:
    return given is not None and is_tag(reference, given, key)
