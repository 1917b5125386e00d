"""Drawing one page of the form, and the cookie that its draft is bound to."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from services.intake.rules.request_form import Answers, For, Step, before, steps
from services.intake.usecases.drafting import KEPT
from services.intake.usecases.form_code import MINUTES
from services.intake.web import request_words as words
from services.intake.web.request_fields import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_WORDS, TRAP, Problems
from shared.platform.desk import Desk
from shared.platform.pages import render
from shared.platform.site import site_of

FORM: Final = "/request"
CODE: Final = f"{FORM}/{Step.CODE}"
FRESH: Final = f"{CODE}/fresh"
NEW: Final = f"{FORM}/new"
SENT: Final = f"{FORM}/sent"
_LONGEST_TOKEN: Final = 64


def where(step: Step) -> str:
    """The address of one page."""
    return FORM if step is Step.WHAT else f"{FORM}/{step}"


def onward(place: str) -> web.Response:
    """Send the browser to another page, so that going back and reloading are safe."""
    return web.Response(status=303, headers={"Location": place})


def _cookie(request: web.Request) -> str:
    return "__Host-request" if site_of(request).https else "request"


def cookie_of(request: web.Request) -> str:
    """The token of the reader's draft; empty when there is none."""
    return request.cookies.get(_cookie(request), "")[:_LONGEST_TOKEN]


def remember(request: web.Request, answer: web.Response, token: str) -> web.Response:
    """Bind a draft to this browser; no script can read it."""
    seconds, secure = int(KEPT.total_seconds()), site_of(request).https
    answer.set_cookie(_cookie(request), token, path="/", httponly=True, secure=secure, samesite="Lax", max_age=seconds)
    return answer


def forget(request: web.Request, answer: web.Response) -> web.Response:
    """Let go of the draft."""
    answer.del_cookie(_cookie(request), path="/", httponly=True, secure=site_of(request).https, samesite="Lax")
    return answer


def page(
    desk: Desk,
    request: web.Request,
    step: Step,
    answers: Answers,
    status: int = 200,
    problems: Problems | None = None,
    key: str = "",
) -> web.Response:
    """One page of the form, with what was answered and what is wrong with it."""
    path, earlier = steps(answers), before(answers, step)
    return render(
        request,
        "intake/request/page.html",
        status,
        step=step,
        number=path.index(step) + 1 if step in path else 1,
        count=len(path),
        back=where(earlier) if earlier else "",
        here=where(step),
        where=where,
        answers=answers,
        myself=For.MYSELF,
        key=key,
        problems=problems or [],
        wrong=dict(reversed(problems or [])),
        words=words,
        trap=TRAP,
        longest={"words": LONGEST_WORDS, "name": LONGEST_NAME, "address": LONGEST_ADDRESS},
        minutes=MINUTES,
        fresh=FRESH,
        controller=desk.settings.controller,
        address=desk.settings.intake.official_addresses[0],
    )
