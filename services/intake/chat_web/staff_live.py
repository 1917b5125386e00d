"""What the staff's page of a chat asks by itself: new lines, that somebody types, that the page is still open."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from aiohttp import web

from services.intake.chat_web.showing import line_of
from services.intake.chat_web.staff import LIST, id_of
from services.intake.chat_web.talking import after_of, something
from services.intake.store import chats
from services.intake.store.chats import Who
from services.intake.usecases.chat import answering
from services.intake.usecases.chat.answering import NoSuchChat
from services.intake.usecases.chat.lines import conversation
from services.intake.usecases.chat.rooms import Full, rooms_of
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk
from shared.platform.i18n import language_of
from shared.platform.site import site_of
from shared.platform.web import NotFound, Unreadable, actor_of, by_itself, form, live, require


def add_routes(app: web.Application, desk: Desk) -> None:
    """The addresses that the page's script calls."""
    app.router.add_get(f"{LIST}/news", partial(show_news, desk))
    app.router.add_get(LIST + "/{id}/lines", partial(lines, desk))
    app.router.add_post(LIST + "/{id}/stay", partial(stay, desk))
    app.router.add_post(LIST + "/{id}/typing", partial(types, desk))


@by_itself
@require("chat.view")
async def show_news(desk: Desk, request: web.Request) -> web.StreamResponse:
    """How many requesters asked for a colleague since the list was opened."""
    try:
        since = datetime.fromisoformat(request.query.get("since", ""))
    except ValueError as error:
        raise Unreadable("since") from error
    if since.tzinfo is None:
        raise Unreadable("since")
    return await live(request, partial(_asked, desk, since))


async def _asked(desk: Desk, since: datetime) -> int:
    async with desk.look() as session:
        return await chats.asked_since(session, since)


@require("chat.view")
@by_itself
async def lines(desk: Desk, request: web.Request) -> web.Response:
    """What is new behind `after`; with `wait`, once there is something or the time is over."""
    chat_id, after = id_of(request), after_of(request)
    found = await _lines(desk, request, chat_id, after)
    if found["lines"] or request.query.get("wait") != "1":
        return web.json_response(found)
    try:
        with rooms_of(desk).seat(chat_id, desk.settings.chat.most_connections) as event:
            await something(event)
    except Full:
        pass  # no seat: the page asks again in a while
    return web.json_response(await _lines(desk, request, chat_id, after))


async def _lines(desk: Desk, request: web.Request, chat_id: str, after: int) -> dict[str, object]:
    try:
        shown = await answering.one(desk, chat_id, actor_of(request))
        new = await conversation(desk, chat_id, after)
    except (NoSuchChat, CannotOpen) as error:
        raise NotFound from error
    language, zone = language_of(request), site_of(request).zone
    typing = rooms_of(desk).is_typing(chat_id, Who.REQUESTER, desk.clock.now())
    told = [line_of(line, language, zone) for line in new]
    return {"lines": told, "typing": typing, "mine": shown.mine, "holder": shown.holder}


@require("chat.work")
@by_itself
async def stay(desk: Desk, request: web.Request) -> web.Response:
    """The page is open and looked at: the chat stays in hand."""
    await form(request)
    try:
        await answering.renew(desk, id_of(request), actor_of(request))
    except NoSuchChat as error:
        raise NotFound from error
    return web.Response(status=204)


@require("chat.work")
@by_itself
async def types(desk: Desk, request: web.Request) -> web.Response:
    """A colleague types, if they hold it: the requester sees that."""
    await form(request)
    try:
        shown = await answering.one(desk, id_of(request), actor_of(request))
    except NoSuchChat as error:
        raise NotFound from error
    if shown.mine:
        rooms_of(desk).types(shown.chat.id, Who.STAFF, desk.clock.now())
    return web.Response(status=204)
