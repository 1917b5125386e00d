"""What the code in a report of failed delivery means (RFC 3463): English msgids, the same on every page."""

from __future__ import annotations

import re
from typing import Final

_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")

BOUNCE_LABELS: Final = {
    "1.1": "no such mailbox",
    "1.2": "no such domain",
    "1.3": "the address is not written as an address",
    "1.10": "the domain takes no mail",
    "1": "something is wrong with the address",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the mail is too large for the mailbox",
    "2": "something is wrong with the mailbox",
    "3": "the other mail server could not take it",
    "4.7": "it was tried for too long",
    "4": "the other mail server could not be reached",
    "5": "the mail servers did not understand each other",
    "6": "the mail could not be converted",
    "7": "the other mail server refused it by its rules",
}
"""By the second and third number of the code, or by the second alone. Whether it is final, the first number says."""

UNKNOWN_LABEL: Final = "no reason was given"


def clean_status(status: str) -> str:
    """The code, if it is one; else nothing: what a stranger wrote is not shown."""
    return status if _STATUS.fullmatch(status) else ""


def arrived(status: str) -> bool:
    """Whether the report says that the letter arrived (2.x.x)."""
    return clean_status(status).startswith("2.")


def is_delay(status: str) -> bool:
    """Whether the letter is only late and is still being tried (4.x.x)."""
    return clean_status(status).startswith("4.")


def bounce_words(status: str) -> str:
    """What a code means, as an English msgid."""
    subject, _, detail = clean_status(status)[2:].partition(".")
    return BOUNCE_LABELS.get(f"{subject}.{detail}", BOUNCE_LABELS.get(subject, UNKNOWN_LABEL))
