"""What a mail tells of its sender, in words: whose address it came from, and whether the mail server vouches for it.

It is a hint for people and never a step on the ladder: who reads a mailbox, no mail server knows (spec 4.2 L1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Origin(StrEnum):
    """From which address a mail came, beside what is on file."""

    ON_FILE = "on_file"
    ELSEWHERE = "elsewhere"
    NOT_KNOWN = "not_known"


class Vouched(StrEnum):
    """What our own mail server says of the sender's domain."""

    FOR = "for"
    NOT_FOR = "not_for"
    SILENT = "silent"


ORIGIN_LABELS: Final = {
    Origin.ON_FILE: "From the address on file",
    Origin.ELSEWHERE: "From another address than the one on file",
    Origin.NOT_KNOWN: "No address is on file to compare with",
}
"""English msgids."""

VOUCHED_LABELS: Final = {
    Vouched.FOR: "the mail server vouches for it",
    Vouched.NOT_FOR: "the mail server does not vouch for it",
    Vouched.SILENT: "not vouched for: the mail server said nothing",
}
"""English msgids."""


@dataclass(frozen=True)
class Sender:
    """What is to be said of the sender of one mail."""

    origin: Origin
    vouched: Vouched


def vouched(evidence: str) -> Vouched:
    """What codes such as `spf=pass dkim=fail dmarc=pass` come to.

    Only DMARC says that what passed belongs to the address that people read; SPF and DKIM alone do not.
    """
    found = dict(each.partition("=")[::2] for each in evidence.split())
    if not found:
        return Vouched.SILENT
    return Vouched.FOR if found.get("dmarc") == "pass" else Vouched.NOT_FOR


def origin(mark: str, on_file: Collection[str]) -> Origin:
    """Where a mail came from. Both are keyed indexes of addresses; an empty mark is no known address."""
    if not on_file:
        return Origin.NOT_KNOWN
    return Origin.ON_FILE if mark in on_file else Origin.ELSEWHERE
