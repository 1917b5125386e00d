"""What the pages of intake show: the lists of messages, one message whole, and what can still be undone."""

from __future__ import annotations

from services.intake.queries.evaluation import evaluation
from services.intake.queries.lists import TABS, Page, Progress, after, listed, progress, tab_of, to_remove
from services.intake.queries.message import Opened, opened
from services.intake.queries.shown import Shown
from services.intake.queries.undoing import Undoable, undoable

__all__ = [
    "TABS",
    "Opened",
    "Page",
    "Progress",
    "Shown",
    "Undoable",
    "after",
    "evaluation",
    "listed",
    "opened",
    "progress",
    "tab_of",
    "to_remove",
    "undoable",
]
