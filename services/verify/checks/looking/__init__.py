"""What a page shows: an ordered list of questions, one file each.

`look` asks them about one page and is a pure function of its pixels. No question stops the ones after it: the
sender is to hear of everything that is visible.
"""

from __future__ import annotations

from services.verify.checks.copy import Finding
from services.verify.checks.leaf import Pixels
from services.verify.checks.looking.code import code
from services.verify.checks.looking.covers import covers
from services.verify.checks.looking.document import document
from services.verify.checks.looking.evidence import evidence
from services.verify.checks.looking.faces import faces
from services.verify.checks.looking.legible import legible
from services.verify.checks.looking.lines import lines
from services.verify.checks.looking.model import model
from services.verify.checks.looking.nearer import nearer
from services.verify.checks.looking.number import number
from services.verify.checks.looking.regions import regions
from services.verify.checks.looking.straight import straight
from services.verify.checks.looking.strip import strip
from services.verify.checks.looking.unread import unread
from services.verify.checks.looking.upright import upright
from services.verify.checks.looking.white import white
from services.verify.checks.looking.words import words
from services.verify.checks.page import Look, Page

__all__ = ["LOOKS", "LookFailed", "look", "looked"]

LOOKS: tuple[Look, ...] = (
    lines, upright, words, straight, nearer, model, legible, document, covers, regions, faces, number, strip, code,
    unread, evidence, white,
)  # fmt: skip


class LookFailed(Exception):
    """A question about a page could not be answered; `failure` says which and why, never on what."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


def look(pixels: Pixels, number: int = 1) -> tuple[Finding, ...]:
    """Ask every question of `LOOKS` about one page (spec 4.5).

    Args:
        pixels: the page, at most 2400 pixels a side, in any direction.
        number: which page it is, from 1.

    Raises:
        LookFailed: a question raised; the copy is to be refused and the failure counted.
        MemoryError: the process must be replaced.
    """
    return looked(pixels, number)[1]


def looked(pixels: Pixels, number: int = 1) -> tuple[bool, tuple[Finding, ...]]:
    """As `look`, and before that whether a document was recognised on the page."""
    page = Page(pixels, number)
    found: list[Finding] = []
    for question in LOOKS:
        try:
            found += question(page)
        except MemoryError:
            raise
        except Exception as error:
            raise LookFailed(f"{question.__name__}:{type(error).__name__}") from error
    return bool(page.models), tuple(found)
