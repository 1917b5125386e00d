"""Does text stand there that should be readable and is not: blurred, coarse, or crossed out?"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.page import Page

_LONG = 7.0  # times as long as high: the length of a number or a strip
_LEVEL = 4.0  # times as wide as high: what runs slantwise across the page was written over it
_GUESSED = 0.70  # a score below this is a guess


def unread(page: Page) -> tuple[Finding, ...]:
    """Send lines that cannot be read on an otherwise readable page to a person: something may only look hidden."""
    reason = "A line is crossed out or blurred, and not covered. Cover it with an opaque block."
    return tuple(
        page.found(FindingKind.SUSPECT, reason, line.box)
        for line in page.lines
        if line.score < _GUESSED
        and line.wide > _LONG * line.high
        and page.covered(line.box) < 0.3
        and line.box.wide > _LEVEL * line.box.high
    )
