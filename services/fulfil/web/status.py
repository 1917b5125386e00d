"""The status page: by the link in the acknowledgement, without signing in. Opening the link does nothing by itself.

The link's code comes in the fragment, which no server sees; who has no script pastes the whole link. It is then kept in
a cookie that ends after half an hour, so that pages can be reloaded and no address holds it.
"""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.status import StatusPage, status_page
from services.fulfil.rules.client_steps import Next, Progress
from services.fulfil.usecases import status_link
from services.fulfil.usecases.status_link import CODE_MINUTES, GUESS_WINDOW, PATH, TooManyGuesses, token_of
from services.fulfil.usecases.status_message import ABOUT, LONGEST, leave
from services.fulfil.web import status_words as words
from services.fulfil.web.reasons import explainer
from services.fulfil.web.status_cookie import PAGE, cookie_of, forget, remember
from shared.contracts.fulfil import STATUS_DAYS
from shared.platform.crypto import new_code
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotFound, TooMany, Unreadable
from shared.platform.pages import add_sentences, render, say
from shared.platform.web import actor_of, form, public, require, source_of

CODE, FRESH, MESSAGE, LEAVE = f"{PATH}/code", f"{PATH}/fresh", f"{PATH}/message", f"{PATH}/leave"
AS_CLIENT = "/staff/cases/{case_id}/as-client"
LONGEST_LINK = 500
LONGEST_FORM = 64
Problems = list[tuple[str, Text | str]]


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the status page on the web, and the same page for staff."""
    app.router.add_get(PATH, partial(show_door, desk))
    app.router.add_post(PATH, partial(on_link, desk))
    app.router.add_get(PAGE, partial(show, desk))
    app.router.add_get(CODE, partial(show_door, desk))
    app.router.add_post(CODE, partial(on_ask_code, desk))
    app.router.add_get(FRESH, partial(show_door, desk))
    app.router.add_post(FRESH, partial(on_code, desk))
    app.router.add_get(MESSAGE, partial(show, desk))
    app.router.add_post(MESSAGE, partial(on_message, desk))
    app.router.add_post(LEAVE, on_leave)
    app.router.add_get(AS_CLIENT, partial(show_as_client, desk))
    add_sentences(app, words.DONE)


@public
async def show_door(desk: Desk, request: web.Request) -> web.Response:
    """The page behind the link: mail scanners may open it as often as they like."""
    return _door(desk, request)


@public
async def on_link(desk: Desk, request: web.Request) -> web.Response:
    """Open the page of a link."""
    link = (await form(request)).get("code", "").strip()[:LONGEST_LINK]
    if not link:
        return _door(desk, request, 400, problems=[("code", words.NO_LINK)])
    if await status_link.case_behind(desk, link) is None:
        await _guessed(desk, request)
        return _door(desk, request, 400, link, [("code", lazy(words.DEAD_LINK.msgid, days=STATUS_DAYS))])
    return remember(request, _to(PAGE), token_of(link))


@public
async def show(desk: Desk, request: web.Request) -> web.Response:
    """How far the case is; without the cookie, the way in."""
    page = await _page_of(desk, cookie_of(request))
    return _to(PATH) if page is None else _draw(desk, request, page)


@public
async def on_ask_code(desk: Desk, request: web.Request) -> web.Response:
    """Send a fresh code to the address of the case, and say the same whether there was anything to send it for."""
    link = (await form(request)).get("code", "").strip()[:LONGEST_LINK]
    if not link:
        return _door(desk, request, 400, problems=[("code", words.NO_LINK)])
    await status_link.ask_code(desk, link)
    return _enter_code(request, link)


@public
async def on_code(desk: Desk, request: web.Request) -> web.Response:
    """Open the page of an old link with the fresh code."""
    fields = await form(request)
    link, code = fields.get("link", "").strip()[:LONGEST_LINK], fields.get("fresh", "").strip()[:20]
    if not link:
        return _door(desk, request, 400, problems=[("code", words.NO_LINK)])
    if not code:
        return _enter_code(request, link, 400, words.NO_CODE)
    if not await status_link.renew(desk, link, code):
        await _guessed(desk, request)
        return _enter_code(request, link, 400, words.DEAD_CODE)
    return remember(request, _to(PAGE), token_of(link))


@public
async def on_message(desk: Desk, request: web.Request) -> web.Response:
    """Take a message, a wish to withdraw or a complaint, which becomes a message of the case."""
    fields = await form(request)
    token = cookie_of(request)
    page = await _page_of(desk, token)
    if page is None:
        return _door(desk, request, 400, problems=[("code", words.LEFT_BEHIND)])
    about = next((each for each in ABOUT if each == fields.get("about")), None)
    if about is None:
        return _draw(desk, request, page, 400, [("", words.CHOOSE)])
    text = fields.get(about, "").strip() or (say(request, words.WITHDRAWS) if about == "withdrawal" else "")
    if not text:
        return _draw(desk, request, page, 400, [(about, words.NO_WORDS)])
    key = fields.get("form", "").strip()[:LONGEST_FORM] or new_code()
    try:
        taken = await leave(desk, token, key, about, text)
    except Unreadable as problem:
        return _draw(desk, request, page, 400, [(about, problem.reason)], {about: text})
    except TooMany as problem:
        return _draw(desk, request, page, 429, [(about, problem.reason)], {about: text})
    return _to(f"{PAGE}?done=status-{about}") if taken else _door(desk, request, 400)


@public
async def on_leave(request: web.Request) -> web.Response:
    """Forget the link in this browser."""
    await form(request)
    return forget(request, _to(f"{PATH}?done=status-left"))


@require("case.view")
async def show_as_client(desk: Desk, request: web.Request) -> web.Response:
    """The same page, for staff to see what the requester sees; that they looked is noted (R1.3-1)."""
    page = await status_page(desk, request.match_info["case_id"])
    if page is None:
        raise NotFound
    async with desk.work() as work:
        work.note("case.viewed", page.case_id, actor_of(request).staff_id, way="as_client")
    return _draw(desk, request, page, preview=True)


async def _page_of(desk: Desk, token: str) -> StatusPage | None:
    case_id = await status_link.case_behind(desk, token) if token else None
    return await status_page(desk, case_id) if case_id else None


async def _guessed(desk: Desk, request: web.Request) -> None:
    try:
        await status_link.wrong_guess(desk, source_of(request))
    except TooManyGuesses as error:
        raise TooMany(int(GUESS_WINDOW.total_seconds())) from error


def _to(place: str) -> web.Response:
    return web.Response(status=303, headers={"Location": place})


def _door(
    desk: Desk, request: web.Request, status: int = 200, link: str = "", problems: Problems | None = None
) -> web.Response:
    return render(
        request,
        "fulfil/status_door.html",
        status,
        link=link,
        days=STATUS_DAYS,
        problems=problems or [],
        controller=desk.settings.controller,
    )


def _enter_code(request: web.Request, link: str, status: int = 200, wrong: Text | None = None) -> web.Response:
    return render(request, "fulfil/status_code.html", status, link=link, minutes=CODE_MINUTES, wrong=wrong)


def _draw(
    desk: Desk,
    request: web.Request,
    page: StatusPage,
    status: int = 200,
    problems: Problems | None = None,
    draft: dict[str, str] | None = None,
    *,
    preview: bool = False,
) -> web.Response:
    return render(
        request,
        "fulfil/status.html",
        status,
        page=page,
        letters=[each for each in page.letters if each.letter in words.LETTERS],
        words=words,
        why=explainer(request, sources=False),
        form_key=new_code(),
        longest=LONGEST,
        problems=problems or [],
        wrong=dict(problems or []),
        draft=draft or {},
        preview=preview,
        progress=Progress,
        nexts=Next,
        controller=desk.settings.controller,
        address=desk.settings.intake.official_addresses[0],
    )
