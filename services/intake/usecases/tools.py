"""What the use cases need from the edges: somebody to read a raw mail, and the store of raw mails.

`app` puts both on the desk.
"""

from __future__ import annotations

from typing import Protocol, cast

from services.intake.mailparse import ParsedMail
from shared.platform.desk import Desk

READ = "read"
RAW = "raw"


class Read(Protocol):
    """Reads a raw mail where it can do no harm."""

    async def __call__(self, raw: bytes) -> ParsedMail:
        """The mail; raises `JobFailed` when it broke its reader."""
        ...


class Raw(Protocol):
    """Keeps raw mails, sealed."""

    async def put(self, name: str, raw: bytes) -> None:
        """Seal and flush to disk."""
        ...

    async def open(self, name: str) -> bytes:
        """The mail; raises `CannotOpen` or OSError when it is gone."""
        ...


def reader_of(desk: Desk) -> Read:
    """The reader of this desk."""
    return cast("Read", desk.tools[READ])


def raw_of(desk: Desk) -> Raw:
    """The raw store of this desk."""
    return cast("Raw", desk.tools[RAW])
