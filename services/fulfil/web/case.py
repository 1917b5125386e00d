"""The page of one case, and the forms on it: each posts to one use case."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.case_page import case_page
from services.fulfil.rules.access_words import POINTS
from services.fulfil.rules.lifecycle import Event
from services.fulfil.rules.references import read_reference, reference
from services.fulfil.usecases.decisions import Proposal, approve, propose, send_back
from services.fulfil.usecases.joining import join
from services.fulfil.usecases.letters import tell_status
from services.fulfil.usecases.steps import take_step
from services.fulfil.usecases.triage import confirm_kinds
from services.fulfil.web.case_view import back_to_the_case, draw, keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, all_of, day_of, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotFound, Unreadable
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, require, wanted
from shared.vocabulary import DecisionOutcome, Kind

CASE = "/staff/cases/{case_id}"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the case on the web."""
    app.router.add_get(CASE, partial(show, desk))
    for name, door in _FORMS.items():
        app.router.add_post(f"{CASE}/{name}", partial(door, desk))
        app.router.add_get(f"{CASE}/{name}", partial(to_the_case, desk))
    add_sentences(
        app,
        {
            "kinds-confirmed": lazy("What is asked is confirmed. Next comes the question who is asking."),
            "step-taken": lazy("Done. The state of the case has changed."),
            "joined": lazy("Joined: this case goes on with both. Nothing was sent."),
            "status-told": lazy("Your message is on its way to the requester."),
            "proposed": lazy("The answer waits for a second person."),
            "approved": lazy("Approved. The answer is being prepared and then sent."),
            "sent-back": lazy("The proposal went back to the handler."),
        },
    )


@require("case.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """The case as the reader may see it; that they saw it is noted (R1.3-1)."""
    actor = actor_of(request)
    page = await case_page(desk, request.match_info["case_id"], actor.roles)
    if page is None:
        raise NotFound
    async with desk.work() as work:
        work.note("case.viewed", page.row.id, actor.staff_id)
    return draw(request, desk, page)


@require("case.work")
@keeps_the_draft
async def on_kinds(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Confirm what is asked."""
    kinds = all_of(fields, "kinds", Kind)
    await confirm_kinds(desk, actor_of(request), request.match_info["case_id"], version_of(fields), kinds)
    return back_to_the_case(request, "kinds-confirmed")


@require("case.view")
@keeps_the_draft
async def on_step(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """End the case or open it again; the lifecycle says who may."""
    event = one_of(fields, "event", Event)
    note = fields.get(f"note-{event}", "")
    await take_step(desk, actor_of(request), request.match_info["case_id"], version_of(fields), event, note)
    return back_to_the_case(request, "step-taken")


@require("case.work")
@keeps_the_draft
async def on_join(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """It is the same request as another case; the older one goes on, and its page opens."""
    try:
        exact = reference(*read_reference(wanted(fields, "reference", 32)))
    except ValueError:
        raise Unreadable("reference", lazy("A reference looks like 2026-0001.")) from None
    other = await join(desk, actor_of(request), request.match_info["case_id"], version_of(fields), exact)
    return web.Response(status=303, headers={"Location": f"/staff/cases/{other}?done=joined"})


@require("case.work")
@keeps_the_draft
async def on_status(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Tell the requester how far the case is."""
    expected = day_of(fields, "expected")
    if expected is None:
        raise Unreadable("expected", lazy("Fill this in."))
    text = wanted(fields, "words", 1500)
    await tell_status(desk, actor_of(request), request.match_info["case_id"], version_of(fields), text, expected)
    return back_to_the_case(request, "status-told")


@require("case.work")
@keeps_the_draft
async def on_propose(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Put an answer before a second person."""
    outcome = one_of(fields, "outcome", DecisionOutcome)
    said = {point: fields[f"said-{point}"] for point in POINTS if f"said-{point}" in fields}
    proposal = Proposal(outcome, wanted(fields, "reasons", 1500), fields.get("withheld") == "yes", said)
    await propose(desk, actor_of(request), request.match_info["case_id"], version_of(fields), proposal)
    return back_to_the_case(request, "proposed")


@require("case.approve")
@keeps_the_draft
async def on_approve(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Approve the answer that was shown."""
    seen = wanted(fields, "content_hash", 64)
    await approve(desk, actor_of(request), request.match_info["case_id"], version_of(fields), seen)
    return back_to_the_case(request, "approved")


@require("case.approve")
@keeps_the_draft
async def on_send_back(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Return the proposal to the handler."""
    reason = wanted(fields, "reason", 4000)
    await send_back(desk, actor_of(request), request.match_info["case_id"], version_of(fields), reason)
    return back_to_the_case(request, "sent-back")


_FORMS = {
    "kinds": on_kinds,
    "step": on_step,
    "join": on_join,
    "status": on_status,
    "propose": on_propose,
    "approve": on_approve,
    "send-back": on_send_back,
}
