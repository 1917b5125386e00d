"""What the use cases need from the edges: somebody to read a raw mail, and the store of raw mails.

`app` puts both on the desk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, cast

from services.intake.rules.understood import Understood
from shared.platform.desk import Desk
from shared.platform.keyring import Place

READ = "read"
RAW = "raw"
CUT = "cut"


Unlocked = Callable[[Sequence[str]], Awaitable[list[bytes]]]
"""Gives the mails with these names, in this order; raises as `Raw.open` when one of them is gone."""


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

    async def put_all(self, raws: Mapping[str, bytes], beside: Sequence[Place] = ()) -> None:
        """Seal several by their names and flush them to disk; the keys `beside` theirs are made as well."""
        ...

    async def open(self, name: str) -> bytes:
        """The mail; raises `CannotOpen` or OSError when it is gone."""
        ...

    async def unlock(self, names: Sequence[str]) -> Unlocked:
        """What opens these mails; raises `CannotOpen` when the key of one was destroyed."""
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
