"""Erasing: what becomes of each category (on the case page), holds, and the page “Erase later”."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.erasing import erase_later
from services.fulfil.rules.erasure import OUTCOME_LABELS, Choice
from services.fulfil.store.destroyed import newest_destroyed
from services.fulfil.usecases import holding
from services.fulfil.usecases.choosing import choose
from services.fulfil.usecases.erasing_later import approve_batch, propose_batch, record_done, withdraw_batch
from services.fulfil.web import words
from services.fulfil.web.case_view import keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, all_of, day_of, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, require, wanted
from shared.vocabulary import Category, ErasureOutcome

CASE = "/staff/cases/{case_id}"
LATER = "/staff/erase-later"
CHOICE = "outcome-"
DESTROYED = {"content": lazy("Content of a case"), "register": lazy("Line in the register")}


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put erasing on the web."""
    for name, door in _FORMS.items():
        app.router.add_post(f"{CASE}/{name}", partial(door, desk))
        app.router.add_get(f"{CASE}/{name}", partial(to_the_case, desk))
    app.router.add_get(LATER, partial(show, desk))
    app.router.add_get("/staff/destroyed", partial(show_destroyed, desk))
    for name, act in _BATCH.items():
        app.router.add_post(f"{LATER}/{name}", partial(act, desk))
    add_sentences(
        app,
        {
            "erasure-chosen": lazy("Kept. The answer can be proposed now."),
            "hold-asked": lazy("The hold waits for a second person."),
            "hold-placed": lazy("The hold is in force: what it covers is not erased."),
            "hold-ended": lazy("The hold has ended."),
            "batch-proposed": lazy("The batch waits for a second person."),
            "batch-approved": lazy("Released. Erase these in their systems, and say so here."),
            "batch-withdrawn": lazy("The batch is withdrawn; its items stay due."),
            "later-done": lazy("Recorded: it is erased."),
        },
    )


def _back(where: str, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{where}?done={done}"})


def _to_case(request: web.Request, done: str) -> web.Response:
    return _back(f"/staff/cases/{request.match_info['case_id']}", done)


@require("case.work")
@keeps_the_draft
async def on_choices(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Keep what becomes of everything that was found."""
    tasks = [name.removeprefix(CHOICE) for name in fields if name.startswith(CHOICE)]
    choices = {task: _choice(fields, task) for task in tasks}
    await choose(desk, actor_of(request), request.match_info["case_id"], version_of(fields), choices)
    return _to_case(request, "erasure-chosen")


def _choice(fields: Fields, task: str) -> Choice:
    return Choice(
        outcome=one_of(fields, f"{CHOICE}{task}", ErasureOutcome),
        rule=fields.get(f"rule-{task}", "")[:8],
        starts_on=day_of(fields, f"starts-{task}"),
        kept_until=day_of(fields, f"keep-{task}"),
        reason=fields.get(f"why-{task}", "").strip(),
    )


@require("hold.place")
@keeps_the_draft
async def on_hold(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Ask for a hold."""
    systems = [one.strip().upper()[:40] for one in fields.get("hold-systems", "").split(",") if one.strip()]
    await holding.place(
        desk,
        actor_of(request),
        request.match_info["case_id"],
        version_of(fields),
        facts=fields.get("hold-facts", ""),
        systems=systems[:12],
        categories=all_of(fields, "hold-categories", Category),
        review_on=day_of(fields, "hold-review"),
    )
    return _to_case(request, "hold-asked")


@require("case.approve")
@keeps_the_draft
async def on_hold_approve(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Put a hold in force."""
    hold = wanted(fields, "hold", 36)
    await holding.approve(desk, actor_of(request), request.match_info["case_id"], version_of(fields), hold)
    return _to_case(request, "hold-placed")


@require("hold.place")
@keeps_the_draft
async def on_hold_end(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Lift or withdraw a hold."""
    hold = wanted(fields, "hold", 36)
    await holding.end(desk, actor_of(request), request.match_info["case_id"], version_of(fields), hold)
    return _to_case(request, "hold-ended")


@require("task.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """What is erased later: due, waiting for a second person, released, and to come."""
    page = await erase_later(desk)
    async with desk.work() as work:
        work.note("erase_later.viewed", "erase-later", actor_of(request).staff_id, count=len(page.due))
    return render(request, "fulfil/erase_later.html", page=page, words=words, outcomes=OUTCOME_LABELS)


@require("task.view")
async def show_destroyed(desk: Desk, request: web.Request) -> web.Response:
    """What the desk destroyed of its own: counts, ids and rules."""
    async with desk.look() as session:
        rows = await newest_destroyed(session, 500)
    async with desk.work() as work:
        work.note("destroyed.viewed", "destroyed", actor_of(request).staff_id, count=len(rows))
    return render(request, "fulfil/destroyed.html", rows=rows, what=DESTROYED, kept=desk.settings.retention)


@require("task.answer")
async def on_propose(desk: Desk, request: web.Request) -> web.Response:
    """Propose a batch of what is due."""
    fields = await form(request)
    await propose_batch(desk, actor_of(request), fields.getall("item", []))
    return _back(LATER, "batch-proposed")


@require("case.approve")
async def on_approve(desk: Desk, request: web.Request) -> web.Response:
    """Release a batch."""
    fields = await form(request)
    await approve_batch(desk, actor_of(request), wanted(fields, "batch", 36), wanted(fields, "content_hash", 64))
    return _back(LATER, "batch-approved")


@require("task.answer")
async def on_withdraw(desk: Desk, request: web.Request) -> web.Response:
    """Take a batch back."""
    await withdraw_batch(desk, actor_of(request), wanted(await form(request), "batch", 36))
    return _back(LATER, "batch-withdrawn")


@require("task.answer")
async def on_done(desk: Desk, request: web.Request) -> web.Response:
    """Record that a released item is erased."""
    await record_done(desk, actor_of(request), wanted(await form(request), "item", 36))
    return _back(LATER, "later-done")


_FORMS = {
    "erasing": on_choices,
    "hold": on_hold,
    "hold-approve": on_hold_approve,
    "hold-end": on_hold_end,
}
_BATCH = {"propose": on_propose, "approve": on_approve, "withdraw": on_withdraw, "done": on_done}
