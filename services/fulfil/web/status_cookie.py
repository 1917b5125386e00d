"""The cookie that keeps the status page open for half an hour: of one site, out of reach of scripts."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from services.fulfil.usecases.status_link import PATH
from shared.platform.site import site_of

PAGE: Final = f"{PATH}/page"
SECONDS: Final = 30 * 60
_LONGEST: Final = 64


def _name(request: web.Request) -> str:
    return "__Host-status" if site_of(request).https else "status"


def cookie_of(request: web.Request) -> str:
    """The link's code; empty when there is none."""
    return request.cookies.get(_name(request), "")[:_LONGEST]


def remember(request: web.Request, answer: web.Response, token: str) -> web.Response:
    """Keep the link's code in this browser for a while."""
    secure = site_of(request).https
    answer.set_cookie(_name(request), token, path="/", httponly=True, secure=secure, samesite="Strict", max_age=SECONDS)
    return answer


def forget(request: web.Request, answer: web.Response) -> web.Response:
    """Let go of it."""
    answer.del_cookie(_name(request), path="/", httponly=True, secure=site_of(request).https, samesite="Strict")
    return answer
