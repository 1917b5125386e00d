"""The register of recipients on the case page (art. 19)."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.usecases.disclosing import note_recipient, settle_recipient
from services.fulfil.web.case_view import back_to_the_case, keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, all_of, day_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, require, wanted
from shared.vocabulary import Category

CASE = "/staff/cases/{case_id}"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the register on the web."""
    for name, door in _FORMS.items():
        app.router.add_post(f"{CASE}/{name}", partial(door, desk))
        app.router.add_get(f"{CASE}/{name}", partial(to_the_case, desk))
    add_sentences(
        app,
        {
            "recipient-noted": lazy("The recipient is noted."),
            "recipient-settled": lazy("Noted for this recipient."),
        },
    )


@require("case.work")
@keeps_the_draft
async def on_recipient(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Note who received data."""
    categories, day = all_of(fields, "recipient-categories", Category), day_of(fields, "disclosed-on")
    about = request.match_info["case_id"], version_of(fields)
    await note_recipient(desk, actor_of(request), *about, fields.get("recipient", ""), categories, day)
    return back_to_the_case(request, "recipient-noted")


@require("case.work")
@keeps_the_draft
async def on_told(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Note that a recipient was told."""
    about = request.match_info["case_id"], version_of(fields), wanted(fields, "disclosure", 36)
    await settle_recipient(desk, actor_of(request), *about, why_not=None)
    return back_to_the_case(request, "recipient-settled")


@require("case.work")
@keeps_the_draft
async def on_not_told(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Note why a recipient was not told."""
    about = request.match_info["case_id"], version_of(fields), wanted(fields, "disclosure", 36)
    await settle_recipient(desk, actor_of(request), *about, why_not=fields.get("why-not", ""))
    return back_to_the_case(request, "recipient-settled")


_FORMS = {"recipient": on_recipient, "recipient-told": on_told, "recipient-not-told": on_not_told}
