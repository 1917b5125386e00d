"""The list of messages, and one message: to decide on, to read only, or its HTML in a frame without rights."""

from __future__ import annotations

import html
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from services.intake import queries, words
from services.intake.rules.incoming import INCOMING, WAITS, State, may_decide
from services.intake.rules.snooze import choices, latest
from services.intake.usecases import viewing
from services.intake.usecases.alarms import lasting_alarms
from services.intake.web.fields import LIST, MESSAGES, id_of, said_plainly
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import render, say
from shared.platform.sessions import Session
from shared.platform.web import NotFound, actor_of, framed, require


def add_routes(app: web.Application, desk: Desk) -> None:
    """Looking: the list, the message."""
    app.router.add_get(LIST, partial(show_list, desk))
    app.router.add_get(LIST + "/{id}", partial(show_one, desk))
    app.router.add_get(MESSAGES + "/{id}", partial(show_message, desk))
    app.router.add_get(MESSAGES + "/{id}/html", partial(show_html, desk))


@require("triage.view")
async def show_list(desk: Desk, request: web.Request) -> web.Response:
    """The messages of one tab; what waits for a decision comes first."""
    tab, number = request.query.get("tab", "unsure"), request.query.get("page", "1")
    if tab not in queries.TABS or not number.isdecimal() or int(number[:6]) < 1:
        raise NotFound
    await viewing.note_list(desk, tab, int(number[:6]), actor_of(request))
    page = await queries.listed(desk, tab, int(number[:6]))
    undoable = await queries.undoable(desk, actor_of(request).staff_id)
    return render(
        request,
        "intake/list.html",
        tab=tab,
        page=page,
        words=words,
        here=LIST,
        list=LIST,
        undoable=undoable,
        to_remove=await queries.to_remove(desk),
        alarms=await lasting_alarms(desk),
    )


@require("triage.view")
async def show_one(desk: Desk, request: web.Request) -> web.Response:
    """One message with the decisions that are possible."""
    return await _message(desk, request, to_decide=True)


@require("message.view")
async def show_message(desk: Desk, request: web.Request) -> web.Response:
    """One message, to read only."""
    return await _message(desk, request, to_decide=False)


async def _message(desk: Desk, request: web.Request, *, to_decide: bool) -> web.Response:
    incoming_id, actor = id_of(request), actor_of(request)
    with said_plainly():
        row = await viewing.note_view(desk, incoming_id, actor)
    found = await queries.opened(desk, incoming_id)
    if found is None:
        raise NotFound
    row = found.shown.row
    unreadable = row.stands is State.QUARANTINED or row.decided_from == State.QUARANTINED
    context = {
        "found": found,
        "row": row,
        "said": found.shown.said,
        "source": await viewing.source(desk, row) if unreadable else "",
        "words": words,
        "here": f"{LIST}/{row.id}",
        "list": LIST,
        "messages": MESSAGES,
        "to_decide": to_decide,
    }
    context |= await _around(desk, found, actor, to_decide=to_decide)
    return render(request, "intake/message.html", 200, **context)


async def _around(desk: Desk, found: queries.Opened, actor: Session, *, to_decide: bool) -> dict[str, object]:
    """What stands around a message that can be decided on."""
    row, zone, now = found.shown.row, ZoneInfo(desk.settings.timezone), desk.clock.now()
    verdict = may_decide(row.context_list, actor.roles)
    mine = to_decide and verdict.allowed
    return {
        "possible": INCOMING.possible(row.stands, actor.roles) if mine else [],
        "refused": None if verdict.allowed or not to_decide else words.refused(verdict),
        "snoozes": choices(row.received_at, now, zone) if mine and row.stands in WAITS else None,
        "latest": latest(row.received_at, zone),
        "aside": row.stands in WAITS and queries.tab_of(row, now) == "snoozed",
        "tab": queries.tab_of(row, now),
        "progress": await queries.progress(desk, row) if to_decide else None,
        "undoable": await queries.undoable(desk, actor.staff_id) if to_decide else [],
    }


@require("message.view")
async def show_html(desk: Desk, request: web.Request) -> web.Response:
    """The HTML of a mail, sanitised: no script, no style, nothing from elsewhere, in a frame without rights."""
    with said_plainly():
        document = await viewing.as_html(desk, id_of(request), actor_of(request))
    if not document:
        nothing = html.escape(say(request, lazy("There is no layout to show.")))
        document = f"<!doctype html><meta charset=utf-8><title>–</title><p>{nothing}</p>".encode()
    return framed(web.Response(body=document, content_type="text/html", charset="utf-8"))
