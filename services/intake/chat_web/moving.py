"""Going on elsewhere: a link for another browser, taking one up, and beginning anew."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.intake.chat_web.cookie import PATH, give, token_of
from services.intake.usecases.chat.keys import link_for, take_up
from shared.platform.desk import Desk
from shared.platform.web import form, public, wanted


def add_routes(app: web.Application, desk: Desk) -> None:
    """The addresses behind the buttons of the page."""
    app.router.add_post(f"{PATH}/link", partial(link, desk))
    app.router.add_post(f"{PATH}/resume", partial(resume, desk))
    app.router.add_post(f"{PATH}/new", partial(begin_anew, desk))


@public
async def link(desk: Desk, request: web.Request) -> web.Response:
    """A link with which this conversation goes on in another browser; empty before the first message."""
    await form(request)
    token = token_of(request)
    return web.json_response({"link": await link_for(desk, token) if token else ""})


@public
async def resume(desk: Desk, request: web.Request) -> web.Response:
    """Take up the conversation of a link; an unknown one and an old one get the same answer."""
    token = await take_up(desk, wanted(await form(request, 2048), "link"))
    answer = web.json_response({"resumed": bool(token)})
    return give(desk, request, answer, token) if token else answer


@public
async def begin_anew(desk: Desk, request: web.Request) -> web.Response:
    """Forget the conversation in this browser; it stays until its last day, for who has its link."""
    await form(request)
    return give(desk, request, web.json_response({"begun": True}))
