"""What is left of a file once it was opened: findings, and pages as pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.verify.checks.copy import Finding, Judgement, verdict_of

if TYPE_CHECKING:  # the process that only asks for a judgement loads no pixels
    from services.verify.checks.leaf import Leaf


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: its pages, what lies beneath them, and what is to be told about the file itself."""

    findings: tuple[Finding, ...]
    leaves: tuple[Leaf, ...]
    """Empty when the file cannot be read."""
    failure: str | None = None
    """What to count and alarm on: `question:TypeName` of an exception."""


def unopened(opened: Opened) -> Judgement:
    """The judgement of a file that could not be read."""
    return Judgement(verdict_of(opened.findings), opened.findings, 0, None, opened.failure)
