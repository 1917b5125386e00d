"""The smaller steps of the review queue: presence, undo, paint over, and how many are new."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from aiohttp import web

from services.verify import staff_words as words
from services.verify.queue_view import news
from services.verify.rules.visible import Place
from services.verify.staff_forms import LIST, said_plainly, version_of
from services.verify.store import NoSuchVerification
from services.verify.usecases import deciding, holding, painting_over
from services.verify.usecases.deciding import TooLate
from services.verify.usecases.viewing import NothingToSee
from shared.platform.confined import JobFailed
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.web import NotAllowedNow, NotFound, Outage, Unreadable, actor_of, by_itself, form, live, require

_SMALLEST: Final = 0.002  # of the picture's side


def add_routes(app: web.Application, desk: Desk) -> None:
    """The routes; `news` stands before those of one verification, which would take it for an id."""
    one = LIST + "/{case_id}"
    app.router.add_get(f"{LIST}/news", partial(show_news, desk))
    app.router.add_post(f"{one}/hold", partial(hold, desk))
    app.router.add_post(f"{one}/take-over", partial(take_over, desk))
    app.router.add_post(f"{one}/undo", partial(undo, desk))
    app.router.add_post(f"{one}/paint", partial(paint, desk))


@by_itself
@require("verification.view")
async def show_news(desk: Desk, request: web.Request) -> web.StreamResponse:
    """How many verifications became the turn of staff since the list was opened."""
    try:
        since = datetime.fromisoformat(request.query.get("since", ""))
    except ValueError as error:
        raise Unreadable("since") from error
    if since.tzinfo is None:
        raise Unreadable("since")
    return await live(request, partial(news, desk, since))


@by_itself
@require("verification.decide")
async def hold(desk: Desk, request: web.Request) -> web.Response:
    """The page is still looked at: keep the lease, or say who took it."""
    await form(request)
    try:
        held = await holding.hold(desk, request.match_info["case_id"], actor_of(request))
    except NoSuchVerification as error:
        raise NotFound from error
    return web.json_response({"mine": held.mine, "by": held.name})


@require("verification.decide")
async def take_over(desk: Desk, request: web.Request) -> web.Response:
    """Take it from who has it in hand."""
    await form(request)
    case_id = request.match_info["case_id"]
    try:
        await holding.hold(desk, case_id, actor_of(request), take_over=True)
    except NoSuchVerification as error:
        raise NotFound from error
    return _to(case_id, "verify-taken")


@require("verification.decide")
async def undo(desk: Desk, request: web.Request) -> web.Response:
    """The decision was a mistake."""
    await form(request)
    case_id = request.match_info["case_id"]
    try:
        await deciding.undo(desk, case_id, actor_of(request))
    except NoSuchVerification as error:
        raise NotFound from error
    except TooLate as error:
        raise NotAllowedNow(words.too_late(error)) from error
    return _to(case_id, "verify-undone")


@require("verification.decide")
async def paint(desk: Desk, request: web.Request) -> web.Response:
    """Paint a block over something that the gate did not see."""
    fields, case_id = await form(request), request.match_info["case_id"]
    version = version_of(fields)
    block = _block([fields.get(side, "") for side in ("left", "top", "width", "height")])
    try:
        with said_plainly():
            await painting_over.paint(desk, case_id, version, actor_of(request), [block])
    except NothingToSee as error:
        raise NotFound from error
    except JobFailed as error:
        raise Outage from error
    return _to(case_id, "verify-painted")


def _block(given: list[str]) -> Place:
    """A block from percents of the picture: from the left, from the top, width, height."""
    try:
        left, top, width, height = (float(each.replace(",", ".")) / 100 for each in given)
    except ValueError as error:
        raise Unreadable("left", lazy("Say where the block is, in percents of the picture.")) from error
    inside = 0 <= left < 1 and 0 <= top < 1 and width >= _SMALLEST and height >= _SMALLEST
    if not inside:  # also what is no number at all, which is never between two others
        raise Unreadable("left", lazy("Say where the block is, in percents of the picture."))
    return left, top, min(left + width, 1.0), min(top + height, 1.0)


def _to(case_id: str, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{LIST}/{case_id}?done={done}"})
