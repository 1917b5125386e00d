"""The staff's step for a representative's own proof, beside the ladder of the person whose data it is."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web

from services.verify.rules.rungs import Outcome
from services.verify.rules.whose import AgentSeen
from services.verify.staff_forms import LIST, chosen, said_plainly, version_of
from services.verify.usecases import representing
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import Unreadable, actor_of, form, require
from shared.vocabulary import Method

DONE: Final = {"ladder-agent": lazy("The representative's proof is noted.")}
ENDS: Final = (Outcome.PASSED, Outcome.FAILED, Outcome.NO_ANSWER)
"""How such a try can end."""


def add_routes(app: web.Application, desk: Desk) -> None:
    """The step below one verification."""
    app.router.add_post(f"{LIST}/{{case_id}}/agent", partial(note_agent, desk))
    add_sentences(app, DONE)


@require("verification.decide")
async def note_agent(desk: Desk, request: web.Request) -> web.Response:
    """Note how a representative tried to prove who they are."""
    fields, case_id = await form(request), request.match_info["case_id"]
    version = version_of(fields)
    method = chosen(Method, "method", fields.get("method", ""))
    outcome = chosen(Outcome, "outcome", fields.get("outcome", ""))
    seen = {chosen(AgentSeen, "agent_seen", code) for code in fields.getall("agent_seen", [])}
    if outcome not in ENDS:
        raise Unreadable("outcome", lazy("Choose one of the answers."))
    with said_plainly():
        await representing.note_agent_try(desk, case_id, version, actor_of(request), method, outcome, seen)
    return web.Response(status=303, headers={"Location": f"{LIST}/{case_id}?done=ladder-agent#ladder"})
