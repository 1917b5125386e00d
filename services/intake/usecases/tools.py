"""What the use cases need from the edges: somebody to read a raw mail, and the store of raw mails.

`app` puts both on the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from services.intake.rules.understood import Understood
from shared.platform.desk import Desk

READ = "read"
RAW = "raw"
CUT = "cut"


class Read(Protocol):
    """Reads raw mails where they can do no harm."""

    async def __call__(self, raws: Sequence[bytes]) -> list[Understood | Exception]:
        """What was understood of each, in their order, or why not: `JobFailed` when it broke its reader."""
        ...


class Cut(Protocol):
    """Cuts a raw mail where it can do no harm."""

    async def __call__(self, raw: bytes, **facts: object) -> bytes:
        """What these facts ask of `mailparse.parse_frame`; raises `JobFailed`.

        `attachment=n` gives the bytes of one; `view="stripped", without=[...]` the mail without these.
        """
        ...


class Raw(Protocol):
    """Keeps raw mails, sealed."""

    async def put(self, name: str, raw: bytes) -> None:
        """Seal and flush to disk."""
        ...

    async def put_all(self, raws: Mapping[str, bytes]) -> None:
        """Seal several by their names and flush them to disk."""
        ...

    async def open(self, name: str) -> bytes:
        """The mail; raises `CannotOpen` or OSError when it is gone."""
        ...

    async def open_all(self, names: Sequence[str]) -> list[bytes]:
        """Several mails, in this order; raises as `open` when one of them is gone."""
        ...

    async def destroy(self, name: str) -> None:
        """Shred and remove; doing it again does nothing."""
        ...


def reader_of(desk: Desk) -> Read:
    """The reader of this desk."""
    return cast("Read", desk.tools[READ])


def cutter_of(desk: Desk) -> Cut:
    """Who cuts mails for this desk."""
    return cast("Cut", desk.tools[CUT])


def raw_of(desk: Desk) -> Raw:
    """The raw store of this desk."""
    return cast("Raw", desk.tools[RAW])
