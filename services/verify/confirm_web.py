"""The page behind the link to the address on file: plain HTML; opening it does nothing; every no sounds the same."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web

from services.verify.rules.challenge import ANSWER_WINDOW, MAX_TRIES, MINUTES
from services.verify.usecases.challenging import CONFIRM_PATH
from services.verify.usecases.confirming import TooManyAnswers, answer, ask_fresh
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.pages import add_sentences, render
from shared.platform.web import TooMany, form, public, source_of

CONFIRMED_PATH: Final = "/identity/confirmed"
FRESH_PATH: Final = f"{CONFIRM_PATH}/fresh"
LONGEST: Final = 500  # characters of a pasted link
_NO_LINK = lazy("Paste the link from our letter.")
_NO_CODE = lazy("Fill in the code from our letter: eight digits.")
_WRONG = lazy(
    "This code does not fit, or the link no longer works. A link and its code work for %(minutes)s minutes, and once. "
    "After %(tries)s wrong codes the link stops working."
)
DONE: Final = {
    "address-fresh": lazy("If your link is still good, a letter with a fresh link and code is on its way to you."),
}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/identity/confirm`."""
    app.router.add_get(CONFIRM_PATH, partial(show, desk))
    app.router.add_post(CONFIRM_PATH, partial(take_answer, desk))
    app.router.add_post(FRESH_PATH, partial(send_fresh, desk))
    app.router.add_get(CONFIRMED_PATH, partial(show_confirmed, desk))
    add_sentences(app, DONE)


@public
async def show(desk: Desk, request: web.Request) -> web.Response:
    """The form. Scanners may open it as often as they like; the token is in the fragment, which no server sees."""
    return _page(desk, request)


@public
async def take_answer(desk: Desk, request: web.Request) -> web.Response:
    """Compare link and code."""
    fields = await form(request)
    link, code = fields.get("code", "").strip()[:LONGEST], fields.get("fresh", "").strip()[:20]
    missing = [problem for given, problem in ((link, ("code", _NO_LINK)), (code, ("fresh", _NO_CODE))) if not given]
    if missing:
        return _page(desk, request, 400, link, missing)
    try:
        fits = await answer(desk, link, code, source_of(request))
    except TooManyAnswers as error:
        raise TooMany(int(ANSWER_WINDOW.total_seconds())) from error
    if not fits:
        wrong = lazy(_WRONG.msgid, minutes=MINUTES, tries=MAX_TRIES)
        return _page(desk, request, 400, link, [("fresh", wrong)])
    return web.Response(status=303, headers={"Location": CONFIRMED_PATH})


@public
async def send_fresh(desk: Desk, request: web.Request) -> web.Response:
    """Send a fresh link and code to the same address, and say the same whether there was anything to send it for."""
    link = (await form(request)).get("code", "").strip()[:LONGEST]
    if not link:
        return _page(desk, request, 400, link, [("code", _NO_LINK)])
    await ask_fresh(desk, link)
    return web.Response(status=303, headers={"Location": f"{CONFIRM_PATH}?done=address-fresh"})


@public
async def show_confirmed(desk: Desk, request: web.Request) -> web.Response:
    """Thanks; nothing of the case."""
    return render(request, "verify/confirmed.html", controller=desk.settings.controller)


def _page(
    desk: Desk,
    request: web.Request,
    status: int = 200,
    link: str = "",
    problems: list[tuple[str, Text]] | None = None,
) -> web.Response:
    return render(
        request,
        "verify/confirm.html",
        status,
        action=CONFIRM_PATH,
        fresh=FRESH_PATH,
        controller=desk.settings.controller,
        minutes=MINUTES,
        link=link,
        problems=problems or [],
    )
