"""The forms about a possible data breach on the page of a case."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.rules.breaches import BreachOutcome
from services.fulfil.usecases import breaches
from services.fulfil.web.case_view import back_to_the_case, keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, require

CASE = "/staff/cases/{case_id}"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the forms on the web."""
    for name, door in (("breach", on_note), ("breach-decide", on_decide)):
        app.router.add_post(f"{CASE}/{name}", partial(door, desk))
        app.router.add_get(f"{CASE}/{name}", partial(to_the_case, desk))
    add_sentences(
        app,
        {
            "breach-noted": lazy("The data protection officer is told now, and the 72 hours run."),
            "breach-decided": lazy("Kept. The warnings end."),
        },
    )


@require("case.work")
@keeps_the_draft
async def on_note(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Mark the case as a possible data breach."""
    await breaches.note(desk, actor_of(request), request.match_info["case_id"], version_of(fields))
    return back_to_the_case(request, "breach-noted")


@require("breach.decide")
@keeps_the_draft
async def on_decide(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Say what it was."""
    outcome, case_id = one_of(fields, "breach-outcome", BreachOutcome), request.match_info["case_id"]
    reasons = fields.get("breach-reasons", "")
    await breaches.decide(desk, actor_of(request), case_id, version_of(fields), outcome, reasons)
    return back_to_the_case(request, "breach-decided")
