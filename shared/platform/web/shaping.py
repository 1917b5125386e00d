"""Outcomes shaped once: a page for people, JSON for programs, the same words in both."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable
from urllib.parse import urlencode

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.platform.outcomes import (
    Failure,
    NotFound,
    NotSignedIn,
    Outage,
    Outcome,
    TooLarge,
    Unreadable,
    WrongMethod,
)
from shared.platform.pages import render, say
from shared.platform.site import site_of

Translate = Callable[[Exception], Outcome]
TRANSLATE = web.AppKey("translate", dict[type[Exception], Translate])
OUTAGES = (OperationalError, InterfaceError, ConnectionError, TimeoutError)

log = structlog.get_logger("web")


@web.middleware
async def shape_outcomes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into an answer that says what to do next."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:  # redirects are answers
            raise
        return shaped(request, _from_http(error))
    except Exception as error:  # the last door before the browser
        if request.writer.output_size:  # a stream that broke off: nothing can be said any more
            raise
        return shaped(request, _outcome_of(request, error))


def _from_http(error: web.HTTPException) -> Outcome:
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return TooLarge(64 * 1024)
    if isinstance(error, web.HTTPMethodNotAllowed):
        return WrongMethod(", ".join(sorted(error.allowed_methods)))
    return NotFound() if error.status in {403, 404} else Unreadable("")


def _outcome_of(request: web.Request, error: Exception) -> Outcome:
    if isinstance(error, Outcome):
        return error
    for kind, translate in request.config_dict[TRANSLATE].items():
        if isinstance(error, kind):
            return translate(error)
    error_id = secrets.token_hex(4)
    log.error("request_failed", **_facts(request, error), error_id=error_id)
    return Outage() if isinstance(error, OUTAGES) else Failure(error_id)


def _facts(request: web.Request, error: Exception) -> dict[str, str]:
    """What may be logged of a failure: types and places in the code, never a message, a path or a value."""
    resource = request.match_info.route.resource
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    return {
        "error_type": type(error).__name__,
        "where": where,
        "method": request.method,
        "route": resource.canonical if resource else "?",
    }


def wants_json(request: web.Request) -> bool:
    """Whether the reader is a program."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def shaped(request: web.Request, outcome: Outcome) -> web.Response:
    """The answer for one outcome."""
    if wants_json(request):
        answer = web.json_response(
            _problem(request, outcome), status=outcome.status, content_type="application/problem+json"
        )
    elif isinstance(outcome, NotSignedIn):
        answer = _to_sign_in(request)
    else:
        answer = render(request, "error.html", outcome.status, outcome=outcome)
    answer.headers.update(outcome.headers)
    return answer


def _problem(request: web.Request, outcome: Outcome) -> dict[str, object]:
    problem: dict[str, object] = {
        "type": f"about:{outcome.kind}",
        "status": outcome.status,
        "title": say(request, outcome.title),
        "detail": say(request, outcome.reason),
        "next": say(request, outcome.next_step),
    }
    for extra in ("field", "error_id"):
        if hasattr(outcome, extra):
            problem[extra] = getattr(outcome, extra)
    return problem


def _to_sign_in(request: web.Request) -> web.Response:
    """Send a browser to sign in, and then back to the page it wanted (never to the target of a form)."""
    query = urlencode({"next": request.path}) if request.method in {"GET", "HEAD"} else "done=signed-out"
    return web.Response(status=303, headers={"Location": f"{site_of(request).sign_in}?{query}"})
