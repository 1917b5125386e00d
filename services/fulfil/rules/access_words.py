"""The points of an access answer that take words: none may be empty, and recipients go by name (R2.2A-1, C-154/21).

The desk proposes them from configuration and from where data was found; the handler checks and completes. One line of
such a text is one point; a line that ends with a colon still waits for what belongs behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final


@dataclass(frozen=True)
class AccessWords:
    """What an access answer says in words, a line a point."""

    recipients: str
    sources: str
    retention: str
    transfers: str
    automated: str

    def lines(self, point: str) -> tuple[str, ...]:
        """The lines of one point."""
        text: str = getattr(self, point)
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def as_dict(self) -> dict[str, str]:
        """By point."""
        return asdict(self)

    def changed(self, given: Mapping[str, str]) -> AccessWords:
        """The same with what a person wrote; what they were not asked stays."""
        return AccessWords(**{point: given.get(point, text).strip() for point, text in self.as_dict().items()})


POINTS: Final = tuple(field.name for field in fields(AccessWords))

POINT_LABELS: Final = {
    "recipients": "Who received the data, by name, or why a name is missing",
    "sources": "Where the data came from",
    "retention": "How long it is kept",
    "transfers": "Transfers outside the EEA, and what protects the data there",
    "automated": "Decisions by computer, and how those work; or that there are none",
}
"""English msgids."""


def missing(words: AccessWords) -> list[str]:
    """The points that are empty or wait for a name, in their order."""
    return [point for point in POINTS if not words.lines(point) or any(_waits(line) for line in words.lines(point))]


def _waits(line: str) -> bool:
    return line.endswith(":")
