"""Talking over plain HTTP: a message is posted, news is asked for and waited for (long polling).

The way for browsers and networks in which no WebSocket comes through; both ways may be mixed.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from aiohttp import web

from services.intake.chat_web.cookie import give, token_of
from services.intake.chat_web.showing import find, refused, told
from services.intake.store.chats import Who
from services.intake.usecases.chat.hearing import NotTaken, Visitor, Why, hear
from services.intake.usecases.chat.replying import Typed
from services.intake.usecases.chat.rooms import Full, rooms_of
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk
from shared.platform.i18n import language_of
from shared.platform.web import by_itself, form, public, source_of, wanted

SAY_PATH, LINES_PATH, TYPING_PATH = "/chat/say", "/chat/lines", "/chat/typing"
WAIT: Final = 25.0
"""Seconds that a question for news waits: shorter than proxies wait."""
_STATUS: Final = {Why.TOO_FAST: 429, Why.TOO_MANY: 429, Why.TOO_LONG: 413, Why.GONE: 410}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The three addresses of talking."""
    app.router.add_post(SAY_PATH, partial(take, desk))
    app.router.add_get(LINES_PATH, partial(news, desk))
    app.router.add_post(TYPING_PATH, partial(types, desk))


def after_of(request: web.Request) -> int:
    """The last line that the browser has."""
    given = request.query.get("after", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


def room_of(chat_id: str, token: str) -> str:
    """Where news of a conversation is heard; before it began, by the browser's token."""
    return chat_id or f"new|{fingerprint(token)}"


async def heard(desk: Desk, visitor: Visitor, client_id: str, typed: Typed) -> str:
    """Take a message in and wake who looks on; gives the chat's id. Raises `NotTaken`."""
    chat_id = await hear(desk, visitor, client_id, typed)
    rooms = rooms_of(desk)
    rooms.wrote(chat_id, Who.REQUESTER)
    rooms.wake(chat_id)
    rooms.wake(room_of("", visitor.token))
    return chat_id


@public
async def take(desk: Desk, request: web.Request) -> web.Response:
    """One message. The answer says that it is taken, or why it is not; what the desk answers comes as news."""
    fields, language = await form(request), language_of(request)
    token = token_of(request) or new_code()
    client_id = wanted(fields, "id", 40)
    visitor = Visitor(token, source_of(request), language)
    try:
        await heard(desk, visitor, client_id, Typed(fields.get("text", ""), fields.get("pick", "")[:40]))
        answer = web.json_response({"taken": client_id})
    except NotTaken as error:
        told_why = {"refused": client_id, "code": str(error.why), "why": refused(error.why, language)}
        answer = web.json_response(told_why, status=_STATUS.get(error.why, 400))
    return answer if token_of(request) else give(desk, request, answer, token)


@public
@by_itself
async def news(desk: Desk, request: web.Request) -> web.Response:
    """What is new behind `after`; with `wait`, once there is something or the time is over."""
    token, after = token_of(request), after_of(request)
    chat = await find(desk, token)
    found = await told(desk, chat, after, language_of(request))
    if found["lines"] or request.query.get("wait") != "1" or not token:
        return web.json_response(found)
    rooms = rooms_of(desk)
    try:
        with rooms.seat(room_of(chat.id if chat else "", token), desk.settings.chat.most_connections) as event:
            await something(event)
    except Full:
        pass  # no seat: the browser asks again in a while
    return web.json_response(await told(desk, await find(desk, token), after, language_of(request)))


async def something(event: asyncio.Event) -> None:
    """Wait until there is something new, or the time is over."""
    try:
        async with asyncio.timeout(WAIT):
            await event.wait()
    except TimeoutError:
        return


@public
@by_itself
async def types(desk: Desk, request: web.Request) -> web.Response:
    """The requester types: a colleague who looks on sees that."""
    await form(request)
    chat = await find(desk, token_of(request))
    if chat is not None:
        rooms_of(desk).types(chat.id, Who.REQUESTER, desk.clock.now())
    return web.Response(status=204)
