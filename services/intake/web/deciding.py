"""The decisions on a message: a request, a case, neither; undone within ten seconds; put aside for a while."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.intake import queries, words
from services.intake.rules.incoming import Event
from services.intake.rules.snooze import Snooze
from services.intake.store import Decided
from services.intake.usecases import snoozing, triage
from services.intake.web.fields import LIST, Fields, id_of, one, part_of, said_plainly, to
from shared.platform.desk import Desk
from shared.platform.pages import render
from shared.platform.web import actor_of, form, require, wanted
from shared.vocabulary import Context

KEEP, EARLIER = "keep", "earlier"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Deciding: every step is a form."""
    add = app.router.add_post
    add(LIST + "/{id}/accept", partial(accept, desk))
    add(LIST + "/{id}/attach", partial(attach, desk))
    add(LIST + "/{id}/dismiss", partial(dismiss, desk))
    add(LIST + "/{id}/undo", partial(undo, desk))
    add(LIST + "/{id}/snooze", partial(snooze, desk))
    add(LIST + "/{id}/wake", partial(wake, desk))


@require("triage.work")
async def accept(desk: Desk, request: web.Request) -> web.Response:
    """It is a request of these kinds."""
    fields = await form(request)
    return await decided(desk, request, Decided(Event.ACCEPT, (part_of(fields),), labels(fields)))


@require("triage.work")
async def attach(desk: Desk, request: web.Request) -> web.Response:
    """It belongs to the case with this reference; if it came in first, a person says which date counts."""
    fields = await form(request)
    reference, dates = wanted(fields, "reference", 32), fields.get("dates", "")
    with said_plainly():
        case_id, origin = await triage.case_to_join(desk, reference)
    earlier = await triage.came_in_first(desk, id_of(request), origin)
    if earlier and dates not in {KEEP, EARLIER}:
        found = await queries.opened(desk, id_of(request))
        here = f"{LIST}/{id_of(request)}"
        return render(
            request, "intake/earlier.html", found=found, origin=origin, reference=reference, words=words, here=here
        )
    return await decided(desk, request, Decided(Event.JOIN, case_id=case_id, takes_date=earlier and dates == EARLIER))


@require("triage.work")
async def dismiss(desk: Desk, request: web.Request) -> web.Response:
    """It is not a request."""
    await form(request)
    return await decided(desk, request, Decided(Event.DISMISS))


@require("triage.work")
async def undo(desk: Desk, request: web.Request) -> web.Response:
    """The last decision was a mistake."""
    await form(request)
    with said_plainly():
        await triage.undo(desk, id_of(request), actor_of(request))
    return to(f"{LIST}/{id_of(request)}", "triage-undone")


@require("triage.work")
async def snooze(desk: Desk, request: web.Request) -> web.Response:
    """Not now, but on this day; the next message opens."""
    choice = one(Snooze, "until", (await form(request)).get("until", ""))
    place = await _after(desk, id_of(request))
    with said_plainly():
        await snoozing.snooze(desk, id_of(request), choice, actor_of(request))
    return to(place, "triage-snoozed")


@require("triage.work")
async def wake(desk: Desk, request: web.Request) -> web.Response:
    """Now after all."""
    await form(request)
    with said_plainly():
        await snoozing.wake(desk, id_of(request), actor_of(request))
    return to(f"{LIST}/{id_of(request)}", "triage-woken")


async def decided(desk: Desk, request: web.Request, decision: Decided) -> web.Response:
    """Take a decision and go on with the next message that waits; the page there offers to undo it."""
    place = await _after(desk, id_of(request))
    with said_plainly():
        await triage.decide(desk, id_of(request), decision, actor_of(request))
    return to(place)


def labels(fields: Fields) -> tuple[Context, ...]:
    """The labels that a person left ticked."""
    chosen = {one(Context, "context", value) for value in fields.getall("context", [])}
    return tuple(label for label in Context if label in chosen)


async def _after(desk: Desk, incoming_id: str) -> str:
    """Where to go once this message is decided: the next one of its list, else the list."""
    tab, following = await queries.after(desk, incoming_id)
    return f"{LIST}/{following}" if following else f"{LIST}?tab={tab}"
