"""The case reference in a subject or address, with a short tag that only we can make.

A reference alone (`2026-0001`) can be guessed or read out; with its tag (`2026-0001-K7QWB3TZ`) it came from a letter
of ours. Either only helps to find the case: a token discloses nothing (mail in, step 6).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

_TAG_LETTERS = 8  # 40 bits: a guess is right once in 10^12
_REFERENCE = r"(\d{4}-\d{4,6})"
_TAG = rf"(?:-([a-z2-7]{{{_TAG_LETTERS}}}))?"
_END = r"(?![a-z0-9])"
_SUBJECT = re.compile(rf"\b(?:zaak|case|zaaknummer)\s*:?\s*{_REFERENCE}{_TAG}{_END}", re.IGNORECASE)
_ADDRESS = re.compile(rf"^[^@+]+\+{_REFERENCE}{_TAG}@", re.IGNORECASE)
_SUBJECT_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A case reference that was found; `verified` when it carried the right tag."""

    reference: str
    verified: bool


def tag(reference: str, key: bytes) -> str:
    """Give the tag of a reference: eight letters and digits (HMAC-SHA256, base32)."""
    digest = hmac.new(key, f"case-reference:{reference}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:_TAG_LETTERS]


def token(reference: str, key: bytes) -> str:
    """Give the reference with its tag, as it stands in a subject or behind the plus of an address."""
    return f"{reference}-{tag(reference, key)}"


def find(subject: str, recipients: Iterable[str], key: bytes) -> Found | None:
    """Find the case a mail says it is about; one with a right tag goes first, then addresses, then the subject."""
    tokens = [each for address in recipients if (each := _ADDRESS.match(address))]
    tokens += _SUBJECT.finditer(subject[:_SUBJECT_CHARACTERS])
    found = [Found(each[1], _right(each[1], each[2], key)) for each in tokens]
    return next((each for each in found if each.verified), next(iter(found), None))


def _right(reference: str, given: str | None, key: bytes) -> bool:
    return given is not None and hmac.compare_digest(tag(reference, key).encode(), given.upper().encode())
