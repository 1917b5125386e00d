"""The staff's steps on the ladder: what is on file, the link to it, the call, for whom they ask, changed contact."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from aiohttp import web

from services.verify.rules.calling import Call, Topic
from services.verify.rules.representation import Confirm, Situation
from services.verify.staff_forms import Fields, Step, chosen, said_plainly, version_of
from services.verify.usecases import calling, challenging, changing, looking_up, representing
from services.verify.usecases.challenging import Wish
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, render
from shared.platform.sessions import Session
from shared.platform.web import NotFound, Unreadable, actor_of, form, require

ONE: Final = "/staff/verify/{case_id}"

DONE: Final = {
    "ladder-found": lazy("Found on file."),
    "ladder-typed": lazy("Noted what the file says."),
    "ladder-linked": lazy("The link is on its way to the address on file."),
    "ladder-called": lazy("The call is noted."),
    "ladder-for-whom": lazy("Noted for whom they ask."),
    "ladder-changed": lazy("Noted. What was proved through the old address no longer counts, and it is told."),
}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The steps below one verification."""
    app.router.add_post(f"{ONE}/file", partial(look_up, desk))
    app.router.add_post(f"{ONE}/file/typed", partial(type_in, desk))
    app.router.add_post(f"{ONE}/file/show", partial(show_file, desk))
    app.router.add_post(f"{ONE}/link", partial(send_link, desk))
    app.router.add_post(f"{ONE}/call", partial(note_call, desk))
    app.router.add_post(f"{ONE}/for-whom", partial(say_for_whom, desk))
    app.router.add_post(f"{ONE}/contact-changed", partial(contact_changed, desk))
    add_sentences(app, DONE)


@require("verification.ask")
async def look_up(desk: Desk, request: web.Request) -> web.Response:
    """Look in the client directory."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        term = fields.get("term", "").strip()
        if not term:
            raise Unreadable("term", lazy("Type a client number, an e-mail address or a whole name."))
        await looking_up.look_up(desk, case_id, version, actor, term)

    return await _done(desk, request, do, "ladder-found")


@require("verification.ask")
async def type_in(desk: Desk, request: web.Request) -> web.Response:
    """Note what the file says, where there is no directory."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        since = _day(fields, "since")
        if since is None:
            raise Unreadable("since", lazy("Say since when it stands in the file."))
        mail, phone = fields.get("address", "").strip(), fields.get("number", "").strip()
        await looking_up.type_in(desk, case_id, version, actor, mail, phone, since)

    return await _done(desk, request, do, "ladder-typed")


@require("verification.view")
async def show_file(desk: Desk, request: web.Request) -> web.Response:
    """What is on file, in clear; that somebody looked is noted. Asked for by a form, so that nobody looks by chance."""
    fields, case_id = await form(request), request.match_info["case_id"]
    version_of(fields)
    known = await looking_up.note_seen(desk, case_id, actor_of(request))
    if not (known.addresses or known.numbers or known.name):
        raise NotFound
    answer = render(request, "verify/on_file.html", known=known, back=f"/staff/verify/{case_id}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require("verification.ask")
async def send_link(desk: Desk, request: web.Request) -> web.Response:
    """Send a link and a code to the address on file."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        which = fields.get("which", "0")
        if not which.isdecimal():
            raise Unreadable("which", lazy("Choose one of the answers."))
        wish = Wish(int(which[:4]), bool(fields.get("theirs_alone")), bool(fields.get("older")))
        await challenging.send(desk, case_id, version, actor, wish)

    return await _done(desk, request, do, "ladder-linked")


@require("verification.decide")
async def note_call(desk: Desk, request: web.Request) -> web.Response:
    """Note how a call to the number on file ended."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        call = chosen(Call, "call", fields.get("call", ""))
        topics = {chosen(Topic, "topic", code) for code in fields.getall("topic", []) if code}
        await calling.note_call(desk, case_id, version, actor, call, topics, older=bool(fields.get("older")))

    return await _done(desk, request, do, "ladder-called")


@require("verification.decide")
async def say_for_whom(desk: Desk, request: web.Request) -> web.Response:
    """Say for whom they ask, and confirm what that needs."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        situation = chosen(Situation, "situation", fields.get("situation", ""))
        confirmed = {chosen(Confirm, "confirmed", code) for code in fields.getall("confirmed", [])}
        born = _day(fields, "born")
        await representing.say_for_whom(desk, case_id, version, actor, situation, confirmed, born)

    return await _done(desk, request, do, "ladder-for-whom")


@require("verification.decide")
async def contact_changed(desk: Desk, request: web.Request) -> web.Response:
    """The contact data changes: void what rests on the old address, and tell it."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, _: Fields) -> None:
        await changing.contact_changes(desk, case_id, version, actor)

    return await _done(desk, request, do, "ladder-changed")


async def _done(desk: Desk, request: web.Request, do: Step, done: str) -> web.Response:
    fields, case_id = await form(request), request.match_info["case_id"]
    version = version_of(fields)
    with said_plainly():
        await do(desk, case_id, version, actor_of(request), fields)
    return web.Response(status=303, headers={"Location": f"/staff/verify/{case_id}?done={done}#ladder"})


def _day(fields: Fields, name: str) -> date | None:
    given = fields.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Unreadable(name, lazy("Write the date as 2026-11-30.")) from error
