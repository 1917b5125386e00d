"""The form on the page of a case with which staff write to the requester."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.usecases.writing import write
from services.fulfil.web.case_view import keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, require
from shared.vocabulary import Letter

WRITE = "/staff/cases/{case_id}/write"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the form on the web."""
    app.router.add_post(WRITE, partial(on_write, desk))
    app.router.add_get(WRITE, partial(to_the_case, desk))
    add_sentences(app, {"letter-written": lazy("Your letter is on its way to the requester.")})


@require("case.work")
@keeps_the_draft
async def on_write(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Send a letter in staff's own words."""
    case_id, letter = request.match_info["case_id"], one_of(fields, "letter", Letter)
    await write(desk, actor_of(request), case_id, version_of(fields), letter, fields.get("letter-words", ""))
    return web.Response(status=303, headers={"Location": f"/staff/cases/{case_id}?done=letter-written"})
