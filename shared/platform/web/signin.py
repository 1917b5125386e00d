"""The session cookie: set at sign-in, read on every request, gone at sign-out.

`SameSite=Lax`, not Strict: who follows a link in a reminder is signed in already and must find the page.
That is safe because GET never acts and every unsafe request is checked for its origin.
"""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web
from aiohttp.typedefs import Handler

from shared.platform.access import is_by_itself
from shared.platform.sessions import ABSOLUTE_LIMIT, SESSION, Sessions
from shared.platform.site import Site, site_of

SESSIONS = web.AppKey("sessions", Sessions)


def cookie_name(site: Site) -> str:
    """`__Host-desk` over TLS: browsers then insist on Secure, this host only and the whole site."""
    return "__Host-desk" if site.https else "desk"


@web.middleware
async def load_session(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the session of the cookie, if it is alive, where `session_of` finds it."""
    sessions = request.config_dict.get(SESSIONS)
    token = request.cookies.get(cookie_name(site_of(request)))
    if sessions is not None and token:
        session = await sessions.find(token)
        if session is not None:
            request[SESSION] = session
            if not is_by_itself(request.match_info.handler):
                await sessions.touch(token, session)
    return await handler(request)


async def sign_in(
    request: web.Request, answer: web.StreamResponse, staff_id: str, display_name: str, roles: Collection[str]
) -> None:
    """Begin a session with a fresh token and end the one this browser held."""
    sessions, site = request.config_dict[SESSIONS], site_of(request)
    before = request.cookies.get(cookie_name(site))
    if before:
        await sessions.close(before)
    token = await sessions.open(staff_id, display_name, roles)
    seconds = int(ABSOLUTE_LIMIT.total_seconds())
    answer.set_cookie(
        cookie_name(site), token, path="/", httponly=True, secure=site.https, samesite="Lax", max_age=seconds
    )


async def sign_out(request: web.Request, answer: web.StreamResponse) -> None:
    """End the session of this browser, on the server and in the cookie."""
    site = site_of(request)
    token = request.cookies.get(cookie_name(site))
    if token:
        await request.config_dict[SESSIONS].close(token)
    answer.del_cookie(cookie_name(site), path="/", httponly=True, secure=site.https, samesite="Lax")
