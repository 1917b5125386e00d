"""The models of Dutch documents as data, and how a page is recognised as one of them.

The layouts are own drawings after published descriptions; a document that is none of them is unknown, and then
nothing follows from that.
"""

from __future__ import annotations

from services.verify.checks.templates.cards import CARDS
from services.verify.checks.templates.fitting import Fit, Word, fit
from services.verify.checks.templates.licences import LICENCES
from services.verify.checks.templates.passports import PASSPORTS
from services.verify.checks.templates.permits import PERMITS
from services.verify.checks.templates.template import Place, Region, Template
from services.verify.checks.templates.wording import Alike, alike, matches

__all__ = ["TEMPLATES", "Fit", "Place", "Region", "Template", "Word", "recognise"]

TEMPLATES: tuple[Template, ...] = (*PASSPORTS, *CARDS, *LICENCES, *PERMITS)
_PRINTED = frozenset(anchor.text for template in TEMPLATES for anchor in template.anchors)
_MOST = 3  # documents on one page
_NEARLY = 0.85  # of the best one's anchors: models of one family differ by millimetres


def recognise(words: list[Word]) -> tuple[tuple[Fit, ...], ...]:
    """The documents on a page, and for each the models that it may be, the likeliest first; nothing for unknown ones.

    Args:
        words: what was read and where, on a page that stands upright.
    """
    found: list[tuple[Fit, ...]] = []
    left = words
    while len(found) < _MOST and (fits := _of_one(alike(left, _PRINTED))):
        found.append(fits)
        whole = fits[0].whole
        left = [word for word in left if not whole.holds(word.left, word.middle)]
    return tuple(found)


def _of_one(words: Alike) -> tuple[Fit, ...]:
    fits = [found for template in TEMPLATES if (found := fit(template, matches(words, template.anchors))) is not None]
    fits.sort(key=lambda each: (-each.anchors, each.residual))
    return tuple(each for each in fits if each.anchors >= _NEARLY * fits[0].anchors)
