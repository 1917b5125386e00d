"""Talking over a WebSocket: messages come in and are said to be taken; news goes out as it happens.

A browser sends again what was not said to be taken; the client's id makes that harmless. Whoever connects must come
from our own page: a WebSocket is not held back by the browser's rules for other requests.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from services.intake.chat_web.cookie import token_of
from services.intake.chat_web.showing import find, refused, signs, told
from services.intake.chat_web.talking import after_of, heard, room_of
from services.intake.store.chats import Who
from services.intake.usecases.chat.hearing import NotTaken, Visitor, Why
from services.intake.usecases.chat.replying import Typed
from services.intake.usecases.chat.rooms import Full, rooms_of
from shared.platform.desk import Desk
from shared.platform.i18n import language_of
from shared.platform.logs import log
from shared.platform.outcomes import CrossSite
from shared.platform.site import site_of
from shared.platform.web import TooMany, by_itself, public, source_of
from shared.platform.web.guard import is_own

SOCKET_PATH: Final = "/chat/socket"
LARGEST: Final = 64 * 1024
"""Bytes of one message; a larger one ends the connection with code 1009, and the page says that it is too long."""
HEARTBEAT: Final = 25.0
LOOK_EVERY: Final = 20.0
"""Seconds after which the database is looked at anyway: another process may have written."""


def add_routes(app: web.Application, desk: Desk) -> None:
    """`/chat/socket`."""
    app.router.add_get(SOCKET_PATH, partial(connect, desk))


@dataclass
class _Line:
    """One connection."""

    desk: Desk
    socket: web.WebSocketResponse
    visitor: Visitor
    after: int
    signs: tuple[object, ...] | None = None


@public
@by_itself
async def connect(desk: Desk, request: web.Request) -> web.WebSocketResponse:
    """Open a connection; raises `CrossSite` for another site's page, `TooMany` when there is no seat."""
    origin = request.headers.get("Origin")
    own = is_own(request.headers.get("Sec-Fetch-Site"), origin, site_of(request).origins)
    if origin is None or not own or not token_of(request):
        raise CrossSite
    if rooms_of(desk).count >= desk.settings.chat.most_connections:
        raise TooMany(int(LOOK_EVERY))
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST, compress=False)
    await socket.prepare(request)
    visitor = Visitor(token_of(request), source_of(request), language_of(request))
    line = _Line(desk, socket, visitor, after_of(request))
    teller = asyncio.create_task(_tell(line), name="chat.teller")
    try:
        await _listen(line)
    finally:
        teller.cancel()
        with suppress(asyncio.CancelledError):
            await teller
    return socket


async def _listen(line: _Line) -> None:
    async for message in line.socket:
        if message.type is not WSMsgType.TEXT:
            break
        try:
            given = json.loads(message.data)
        except (ValueError, RecursionError):
            given = None
        if isinstance(given, dict):
            await _take(line, given)
        else:
            await line.socket.close(code=WSCloseCode.UNSUPPORTED_DATA)


async def _take(line: _Line, given: dict[str, Any]) -> None:
    if given.get("typing"):
        chat = await find(line.desk, line.visitor.token)
        if chat is not None:
            rooms_of(line.desk).types(chat.id, Who.REQUESTER, line.desk.clock.now())
        return
    client_id, text, pick = (str(given.get(name) or "") for name in ("id", "text", "pick"))
    try:
        await heard(line.desk, line.visitor, client_id, Typed(text, pick[:40]))
        await line.socket.send_json({"taken": client_id})
    except NotTaken as error:
        await _refuse(line, client_id, error.why)


async def _refuse(line: _Line, client_id: str, why: Why) -> None:
    words = refused(why, line.visitor.language)
    await line.socket.send_json({"refused": client_id, "code": str(why), "why": words})


async def _tell(line: _Line) -> None:
    """Tell what is new until the connection ends. What goes wrong ends it: the browser connects again."""
    try:
        await _tell_on(line)
    except Exception as error:  # noqa: BLE001 -- a database that is away, a key that was destroyed, a reader who left
        log.info("chat.line_ended", error=type(error).__name__)
        with suppress(ConnectionError):
            await line.socket.close(code=WSCloseCode.INTERNAL_ERROR)


async def _tell_on(line: _Line) -> None:
    """The room is another one once the conversation began."""
    rooms, most = rooms_of(line.desk), line.desk.settings.chat.most_connections
    while not rooms.closing.is_set():
        chat = await find(line.desk, line.visitor.token)
        room = room_of(chat.id if chat else "", line.visitor.token)
        try:
            with rooms.seat(room, most) as event:
                while not rooms.closing.is_set() and await _told(line, room):
                    with suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_EVERY):
                            await event.wait()
                    event.clear()
        except Full:
            await line.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return
    await line.socket.close(code=WSCloseCode.SERVICE_RESTART)


async def _told(line: _Line, room: str) -> bool:
    """Tell what is new, if there is anything; False when the conversation moved to another room."""
    chat = await find(line.desk, line.visitor.token)
    if room_of(chat.id if chat else "", line.visitor.token) != room:
        return False
    now = signs(line.desk, chat)
    if now != line.signs:
        boxes = await line.visitor.box_of(line.desk, chat.id) if chat is not None else None
        news = await told(line.desk, chat, line.after, line.visitor.language, boxes)
        line.after = max([line.after, *(each["n"] for each in news["lines"])])
        line.signs = now
        await line.socket.send_json(news)
    return True
