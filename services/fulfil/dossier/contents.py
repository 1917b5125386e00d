"""What a package holds, before it has a shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from services.fulfil.rules.access_content import AccessContent
from services.fulfil.rules.access_words import AccessWords
from services.fulfil.rules.masking import Hidden
from shared.vocabulary import Category, Language, TaskOutcome

PORTABLE: Final = "privacybalie-portability/1"
"""The format of data to take elsewhere, with its version."""


@dataclass(frozen=True)
class Controller:
    """Who answers for the data (R1.0-1)."""

    name: str
    kvk: str
    address: str
    phone: str
    email: str
    fg_name: str


@dataclass(frozen=True)
class Entry:
    """What one system holds of one category, masked already; `hidden` says what the masks took out.

    `provided` says whether the requester gave it themselves (AVG 20).
    """

    category: Category
    system: str
    outcome: TaskOutcome
    text: str
    hidden: frozenset[Hidden] = frozenset()
    kept_until: date | None = None
    provided: bool = False


@dataclass(frozen=True)
class Unfound:
    """A place that was searched in vain."""

    category: Category
    system: str


@dataclass(frozen=True)
class Attached:
    """A file that goes along as it is. `name` is its place in the ZIP and ours alone; `pieces` reads it, and blocks."""

    category: Category
    system: str
    name: str
    size: int
    sha256: str
    pieces: Callable[[], Iterator[bytes]]
    provided: bool = False


@dataclass(frozen=True)
class LeftFile:
    """A file that people left out as a whole, and why."""

    category: Category
    system: str
    reason: str


@dataclass(frozen=True)
class Left:
    """Something left out of a category, and what kind of thing it was."""

    category: Category
    what: Hidden


@dataclass(frozen=True)
class Package:
    """Everything that goes into one ZIP. `explanation` are the approved reasons; `built_at` is local time.

    `words` are the approved words of an access answer; without them the package is only for taking data elsewhere.
    `portable` says whether it holds the format for that (AVG 20).
    """

    reference: str
    language: Language
    requester: str
    received_on: date
    built_at: datetime
    statement_version: str
    explanation: str
    controller: Controller
    entries: tuple[Entry, ...]
    unfound: tuple[Unfound, ...]
    content: AccessContent
    words: AccessWords | None
    portable: bool = False
    files: tuple[Attached, ...] = ()
    left_files: tuple[LeftFile, ...] = field(default=())

    @property
    def left_out(self) -> list[Left]:
        """What the masks took out, in the order of the categories."""
        return sorted(
            {Left(entry.category, what) for entry in self.entries for what in entry.hidden},
            key=lambda left: (left.category, left.what),
        )

    @property
    def provided(self) -> list[Entry]:
        """What the requester gave themselves."""
        return [entry for entry in self.entries if entry.provided]
