"""Can it be read at all?"""

from __future__ import annotations

from statistics import median

import numpy as np

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.page import Page

_FEWEST = 3  # lines
_SUREST = 0.80  # mean score
_LOWEST = 9.0  # pixels: letters below this are guessed at


def legible(page: Page) -> tuple[Finding, ...]:
    """Refuse what is too small, too dark or too blurred: what cannot be read cannot be judged."""
    if len(page.lines) < _FEWEST:
        return (page.found(FindingKind.ILLEGIBLE, "Hardly any text can be read. Make a new photo, sharp and near."),)
    score = float(np.average([line.score for line in page.lines], weights=[line.wide for line in page.lines]))
    if score < _SUREST or median(line.high for line in page.lines) < _LOWEST:
        reason = "The text is too small, too dark or too blurred to read. Make a new photo, sharp and near."
        return (page.found(FindingKind.ILLEGIBLE, reason),)
    return ()
