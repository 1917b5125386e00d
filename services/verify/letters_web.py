"""The staff's step for a letter to who asks for somebody else: read it first, then send it, once."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web

from services.verify.staff_forms import LIST, chosen, said_plainly, version_of
from services.verify.usecases import writing
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, form, require
from shared.vocabulary import Letter

DONE: Final = {"ladder-letter": lazy("The letter is in the line and goes out in a moment.")}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The step below one verification."""
    app.router.add_post(f"{LIST}/{{case_id}}/letter", partial(write_letter, desk))
    add_sentences(app, DONE)


@require("verification.ask")
async def write_letter(desk: Desk, request: web.Request) -> web.Response:
    """Send one of the letters for representatives."""
    fields, case_id = await form(request), request.match_info["case_id"]
    version, letter = version_of(fields), chosen(Letter, "letter", fields.get("letter", ""))
    with said_plainly():
        await writing.write(desk, case_id, version, actor_of(request), letter)
    return web.Response(status=303, headers={"Location": f"{LIST}/{case_id}?done=ladder-letter#ladder"})
