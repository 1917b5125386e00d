"""The staff's side: the chats that are open, and one of them, to read along, to answer and to hand back."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from typing import Final
from uuid import UUID

from aiohttp import web

from services.intake.chat_web.showing import line_of
from services.intake.rules.chat.meaning import LONGEST_TEXT
from services.intake.store.chats import Who
from services.intake.usecases.chat import answering
from services.intake.usecases.chat.answering import NoSuchChat, NotYours
from services.intake.usecases.chat.lines import conversation
from services.intake.usecases.chat.rooms import rooms_of
from services.intake.usecases.chat.sentences import WISHES
from shared.platform.crypto import CannotOpen, new_code
from shared.platform.desk import Desk
from shared.platform.i18n import Text, language_of, lazy
from shared.platform.pages import add_sentences, render, say
from shared.platform.site import site_of
from shared.platform.web import NotAllowedNow, NotFound, actor_of, form, require, wanted

LIST: Final = "/staff/chats"
_NOT_YOURS: Final = lazy("You do not hold this chat: a colleague took it over, it was handed back, or it has ended.")
DONE: Final = {
    "chat-taken": lazy("You hold this chat. The desk is silent until you hand it back."),
    "chat-back": lazy("Handed back. The desk goes on with its last question."),
}
SAVED: Final = (
    lazy("Hello, I read what you wrote. One moment please."),
    lazy("Can you tell me a little more about it?"),
    lazy("I cannot look into your data here. Our answer comes by e-mail, once we know for sure that it is you."),
    lazy("Please send no copy of an identity document and no citizen service number here."),
    lazy("I hand you back to the desk now, which asks for your name and e-mail address. Then your request is in."),
)
"""Replies that are ready; they are put into the field, to be changed and sent."""


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/staff/chats`."""
    app.router.add_get(LIST, partial(show_list, desk))
    app.router.add_get(LIST + "/{id}", partial(show, desk))
    app.router.add_post(LIST + "/{id}/take", partial(take, desk))
    app.router.add_post(LIST + "/{id}/write", partial(write, desk))
    app.router.add_post(LIST + "/{id}/back", partial(back, desk))
    add_sentences(app, DONE)


def id_of(request: web.Request) -> str:
    """The id in the address, in the one form that ids have."""
    try:
        return str(UUID(request.match_info["id"]))
    except ValueError as error:
        raise NotFound from error


def to(request: web.Request, done: str = "") -> web.Response:
    """Back to the chat."""
    place = f"{LIST}/{id_of(request)}" + (f"?done={done}" if done else "")
    return web.Response(status=303, headers={"Location": place})


@require("chat.view")
async def show_list(desk: Desk, request: web.Request) -> web.Response:
    """The open chats; who waits for a person stands first."""
    since = desk.clock.now().isoformat()
    rows = await answering.listed(desk, actor_of(request))
    return render(request, "intake/chats.html", rows=rows, wishes=WISHES, here=LIST, since=since)


@require("chat.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """One chat, with all its lines."""
    try:
        shown = await answering.one(desk, id_of(request), actor_of(request))
        lines = await conversation(desk, shown.chat.id)
    except (NoSuchChat, CannotOpen) as error:
        raise NotFound from error
    await answering.note_view(desk, shown.chat.id, actor_of(request))
    language, zone = language_of(request), site_of(request).zone
    return render(
        request,
        "intake/chat_staff.html",
        shown=shown,
        lines=[line_of(line, language, zone) for line in lines],
        wishes=WISHES,
        saved=[say(request, each) for each in SAVED],
        token=new_code(),
        longest=LONGEST_TEXT,
        here=LIST,
    )


@require("chat.work")
async def take(desk: Desk, request: web.Request) -> web.Response:
    """Take it in hand."""
    await form(request)
    await _done(desk, request, answering.take(desk, id_of(request), actor_of(request)))
    return to(request, "chat-taken")


@require("chat.work")
async def write(desk: Desk, request: web.Request) -> web.Response:
    """Write a line; the form's token makes the same one sent twice one line."""
    chat_id, fields = id_of(request), await form(request)
    try:
        await answering.one(desk, chat_id, actor_of(request))
    except NoSuchChat as error:
        raise NotFound from error
    text, token = wanted(fields, "text", LONGEST_TEXT), wanted(fields, "token", 40)
    await _done(desk, request, answering.write_to(desk, chat_id, actor_of(request), text, f"s-{token}"[:40]))
    rooms_of(desk).wrote(chat_id, Who.STAFF)
    return to(request)


@require("chat.work")
async def back(desk: Desk, request: web.Request) -> web.Response:
    """Hand it back to the desk."""
    await form(request)
    await _done(desk, request, answering.hand_back(desk, id_of(request), actor_of(request)))
    return to(request, "chat-back")


async def _done(desk: Desk, request: web.Request, act: Awaitable[None]) -> None:
    try:
        await act
    except NoSuchChat as error:
        raise NotFound from error
    except NotYours as error:
        raise NotAllowedNow(Text(_NOT_YOURS.msgid)) from error
    rooms_of(desk).wake(id_of(request))
