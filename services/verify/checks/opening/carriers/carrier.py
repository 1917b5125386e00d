"""The kinds of things a file can carry unseen."""

from __future__ import annotations

from enum import StrEnum


class Carrier(StrEnum):
    """What was met in a file besides its picture."""

    DETAILS = "details"
    PREVIEW = "preview"
    TEXT = "text"
    TRAILING = "trailing"
    UNKNOWN = "unknown"
    TRANSPARENCY = "transparency"


def tail(data: bytes, end: int) -> set[Carrier]:
    """Say whether anything but padding follows the end of the picture."""
    return {Carrier.TRAILING} if data[end:].strip(b"\0") else set()


def preview_within(details: bytes) -> set[Carrier]:
    """Say whether a block of details holds a picture: every JPEG starts with the same three bytes."""
    return {Carrier.PREVIEW} if b"\xff\xd8\xff" in details else set()
