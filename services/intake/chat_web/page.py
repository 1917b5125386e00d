"""The page of the conversation. Opening it stores nothing: a chat begins with the first message."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.intake.chat_web.cookie import PATH, give, token_of
from services.intake.rules.chat.meaning import LONGEST_TEXT
from shared.platform.desk import Desk
from shared.platform.pages import render
from shared.platform.web import embedded, public


def add_routes(app: web.Application, desk: Desk) -> None:
    """`/chat`."""
    app.router.add_get(PATH, partial(show, desk))


@public
async def show(desk: Desk, request: web.Request) -> web.Response:
    """The page, with a cookie for a browser that has none."""
    settings = desk.settings
    answer = render(
        request,
        "intake/chat.html",
        controller=settings.controller,
        longest=LONGEST_TEXT,
        days=settings.chat.keep_days,
    )
    if not token_of(request):
        give(desk, request, answer)
    return embedded(answer, settings.chat.embed_on)
