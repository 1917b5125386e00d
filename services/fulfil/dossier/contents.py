"""What a package holds, before it has a shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.fulfil.rules.access_content import AccessContent
from services.fulfil.rules.masking import Hidden
from shared.vocabulary import Category, Language, TaskOutcome


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
    """What one system holds of one category, masked already; `hidden` says what the masks took out."""

    category: Category
    system: str
    outcome: TaskOutcome
    text: str
    hidden: frozenset[Hidden] = frozenset()
    kept_until: date | None = None


@dataclass(frozen=True)
class Unfound:
    """A place that was searched in vain."""

    category: Category
    system: str


@dataclass(frozen=True)
class Left:
    """Something left out of a category, and what kind of thing it was."""

    category: Category
    what: Hidden


@dataclass(frozen=True)
class Package:
    """Everything that goes into one ZIP. `explanation` are the approved reasons; `built_at` is local time."""

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

    @property
    def left_out(self) -> list[Left]:
        """What the masks took out, in the order of the categories."""
        return sorted(
            {Left(entry.category, what) for entry in self.entries for what in entry.hidden},
            key=lambda left: (left.category, left.what),
        )
