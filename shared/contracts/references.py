"""What only the desk can write: the tag behind a case reference, and the mark of its own test mails.

A reference alone (`2026-0001`) can be guessed or read out; with its tag (`2026-0001-K7QWB3TZ`) it came from a letter
of ours. A tag helps to find the case and nothing else: it discloses nothing (mail in, step 6).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

TAG_LETTERS = 8  # 40 bits: a guess is right once in 10^12
CANARY_HEADER = "X-Desk-Canary"
"""The header of the desk's own test mails (mail in, step 10)."""
_MARK = re.compile(r"([1-9]\d{0,8})-([A-Z2-7]{26})")


def tag(reference: str, key: bytes) -> str:
    """Give the tag of a reference: eight letters and digits (HMAC-SHA256, base32)."""
    return _signed(f"case-reference:{reference}", key)[:TAG_LETTERS]


def token(reference: str, key: bytes) -> str:
    """Give the reference with its tag, as it stands behind the plus of an address."""
    return f"{reference}-{tag(reference, key)}"


def is_tag(reference: str, given: str, key: bytes) -> bool:
    """Whether `given` is the tag of this reference, in either case of letters; compared in constant time."""
    return hmac.compare_digest(tag(reference, key).encode(), given.upper().encode())


def canary_mark(number: int, key: bytes) -> str:
    """Give the mark of the desk's n-th test mail: its number and 128 bits that nobody can guess."""
    return f"{number}-{_signed(f'canary:{number}', key)[:26]}"


def canary_number(mark: str, key: bytes) -> int | None:
    """Give the number of the test mail that bears this mark; None for a mark that we did not make."""
    found = _MARK.fullmatch(mark.strip())
    if found is None or not hmac.compare_digest(canary_mark(int(found[1]), key).encode(), found[0].encode()):
        return None
    return int(found[1])


def _signed(text: str, key: bytes) -> str:
    return base64.b32encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()
