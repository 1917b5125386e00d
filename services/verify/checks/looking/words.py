"""What is written?"""

from __future__ import annotations

from services.verify.checks.copy import Finding
from services.verify.checks.eyes import load
from services.verify.checks.page import Page, cut_out


def words(page: Page) -> tuple[Finding, ...]:
    """Read every line. What was read stays in memory, for the questions after this one."""
    read = load().reader.read([cut_out(page.given, line.quad) for line in page.lines])
    for line, (text, score) in zip(page.lines, read, strict=True):
        line.text, line.score = text, score
    return ()
