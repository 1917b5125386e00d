"""The form for a request that came in elsewhere: by phone, by post, in a colleague's mailbox (R4.3-4)."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from services.intake import words
from services.intake.usecases.registering import Told, arrival, register, same_person
from services.intake.usecases.triage import case_to_join
from services.intake.web.fields import (
    LIST,
    LONGEST_NAME,
    LONGEST_TEXT,
    MESSAGES,
    TEXT_BYTES,
    Fields,
    address_of,
    kinds_of,
    one,
    said_plainly,
    to,
)
from shared.platform.crypto import new_code
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import render
from shared.platform.web import Unreadable, actor_of, form, require, wanted
from shared.vocabulary import Channel, Language

NEW = f"{LIST}/new"
FIRST_DAY = date(2018, 5, 25)
"""Nothing under the AVG came in before the AVG."""
_EMPTY = {"channel": Channel.PHONE.value, "language": Language.NL.value}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The form under `/staff/triage/new`."""
    app.router.add_get(NEW, partial(show_new, desk))
    app.router.add_post(NEW, partial(on_register, desk))


@require("triage.work")
async def show_new(desk: Desk, request: web.Request) -> web.Response:
    """The empty form."""
    return _page(desk, request, _EMPTY | {"token": new_code(), "received_on": _today(desk).isoformat()})


@require("triage.work")
async def on_register(desk: Desk, request: web.Request) -> web.Response:
    """Register such a request; the same form sent twice registers it once.

    When somebody of this name or address has a case, the form comes back once with the question whether it is that.
    """
    fields = await form(request, TEXT_BYTES)
    token, reference = wanted(fields, "token", 64), fields.get("reference", "").strip()[:32]
    told = _told(desk, fields, attaching=bool(reference))
    case_id = ""
    if reference:
        with said_plainly():
            case_id, _ = await case_to_join(desk, reference)
    elif fields.get("new_anyway") != "yes":
        known = await same_person(desk, told.name, told.address)
        if known:
            kept = {name: value for name, value in fields.items() if name != "kinds"}
            return _page(desk, request, kept, fields.getall("kinds", []), known)
    incoming_id = await register(desk, token, told, actor_of(request), case_id)
    return to(f"{MESSAGES}/{incoming_id}", "triage-attached" if case_id else "triage-registered")


def _page(
    desk: Desk, request: web.Request, values: dict[str, str], kinds: object = (), known: object = ()
) -> web.Response:
    return render(
        request,
        "intake/new.html",
        values=values,
        kinds=kinds,
        known=known,
        today=_today(desk),
        words=words,
        here=NEW,
        list=LIST,
    )


def _told(desk: Desk, fields: Fields, *, attaching: bool) -> Told:
    return Told(
        name=wanted(fields, "name", LONGEST_NAME),
        address=address_of(fields),
        channel=_by_hand(fields.get("channel", "")),
        arrived_at=_arrived(desk, fields),
        language=one(Language, "language", fields.get("language", "")),
        kinds=() if attaching else kinds_of(fields),
        text=wanted(fields, "text", LONGEST_TEXT),
        reached=fields.get("reached", "").strip()[:LONGEST_NAME],
    )


def _by_hand(given: str) -> Channel:
    channel = one(Channel, "channel", given)
    if channel not in words.BY_HAND:
        raise Unreadable("channel", lazy("Choose one of the answers."))
    return channel


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)).date()


def _arrived(desk: Desk, fields: Fields) -> datetime:
    """The moment at which it reached a colleague: a day, and the hour where it is known."""
    try:
        day = date.fromisoformat(fields.get("received_on", ""))
        given = fields.get("received_time", "").strip()
        hour = time.fromisoformat(given).replace(tzinfo=None) if given else None
    except ValueError as error:
        raise Unreadable("received_on", lazy("Give a date.")) from error
    if not FIRST_DAY <= day <= _today(desk):
        raise Unreadable("received_on", lazy("Give the day on which it came in: today or earlier."))
    return arrival(day, desk.clock.now(), ZoneInfo(desk.settings.timezone), hour)
