"""What the use cases need from the edges: somebody to judge a file, and a vault. `app` puts both on the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from services.verify.rules.on_file import OnFile
from services.verify.rules.whereabouts import Place
from shared.platform.desk import Desk
from shared.vocabulary import Verdict

EXAMINE = "examine"
VAULT = "vault"
DIRECTORY = "directory"
DRAW = "draw"


@dataclass(frozen=True)
class Reason:
    """What the sender hears of one finding: an English msgid, on which page and where; never what was read."""

    text: str
    page: int = 1
    place: Place | None = None


@dataclass(frozen=True)
class Judged:
    """What the checks said of one file.

    `findings` hold kind, page and box; of a picture that may be kept also `area`, the box as fractions of it, and
    `painted` where we covered it. `picture` is the redrawn PNG, the only thing that may be kept; None when the file
    cannot be used. `busy`: nobody had time to look. `repainted`: it showed too much until we painted that over.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    findings: tuple[dict[str, object], ...]
    pages: int
    picture: bytes | None
    busy: bool = False
    repainted: bool = False


class Examine(Protocol):
    """Judges a file where it can do no harm."""

    async def __call__(self, data: bytes, declared_name: str | None) -> Judged:
        """The judgement; a file that breaks the judge is judged unreadable."""
        ...


class Vault(Protocol):
    """Keeps sealed pictures."""

    def storing(self, picture: bytes) -> AbstractAsyncContextManager[str]:
        """Seal a picture; its name, held against the sweep until the block ends."""
        ...

    async def open(self, name: str) -> bytes:
        """The picture; raises `CannotOpen` or FileNotFoundError when it is gone."""
        ...

    async def destroy(self, name: str) -> None:
        """Shred key and file."""
        ...

    async def sweep(self, is_kept: Callable[[str], Awaitable[bool]]) -> int:
        """Destroy what nobody knows."""
        ...


class Draw(Protocol):
    """Draws on a picture that we keep, where it can do no harm."""

    async def __call__(
        self, picture: bytes, *, name: str = "", blocks: Sequence[tuple[float, float, float, float]] = ()
    ) -> bytes:
        """A fresh PNG with black blocks (fractions of the picture) and the name all over; raises `JobFailed`."""
        ...


class DirectoryFails(Exception):
    """The client directory gave no answer; the text says what is wrong, and nothing of what was asked."""


class Directory(Protocol):
    """Says what the bureau has on file."""

    async def find(self, term: str) -> Sequence[OnFile]:
        """Everybody meant by a client number, an address or a whole name; raises `DirectoryFails`."""
        ...

    async def check(self) -> str:
        """What there is to say of it when it works; raises `DirectoryFails`."""
        ...


def examine_of(desk: Desk) -> Examine:
    """The judge of this desk."""
    return _tool(desk, EXAMINE)  # type: ignore[no-any-return]  # tools are put there by `app`, by name


def vault_of(desk: Desk) -> Vault:
    """The vault of this desk."""
    return _tool(desk, VAULT)  # type: ignore[no-any-return]  # as above


def draw_of(desk: Desk) -> Draw:
    """Who draws on the pictures of this desk."""
    return _tool(desk, DRAW)  # type: ignore[no-any-return]  # as above


def directory_of(desk: Desk) -> Directory | None:
    """The client directory, if there is one."""
    return desk.tools.get(DIRECTORY)


def _tool(desk: Desk, name: str) -> Any:
    return desk.tools[name]
