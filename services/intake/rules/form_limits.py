"""How often one place may use the form, so that a flood of it drowns nobody; a puzzle is never asked of a person.

Who asks by mail, by phone or by post is not held to this. A script of ours may do some work for its reader: then the
wider limit holds. Without a script the form works all the same, only less often in a row.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

ZERO_BITS: Final = 14
"""How many bits of the script's answer must be zero: some 16,000 tries, well under a second on a phone."""
LONGEST_ANSWER: Final = 20
PREFIX_OF_IPV6: Final = 4
"""Groups of an IPv6 address that count: a household has the rest to itself."""


class Counted(StrEnum):
    """What is counted."""

    DRAFT = "draft"
    CODE = "code"
    ADDRESS = "address"
    REQUEST = "request"
    WITHOUT_WORK = "without_work"


@dataclass(frozen=True)
class Limit:
    """At most `most` within `window`."""

    most: int
    window: timedelta


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
LIMITS: Final = {
    Counted.DRAFT: Limit(40, _HOUR),
    Counted.CODE: Limit(10, _HOUR),
    Counted.ADDRESS: Limit(3, _DAY),
    Counted.REQUEST: Limit(20, _DAY),
    Counted.WITHOUT_WORK: Limit(5, _HOUR),
}
"""Of one network address, but for `address`: codes to one e-mail address, from wherever they are asked."""


def wait(what: Counted, count: int, since: datetime, now: datetime) -> timedelta | None:
    """How long to wait when `count` times since `since` is too often; None when it is not."""
    limit = LIMITS[what]
    return since + limit.window - now if count > limit.most else None


def place(source: str) -> str:
    """The part of a network address that is counted: the whole of IPv4, the network of IPv6."""
    return ":".join(source.split(":")[:PREFIX_OF_IPV6]) if source.count(":") > 1 else source


def has_worked(key: str, answer: str) -> bool:
    """Whether a script found an `answer` that begins with enough zero bits when hashed with the form's `key`."""
    if not answer or len(answer) > LONGEST_ANSWER:
        return False
    digest = hashlib.sha256(f"{key}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - ZERO_BITS) == 0


def same_code(given: str, kept: str) -> bool:
    """Whether two marks of codes are the same, compared in constant time."""
    return bool(kept) and hmac.compare_digest(given, kept)
