"""Where does text stand?"""

from __future__ import annotations

from services.verify.checks.copy import Finding
from services.verify.checks.eyes import load
from services.verify.checks.page import Line, Page


def lines(page: Page) -> tuple[Finding, ...]:
    """Note every line of text, in whatever direction it runs."""
    page.lines = [Line(quad) for quad in load().reader.lines(page.given)]
    return ()
