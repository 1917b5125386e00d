"""A reason of the rules as a sentence on a page: in the reader's language, with the rule and the article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from aiohttp import web

from services.fulfil.rules.reasons import Reason
from shared.platform.i18n import language_of
from shared.platform.pages import pages_of
from shared.platform.site import site_of
from shared.platform.wording import date_words


def explainer(request: web.Request, *, sources: bool = True) -> Callable[..., str]:
    """A function for templates: reasons in, one text out, such as “The term ends on ... (D-4; Reg. 1182/71)”.

    Without `sources` it says the sentence alone: that is for requesters.
    """
    language, zone = language_of(request), site_of(request).zone
    translate = pages_of(request).catalogues.voice(language).gettext

    def show(fact: object) -> str:
        if isinstance(fact, date):
            return date_words(language, zone, fact)
        return translate(fact) if isinstance(fact, str) and fact else str(fact)

    def explain(*reasons: Reason) -> str:
        return " ".join(each.words(translate, show) + (f" ({_source(each)})" if sources else "") for each in reasons)

    return explain


def _source(reason: Reason) -> str:
    return "; ".join(part for part in (reason.rule, reason.article) if part)
