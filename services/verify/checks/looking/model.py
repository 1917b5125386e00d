"""Which model of document is it, and how does it lie?"""

from __future__ import annotations

from services.verify.checks.copy import Finding
from services.verify.checks.page import Line, Page
from services.verify.checks.templates import Word, recognise

_READ = 0.5  # a score below this is no word


def model(page: Page) -> tuple[Finding, ...]:
    """Recognise Dutch documents by what is printed on all of them; nothing follows for those that are unknown."""
    page.models = recognise([_word(page, line) for line in page.lines if line.score >= _READ])
    page.sure_upright = page.sure_upright or bool(page.models)
    return ()


def _word(page: Page, line: Line) -> Word:
    start = (line.quad[0] + line.quad[3]) / 2
    x, y = (page.to_straight[:, :2] @ start + page.to_straight[:, 2]).tolist()
    return Word(line.text, x, y)
