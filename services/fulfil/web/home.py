"""The first page: what this desk is and how to reach it."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from shared.platform.desk import Desk
from shared.platform.pages import render
from shared.platform.web import public


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the first page on the web."""
    app.router.add_get("/", partial(show, desk))


@public
async def show(desk: Desk, request: web.Request) -> web.Response:
    """What a requester needs to begin; an ordinary mail is enough."""
    settings = desk.settings
    return render(
        request,
        "fulfil/home.html",
        controller=settings.controller,
        address=settings.intake.official_addresses[0],
    )
