"""The page of a task whose system is connected: look, hand over, and after the approved answer plan and order."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.orders import order_views
from services.fulfil.rules.connected import WHAT_LABELS, What
from services.fulfil.rules.tasks import ACTION_LABELS, Action
from services.fulfil.usecases import ordering
from services.fulfil.usecases.connecting import Look, hand_over, look, reached
from services.fulfil.web import words
from services.fulfil.web.fields import one_of
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, require
from shared.statetable import NotAllowed
from shared.vocabulary import Category

Problems = list[tuple[str, Text | str]]


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the connected systems on the web."""
    here = "/staff/tasks/{task_id}/system"
    app.router.add_get(here, partial(show, desk))
    app.router.add_post(f"{here}/look", partial(on_look, desk))
    app.router.add_post(f"{here}/hand-over", partial(on_hand_over, desk))
    app.router.add_post(f"{here}/plan", partial(on_plan, desk))
    app.router.add_post(f"{here}/order", partial(on_order, desk))
    add_sentences(app, {"order-given": lazy("The order is given; it is carried out now.")})


@require("task.answer")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """What can be done; nothing is asked of the system yet."""
    return await _page(desk, request)


@require("task.answer")
async def on_look(desk: Desk, request: web.Request) -> web.Response:
    """A dry run."""
    await form(request)
    try:
        _at, found = await look(desk, actor_of(request), request.match_info["task_id"])
    except NotAllowedNow as error:
        return await _page(desk, request, error.status, problems=[("", error.reason)])
    return await _page(desk, request, found=found)


@require("task.answer")
async def on_hand_over(desk: Desk, request: web.Request) -> web.Response:
    """Answer the task with what the system has."""
    await form(request)
    task_id = request.match_info["task_id"]
    at = await reached(desk, task_id)
    try:
        await hand_over(desk, actor_of(request), task_id)
    except NotAllowedNow as error:
        return await _page(desk, request, error.status, problems=[("", error.reason)])
    return web.Response(status=303, headers={"Location": f"/staff/cases/{at.case.id}?done=task-answered"})


@require("task.answer")
async def on_plan(desk: Desk, request: web.Request) -> web.Response:
    """Plan a change: a dry run whose records are kept for the order."""
    fields = await form(request)
    given = {name.removeprefix("value-"): text for name, text in fields.items() if name.startswith("value-")}
    try:
        what = one_of(fields, "what", What)
        await ordering.plan(desk, actor_of(request), request.match_info["task_id"], what, given)
    except Unreadable as wrong:
        return await _page(desk, request, wrong.status, problems=[(wrong.field, wrong.reason)])
    except (NotAllowedNow, NotAllowed) as error:
        return await _page(desk, request, 409, problems=[("", _why(error))])
    return web.Response(status=303, headers={"Location": f"/staff/tasks/{request.match_info['task_id']}/system"})


@require("task.answer")
async def on_order(desk: Desk, request: web.Request) -> web.Response:
    """Give a planned order."""
    fields, task_id = await form(request), request.match_info["task_id"]
    try:
        await ordering.give(desk, actor_of(request), task_id, fields.get("order", ""))
    except (NotAllowedNow, NotAllowed) as error:
        return await _page(desk, request, 409, problems=[("", _why(error))])
    return web.Response(status=303, headers={"Location": f"/staff/tasks/{task_id}/system?done=order-given"})


def _why(error: NotAllowedNow | NotAllowed) -> Text | str:
    return error.reason if isinstance(error, NotAllowedNow) else Text(error.text, {**error.facts})


async def _page(
    desk: Desk, request: web.Request, status: int = 200, found: Look | None = None, problems: Problems | None = None
) -> web.Response:
    at = await reached(desk, request.match_info["task_id"])
    return render(
        request,
        "fulfil/system.html",
        status,
        at=at,
        category=Category(at.task.category),
        actions=[Action(action) for action in at.task.actions.split(",")],
        correctable=at.connector.correctable(at.task.category) if What.CORRECT in at.possible else (),
        orders=await order_views(desk, at.task.id),
        found=found,
        what_labels=WHAT_LABELS,
        action_labels=ACTION_LABELS,
        words=words,
        problems=problems or [],
    )
