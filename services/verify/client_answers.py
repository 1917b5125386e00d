"""What the script on the upload page hears: the same verdict as the page says it, with the places as fractions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from aiohttp import web

from services.verify.usecases.receiving import Unusable
from shared.platform.i18n import Text, language_of
from shared.platform.pages import pages_of, say

Box = list[float]
WHOLE: Box = [0.0, 0.0, 1.0, 1.0]


def went_well(where: str) -> web.Response:
    """The copy is with us; `where` the browser goes next."""
    return web.json_response({"go": where})


def not_yet(
    request: web.Request, status: int, problems: Sequence[tuple[str, Text]], outcome: Unusable | None
) -> web.Response:
    """Sentences in the reader's language and, of a file that was judged, the places and the tries that are left."""
    answer: dict[str, object] = {"reasons": [say(request, text) for _, text in problems]}
    if outcome is not None:
        answer |= {"places": places(outcome), "tries_left": outcome.tries_left, "left": _left(request, outcome)}
    return web.json_response(answer, status=status)


def places(outcome: Unusable) -> list[dict[str, object]]:
    """Kind and box of each thing that has a place: left, top, right, bottom as fractions of the picture."""
    found = [(str(finding["kind"]), cast("Box", finding["box"])) for finding in outcome.findings]
    return [{"kind": kind, "box": box} for kind, box in found if box != WHOLE]


def _left(request: web.Request, outcome: Unusable) -> str:
    """How often the link may still be tried; empty when it is over."""
    if not outcome.tries_left:
        return ""
    one = "We kept nothing of this file. You can try this link %(num)s more time."
    many = "We kept nothing of this file. You can try this link %(num)s more times."
    voice = pages_of(request).catalogues.voice(language_of(request))
    return voice.ngettext(one, many, outcome.tries_left) % {"num": outcome.tries_left}
