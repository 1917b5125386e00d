"""Two guards before every handler: did this come from our own page, and may this person do it?

Cross-site check: browsers say where an unsafe request comes from, in `Sec-Fetch-Site` and `Origin`. Because
our referrer policy is `no-referrer`, our own forms carry `Origin: null`; that counts only beside
`Sec-Fetch-Site: same-origin`.
"""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from shared.platform.access import PUBLIC, authorize, declared_action, is_for_scripts
from shared.platform.outcomes import CrossSite, NotFound
from shared.platform.site import site_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPAQUE = "null"


def is_own(site_says: str | None, origin: str | None, origins: frozenset[str]) -> bool:
    """Whether an unsafe request comes from our own page, by its two headers (None: not sent)."""
    if site_says is not None and site_says not in {"same-origin", "none"}:
        return False
    if origin is None:
        return site_says is not None
    if origin == OPAQUE:
        return site_says == "same-origin"
    return origin.lower() in origins


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse unsafe requests that another site sends; programs may call what is marked `from_scripts`."""
    if request.method not in SAFE_METHODS:
        site_says, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        from_program = site_says is None and origin is None and not request.cookies
        exempt = from_program and is_for_scripts(request.match_info.handler)
        if not exempt and not is_own(site_says, origin, site_of(request).origins):
            raise CrossSite
    return await handler(request)


@web.middleware
async def check_access(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request pass to a handler that declared itself, if the actor may do what it declared."""
    if request.match_info.http_exception is None:
        action = declared_action(request.match_info.handler)
        if action is None:
            raise NotFound
        if action != PUBLIC:
            authorize(request, action)
    return await handler(request)
