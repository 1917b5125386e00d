"""The staff's pages of intake: the triage list, one message, the decisions, and the form for what came in elsewhere.

Mail is shown as plain text only: its HTML is never rendered and its attachments are never opened.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import MultiDictProxy

from services.intake import queries, words
from services.intake.rules.incoming import INCOMING
from services.intake.store import NoSuchMessage
from services.intake.usecases import registering, triage, viewing
from services.intake.usecases.opening import usable
from services.intake.usecases.triage import NoSuchCase
from shared.platform.crypto import new_code
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, render
from shared.platform.web import NotAllowedNow, NotFound, Unreadable, actor_of, form, require, wanted
from shared.statetable import NotAllowed
from shared.vocabulary import Channel, Kind, Language

LIST = "/staff/triage"
MESSAGES = "/staff/messages"
TEXT_BYTES = 16 * 1024
LONGEST_TEXT = 8_000
FIRST_DAY = date(2018, 5, 25)
"""Nothing under the AVG came in before the AVG."""
Fields = MultiDictProxy[str]
Code = TypeVar("Code", bound=StrEnum)


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/staff/triage` and `/staff/messages`."""
    app.router.add_get(LIST, partial(show_list, desk))
    app.router.add_get(f"{LIST}/new", partial(show_new, desk))
    app.router.add_post(f"{LIST}/new", partial(register, desk))
    app.router.add_get(LIST + "/{id}", partial(show_one, desk))
    app.router.add_post(LIST + "/{id}/accept", partial(accept, desk))
    app.router.add_post(LIST + "/{id}/attach", partial(attach, desk))
    app.router.add_post(LIST + "/{id}/dismiss", partial(dismiss, desk))
    app.router.add_get(MESSAGES + "/{id}", partial(show_message, desk))
    add_sentences(app, words.DONE)


@require("triage.view")
async def show_list(desk: Desk, request: web.Request) -> web.Response:
    """The messages of one tab; what waits for a decision comes first."""
    tab, number = request.query.get("tab", "unsure"), request.query.get("page", "1")
    if tab not in queries.TABS or not number.isdecimal() or int(number[:6]) < 1:
        raise NotFound
    page = await queries.listed(desk, tab, int(number[:6]))
    return render(request, "intake/list.html", tab=tab, page=page, words=words, here=LIST)


@require("triage.view")
async def show_one(desk: Desk, request: web.Request) -> web.Response:
    """One message with the decisions that are possible."""
    return await _message(desk, request, with_forms=True)


@require("message.view")
async def show_message(desk: Desk, request: web.Request) -> web.Response:
    """One message, to read only."""
    return await _message(desk, request, with_forms=False)


async def _message(desk: Desk, request: web.Request, *, with_forms: bool) -> web.Response:
    incoming_id, actor = _id(request), actor_of(request)
    with _said_plainly():
        await viewing.note_view(desk, incoming_id, actor)
    found = await queries.opened(desk, incoming_id)
    if found is None:
        raise NotFound
    row = found.shown.row
    return render(
        request,
        "intake/message.html",
        found=found,
        row=row,
        said=found.shown.said,
        headers=queries.headers(found.shown.said),
        possible=INCOMING.possible(row.stands, actor.roles) if with_forms else [],
        words=words,
        here=f"{LIST}/{row.id}",
        list=LIST,
    )


@require("triage.work")
async def accept(desk: Desk, request: web.Request) -> web.Response:
    """It is a request of these kinds."""
    fields = await form(request)
    address = fields.get("address", "").strip()
    if address and not usable(address):
        raise Unreadable("address", lazy("Give one e-mail address, or leave it empty."))
    act = triage.accept(
        desk,
        _id(request),
        _kinds(fields),
        fields.get("name", "").strip()[:200],
        address,
        _one(Language, "language", fields.get("language", "")),
        actor_of(request),
    )
    return await _decided(act, "triage-accepted")


@require("triage.work")
async def attach(desk: Desk, request: web.Request) -> web.Response:
    """It belongs to the case with this reference."""
    reference = wanted(await form(request), "reference", 32)
    return await _decided(triage.attach_to(desk, _id(request), reference, actor_of(request)), "triage-attached")


@require("triage.work")
async def dismiss(desk: Desk, request: web.Request) -> web.Response:
    """It is not a request."""
    await form(request)
    return await _decided(triage.dismiss(desk, _id(request), actor_of(request)), "triage-dismissed")


@require("triage.work")
async def show_new(desk: Desk, request: web.Request) -> web.Response:
    """The empty form for a request that came in by phone, post or at the counter."""
    today = desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)).date()
    return render(request, "intake/new.html", token=new_code(), today=today, words=words, here=f"{LIST}/new", list=LIST)


@require("triage.work")
async def register(desk: Desk, request: web.Request) -> web.Response:
    """Register such a request; the same form sent twice registers it once."""
    fields = await form(request, TEXT_BYTES * 2)
    address = fields.get("address", "").strip()
    if address and not usable(address):
        raise Unreadable("address", lazy("Give one e-mail address, or leave it empty."))
    incoming_id = await registering.register(
        desk,
        wanted(fields, "token", 64),
        name=wanted(fields, "name"),
        address=address,
        channel=_by_hand(fields.get("channel", "")),
        received_on=_day(desk, fields.get("received_on", "")),
        language=_one(Language, "language", fields.get("language", "")),
        kinds=_kinds(fields),
        text=wanted(fields, "text", LONGEST_TEXT),
        by=actor_of(request),
    )
    return web.Response(status=303, headers={"Location": f"{MESSAGES}/{incoming_id}?done=triage-registered"})


async def _decided(act: Awaitable[object], done: str) -> web.Response:
    """Do it, and go back to the list with a sentence that says what was done."""
    with _said_plainly():
        await act
    return web.Response(status=303, headers={"Location": f"{LIST}?done={done}"})


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except NoSuchMessage as error:
        raise NotFound from error
    except NoSuchCase as error:
        raise Unreadable("reference", lazy("There is no case with this reference.")) from error
    except NotAllowed as error:
        raise NotAllowedNow(words.refusal(error)) from error


def _id(request: web.Request) -> str:
    """The id in the address, in the one form that ids have."""
    try:
        return str(UUID(request.match_info["id"]))
    except ValueError as error:
        raise NotFound from error


def _kinds(fields: Fields) -> list[Kind]:
    chosen = {_one(Kind, "kinds", value) for value in fields.getall("kinds", [])}
    if not chosen:
        raise Unreadable("kinds", lazy("Choose at least one thing that is asked."))
    return [kind for kind in Kind if kind in chosen]


def _one(codes: type[Code], field: str, given: str) -> Code:
    try:
        return codes(given)
    except ValueError as error:
        raise Unreadable(field, lazy("Choose one of the answers.")) from error


def _by_hand(given: str) -> Channel:
    channel = _one(Channel, "channel", given)
    if channel not in words.BY_HAND:
        raise Unreadable("channel", lazy("Choose one of the answers."))
    return channel


def _day(desk: Desk, given: str) -> date:
    today = desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)).date()
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise Unreadable("received_on", lazy("Give a date.")) from error
    if not FIRST_DAY <= day <= today:
        raise Unreadable("received_on", lazy("Give the day on which it came in: today or earlier."))
    return day
