"""The staff's pages of verify: the list, one verification with its picture and checklist, and the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from aiohttp import web

from services.verify import letter_view, mail_view
from services.verify import staff_words as words
from services.verify.ladder_view import on_page
from services.verify.queries import Opened, opened
from services.verify.queue_view import TABS, following, listed, undoable
from services.verify.rules.ladder import REASONS_FOR, Detail, WhyImpossible, enough
from services.verify.rules.on_file import OnFile
from services.verify.rules.proof import SEEN_FOR, AskAgain, Document, OnCopy, Seen, WhyRejected
from services.verify.rules.verification import VERIFICATION, State
from services.verify.rules.visible import still_seen
from services.verify.staff_forms import LIST, Code, Fields, Step, chosen, said_plainly, version_of
from services.verify.usecases import asking, deciding, holding, looking_up, viewing
from services.verify.usecases.steps import decider_of
from services.verify.usecases.viewing import NothingToSee
from shared.platform.confined import JobFailed
from shared.platform.desk import Desk
from shared.platform.pages import add_sentences, render
from shared.platform.sessions import Session
from shared.platform.web import NotFound, Outage, actor_of, form, require
from shared.vocabulary import Method

_HELD: Final = frozenset({State.COPY_RECEIVED, State.OPEN, State.ASKED, State.REJECTED})
"""Where somebody works at it: to open the page takes the lease."""


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/staff/verify`."""
    one = LIST + "/{case_id}"
    app.router.add_get(LIST, partial(show_list, desk))
    app.router.add_get(one, partial(show_one, desk))
    app.router.add_get(f"{one}/picture", partial(show_picture, desk))
    app.router.add_post(f"{one}/reveal", partial(reveal, desk))
    app.router.add_post(f"{one}/ask", partial(ask, desk))
    app.router.add_post(f"{one}/approve", partial(approve, desk))
    app.router.add_post(f"{one}/again", partial(ask_again, desk))
    app.router.add_post(f"{one}/reject", partial(reject, desk))
    app.router.add_post(f"{one}/establish", partial(establish, desk))
    add_sentences(app, words.DONE)


@require("verification.view")
async def show_list(desk: Desk, request: web.Request) -> web.Response:
    """The verifications of one tab; the tab of what waits for staff comes first."""
    tab, actor = request.query.get("tab", "look"), actor_of(request)
    if tab not in TABS:
        raise NotFound
    try:
        page = await listed(desk, tab, request.query.get("after", ""), actor.staff_id)
    except ValueError as error:
        raise NotFound from error
    return render(
        request,
        "verify/list.html",
        tab=tab,
        page=page,
        first="after" not in request.query,
        words=words,
        undoable=await undoable(desk, actor.staff_id),
        since=desk.clock.now().isoformat(),
    )


@require("verification.view")
async def show_one(desk: Desk, request: web.Request) -> web.Response:
    """One verification: the picture and its checklist, the ways without a copy, what happened so far."""
    case_id, actor = request.match_info["case_id"], actor_of(request)
    try:
        await viewing.note_view(desk, case_id, actor)
    except NothingToSee as error:
        raise NotFound from error
    found = await opened(desk, case_id)
    if found is None:
        raise NotFound
    return await _page(desk, request, found)


@require("verification.view")
async def reveal(desk: Desk, request: web.Request) -> web.Response:
    """The same page with what is on file in clear beside the picture; asked for by a form, and noted."""
    await form(request)
    case_id = request.match_info["case_id"]
    found = await opened(desk, case_id)
    if found is None:
        raise NotFound
    return await _page(desk, request, found, await looking_up.note_seen(desk, case_id, actor_of(request)))


async def _page(desk: Desk, request: web.Request, found: Opened, known: OnFile | None = None) -> web.Response:
    case_id, actor = found.row.case_id, actor_of(request)
    waits = found.row.stands in _HELD
    return render(
        request,
        "verify/one.html",
        found=found,
        row=found.row,
        decider=await decider_of(desk, found.row),
        possible=VERIFICATION.possible(found.row.stands, actor.roles),
        rungs=REASONS_FOR,
        ways={way: lines for way, lines in SEEN_FOR.items() if enough(way, found.row.needs)},
        words=words,
        **await on_page(desk, found.row),
        **await letter_view.on_page(desk, found.row),
        **await mail_view.on_page(desk, found.row),
        here=f"{LIST}/{case_id}",
        held=await holding.hold(desk, case_id, actor) if waits else None,
        undoable=await undoable(desk, actor.staff_id),
        following=await following(desk, case_id),
        seen=still_seen(found.copy.finding_list) if found.copy else [],
        known=known,
        copy_days=desk.settings.identity.copy_max_days,
    )


@require("verification.view")
async def show_picture(desk: Desk, request: web.Request) -> web.Response:
    """The picture, from memory; no cache keeps it, and the trail says who looked."""
    try:
        seen = await viewing.picture(desk, request.match_info["case_id"], actor_of(request))
    except NothingToSee as error:
        raise NotFound from error
    except JobFailed as error:
        raise Outage from error
    headers = {"Cache-Control": "no-store", "Content-Disposition": "inline"}
    return web.Response(body=seen, content_type="image/png", headers=headers)


@require("verification.ask")
async def ask(desk: Desk, request: web.Request) -> web.Response:
    """Ask for a copy, with a reason against each lighter rung."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        given = {rung: fields.get(f"without_{rung}", "") for rung in REASONS_FOR}
        impossible = {rung: chosen(WhyImpossible, f"without_{rung}", why) for rung, why in given.items() if why}
        await asking.ask(desk, case_id, version, actor, impossible, _all(Detail, fields, "detail"))

    return await _decided(desk, request, do, "verify-asked")


@require("verification.decide")
async def approve(desk: Desk, request: web.Request) -> web.Response:
    """The copy will do."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        document = chosen(Document, "document", fields.get("document", ""))
        await deciding.approve(desk, case_id, version, actor, _all(OnCopy, fields, "shown"), document)

    return await _decided(desk, request, do, "verify-established")


@require("verification.decide")
async def ask_again(desk: Desk, request: web.Request) -> web.Response:
    """The copy will not do, or the link is over: ask once more."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        await deciding.ask_again(desk, case_id, version, actor, _all(AskAgain, fields, "reason"))

    return await _decided(desk, request, do, "verify-again")


@require("verification.decide")
async def reject(desk: Desk, request: web.Request) -> web.Response:
    """Identity could not be established."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        await deciding.reject(desk, case_id, version, actor, chosen(WhyRejected, "why", fields.get("why", "")))

    return await _decided(desk, request, do, "verify-rejected")


@require("verification.decide")
async def establish(desk: Desk, request: web.Request) -> web.Response:
    """Identity was established without a copy."""

    async def do(desk: Desk, case_id: str, version: int, actor: Session, fields: Fields) -> None:
        method = chosen(Method, "method", fields.get("method", ""))
        await deciding.establish(desk, case_id, version, actor, method, _all(Seen, fields, "seen"))

    return await _decided(desk, request, do, "verify-established")


async def _decided(desk: Desk, request: web.Request, do: Step, done: str) -> web.Response:
    """Read the form and take the step.

    What waits ten seconds leads on to the next verification, whose page offers to undo it; what was done already leads
    back to its own page, with a sentence that says so.
    """
    fields, case_id = await form(request), request.match_info["case_id"]
    version = version_of(fields)
    with said_plainly():
        await do(desk, case_id, version, actor_of(request), fields)
    found = await opened(desk, case_id)
    if found is not None and found.row.stands is State.DECIDED:
        onward = await following(desk, case_id)
        return web.Response(status=303, headers={"Location": f"{LIST}/{onward}" if onward else LIST})
    return web.Response(status=303, headers={"Location": f"{LIST}/{case_id}?done={done}"})


def _all(kind: type[Code], fields: Fields, name: str) -> list[Code]:
    given: Iterable[str] = fields.getall(name, [])
    return sorted({chosen(kind, name, value) for value in given})
