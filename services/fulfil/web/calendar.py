"""The calendar of the desk's dates, and the feed that calendar programs read. Neither names anybody."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from aiohttp import web

from services.fulfil.queries.calendar import feed, month
from services.fulfil.rules.deadlines import AMSTERDAM
from services.fulfil.rules.month import beside, month_of
from services.fulfil.rules.next_date import DATE_LABELS
from services.fulfil.usecases.casework import calendar_of
from services.fulfil.usecases.feeds import FEED, end_feed, make_feed
from services.fulfil.web.feed import as_ics
from services.fulfil.web.fields import one_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotFound
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, public, require

CALENDAR = "/staff/calendar"


class Wish(StrEnum):
    """What somebody wants of a feed."""

    MAKE = "make"
    END = "end"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the calendar on the web."""
    app.router.add_get(CALENDAR, partial(show, desk))
    app.router.add_post(f"{CALENDAR}/feed", partial(on_feed, desk))
    app.router.add_get(f"{FEED}/{{code}}.ics", partial(on_fetch, desk))
    add_sentences(app, {"feed-ended": lazy("The calendar feed does not work any more.")})


@require("queue.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """One month; `?month=2026-12`, without it the one of today."""
    return await _page(desk, request)


@require("queue.view")
async def on_feed(desk: Desk, request: web.Request) -> web.Response:
    """Make the address of a feed, which is shown once, or end it."""
    wish, actor = one_of(await form(request), "what", Wish), actor_of(request)
    if wish is Wish.END:
        await end_feed(desk, actor)
        return web.Response(status=303, headers={"Location": f"{CALENDAR}?done=feed-ended"})
    return await _page(desk, request, await make_feed(desk, actor))


async def _page(desk: Desk, request: web.Request, address: str = "") -> web.Response:
    today = desk.clock.now().astimezone(AMSTERDAM).date()
    first = month_of(request.query.get("month", ""), today)
    shown = await month(desk, first, calendar_of(desk), actor_of(request).staff_id)
    return render(
        request,
        "fulfil/calendar.html",
        first=first,
        today=today,
        month=shown,
        earlier=beside(first, -1),
        later=beside(first, 1),
        date_labels=DATE_LABELS,
        address=address,
    )


@public
async def on_fetch(desk: Desk, request: web.Request) -> web.Response:
    """The feed of whoever knows the address; a calendar program cannot sign in."""
    found = await feed(desk, request.match_info["code"])
    if found is None:
        raise NotFound
    body = as_ics(found, desk.settings.web.public_url.rstrip("/"), desk.clock.now())
    return web.Response(
        body=body, headers={"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "no-store"}
    )
