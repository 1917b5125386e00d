"""What the use cases need from the edges: a writer of letters, a way out, a look into the archive.

`app` puts the three on the desk. The errors here say what is known of a letter after each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from email.message import EmailMessage
from typing import Any, Protocol

from services.notify.rules.markup import Rendered
from services.notify.rules.sending import Archive
from services.notify.rules.troubles import Trouble
from shared.platform.desk import Desk
from shared.vocabulary import Language, Letter

WRITER = "writer"
WAY_OUT = "way_out"
LOOK_UP = "look_up"


class Unwritable(Exception):
    """The letter cannot be made: `trouble` says why, `field` which fact is at fault."""

    def __init__(self, trouble: Trouble, field: str) -> None:
        super().__init__(f"{trouble}: {field}")
        self.trouble = trouble
        self.field = field


class Later(Exception):
    """Nothing was sent; the same letter may go later. The text is codes only."""


class Never(Exception):
    """The server will never take this letter. The text is codes only."""


class Lost(Exception):
    """The letter was handed over and the reply is lost. The text is codes only."""


class Writer(Protocol):
    """Makes letters."""

    def write(self, letter: Letter, language: Language, facts: Mapping[str, object]) -> Rendered:
        """The letter with these facts; raises `Unwritable`."""
        ...

    def sample(self, letter: Letter, language: Language) -> Rendered:
        """The letter with invented facts."""
        ...


class Link(Protocol):
    """A connection that carries one mail."""

    async def envelope(self, sender: str, recipient: str) -> None:
        """Name both sides (an empty sender: nobody, for automatic letters); raises `Later` or `Never`."""
        ...

    async def data(self, message: EmailMessage) -> str:
        """Hand the mail over; returns the server's reply. Raises `Later`, `Never` or `Lost`."""
        ...


class WayOut(Protocol):
    """Opens connections to the mail server; entering one raises `Later`."""

    def __call__(self) -> AbstractAsyncContextManager[Link]:
        """A fresh connection."""
        ...


class LookUp(Protocol):
    """Asks the archive for a letter."""

    async def __call__(self, message_id: str) -> Archive | None:
        """What the archive says of this Message-ID; None when it cannot be asked now."""
        ...


def writer_of(desk: Desk) -> Writer:
    """The writer of this desk."""
    return _tool(desk, WRITER)  # type: ignore[no-any-return]  # tools are put there by `app`, by name


def way_out_of(desk: Desk) -> WayOut:
    """The way out of this desk."""
    return _tool(desk, WAY_OUT)  # type: ignore[no-any-return]  # as above


def look_up_of(desk: Desk) -> LookUp:
    """The look into the archive of this desk."""
    return _tool(desk, LOOK_UP)  # type: ignore[no-any-return]  # as above


def _tool(desk: Desk, name: str) -> Any:
    return desk.tools[name]
