"""The page of the routing table: who keeps what, where; rows and holders are seen, added, changed, switched off."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from services.fulfil.queries.routes import accounts_in_use, holder_views, route_views
from services.fulfil.rules.tasks import ACTION_LABELS, SHORT_ACTION_LABELS, Action
from services.fulfil.usecases import holders, routing
from services.fulfil.usecases.holders import Reach
from services.fulfil.usecases.routing import Wish
from services.fulfil.web import words
from services.fulfil.web.fields import Fields, all_of, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, require
from shared.vocabulary import Category, Language

ROUTES: Final = "/staff/routes"
LANGUAGES: Final = {Language.NL: lazy("Dutch"), Language.EN: lazy("English")}
Problems = list[tuple[str, Text | str]]


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the routing table on the web."""
    app.router.add_get(ROUTES, partial(show, desk))
    app.router.add_post(ROUTES, partial(on_add, desk))
    app.router.add_post(f"{ROUTES}/model", partial(on_model, desk))
    app.router.add_post(f"{ROUTES}/holders", partial(on_add_holder, desk))
    app.router.add_get(f"{ROUTES}/holders/{{id}}", partial(show_holder, desk))
    app.router.add_post(f"{ROUTES}/holders/{{id}}", partial(on_holder, desk))
    app.router.add_get(f"{ROUTES}/{{id}}", partial(show_one, desk))
    app.router.add_post(f"{ROUTES}/{{id}}", partial(on_change, desk))
    add_sentences(
        app,
        {
            "route-kept": lazy("Kept. New cases follow it; tasks that are open stay as they are."),
            "routes-model": lazy("The table says again what the model says."),
            "holder-kept": lazy("Kept. The next message about a task goes there."),
        },
    )


@require("route.manage")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """The whole table, the holders, and the forms that add."""
    return await _list(desk, request)


@require("route.manage")
async def on_add(desk: Desk, request: web.Request) -> web.Response:
    """Add a row."""
    fields = await form(request)
    try:
        category = one_of(fields, "category", Category)
        await routing.add(desk, actor_of(request), category, fields.get("system", ""), _wish(fields))
    except Unreadable as wrong:
        return await _list(desk, request, wrong.status, fields, [(wrong.field, wrong.reason)])
    return _done(ROUTES, "route-kept")


@require("route.manage")
async def on_model(desk: Desk, request: web.Request) -> web.Response:
    """Back to the model."""
    fields = await form(request)
    try:
        await routing.back_to_the_model(desk, actor_of(request), version_of(fields))
    except NotAllowedNow as overtaken:
        return await _list(desk, request, overtaken.status, problems=[("", overtaken.reason)])
    return _done(ROUTES, "routes-model")


@require("route.manage")
async def show_one(desk: Desk, request: web.Request) -> web.Response:
    """One row and its form."""
    return await _one(desk, request)


@require("route.manage")
async def on_change(desk: Desk, request: web.Request) -> web.Response:
    """Change a row, or switch it off or on."""
    fields = await form(request)
    try:
        await routing.change(desk, actor_of(request), request.match_info["id"], version_of(fields), _wish(fields))
    except (Unreadable, NotAllowedNow) as wrong:
        return await _one(desk, request, wrong.status, fields, [(_field(wrong), wrong.reason)])
    return _done(ROUTES, "route-kept")


@require("route.manage")
async def on_add_holder(desk: Desk, request: web.Request) -> web.Response:
    """Add a holder."""
    fields = await form(request)
    try:
        added = await holders.add(desk, actor_of(request), fields.get("name", ""), Reach())
    except Unreadable as wrong:
        return await _list(desk, request, wrong.status, fields, [(wrong.field, wrong.reason)])
    return _done(f"{ROUTES}/holders/{added}", "holder-kept")


@require("route.manage")
async def show_holder(desk: Desk, request: web.Request) -> web.Response:
    """How a holder is reached."""
    return await _holder(desk, request)


@require("route.manage")
async def on_holder(desk: Desk, request: web.Request) -> web.Response:
    """Change how a holder is reached."""
    fields = await form(request)
    reach = (fields.get("address", ""), fields.get("staff_id", ""), fields.get("stand_in", ""))
    try:
        language = one_of(fields, "language", Language)
        wanted, version = request.match_info["id"], version_of(fields)
        await holders.change(desk, actor_of(request), wanted, version, Reach(*reach, language))
    except (Unreadable, NotAllowedNow) as wrong:
        return await _holder(desk, request, wrong.status, fields, [(_field(wrong), wrong.reason)])
    return _done(ROUTES, "holder-kept")


def _field(wrong: Unreadable | NotAllowedNow) -> str:
    return wrong.field if isinstance(wrong, Unreadable) else ""


def _wish(fields: Fields) -> Wish:
    return Wish(fields.get("holder", ""), all_of(fields, "actions", Action), fields.get("active", "yes") == "yes")


def _done(where: str, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{where}?done={done}"})


async def _list(
    desk: Desk,
    request: web.Request,
    status: int = 200,
    draft: MultiDictProxy[str] | None = None,
    problems: Problems | None = None,
) -> web.Response:
    async with desk.look() as session:
        rows, known = await routing.table(desk, session)
        routes, people = await route_views(desk, session, rows), await holder_views(desk, session, known)
    return render(
        request,
        "fulfil/routes.html",
        status,
        routes=routes,
        holders=people,
        edition=routing.edition_of(rows),
        words=words,
        action_labels=ACTION_LABELS,
        short_labels=SHORT_ACTION_LABELS,
        draft=draft or MultiDict[str](),
        problems=problems or [],
    )


async def _one(
    desk: Desk,
    request: web.Request,
    status: int = 200,
    draft: MultiDictProxy[str] | None = None,
    problems: Problems | None = None,
) -> web.Response:
    async with desk.look() as session:
        rows, known = await routing.table(desk, session)
        found = [row for row in rows if row.id == request.match_info["id"]]
        if not found:
            raise NotFound
        [route] = await route_views(desk, session, found)
    return render(
        request,
        "fulfil/route.html",
        status,
        route=route,
        holders=[row.name for row in known],
        words=words,
        action_labels=ACTION_LABELS,
        draft=draft,
        problems=problems or [],
    )


async def _holder(
    desk: Desk,
    request: web.Request,
    status: int = 200,
    draft: MultiDictProxy[str] | None = None,
    problems: Problems | None = None,
) -> web.Response:
    async with desk.look() as session:
        _rows, known = await routing.table(desk, session)
        people = await holder_views(desk, session, known)
        accounts = await accounts_in_use(desk, session)
    holder = next((each for each in people if each.row.id == request.match_info["id"]), None)
    if holder is None:
        raise NotFound
    return render(
        request,
        "fulfil/holder.html",
        status,
        holder=holder,
        others=[(each.row.id, each.row.name) for each in people if each is not holder],
        accounts=accounts,
        spoken=LANGUAGES,
        draft=draft,
        problems=problems or [],
    )
