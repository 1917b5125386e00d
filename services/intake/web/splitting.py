"""One message, several requests: of other persons, or so different that each needs a case of its own."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.intake import queries, words
from services.intake.rules.incoming import INCOMING, Event, may_decide
from services.intake.store import Decided
from services.intake.usecases import viewing
from services.intake.web.deciding import decided, labels
from services.intake.web.fields import LIST, LONGEST_TEXT, TEXT_BYTES, id_of, part_of, said_plainly
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import render
from shared.platform.web import NotAllowedNow, NotFound, Unreadable, actor_of, form, require

FEWEST, MOST = 2, 5
HERE = LIST + "/{id}/split"


def add_routes(app: web.Application, desk: Desk) -> None:
    """The page that splits a message."""
    app.router.add_get(HERE, partial(show, desk))
    app.router.add_post(HERE, partial(split, desk))


@require("triage.work")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """The form with as many parts as asked for."""
    actor = actor_of(request)
    with said_plainly():
        row = await viewing.note_view(desk, id_of(request), actor, "split")
    found = await queries.opened(desk, row.id)
    if found is None:
        raise NotFound
    verdict = may_decide(row.context_list, actor.roles)
    if not verdict.allowed:
        raise NotAllowedNow(words.refused(verdict))
    if Event.ACCEPT not in INCOMING.possible(row.stands, actor.roles):
        raise NotAllowedNow(words.already(row.stands))
    given = request.query.get("parts", str(FEWEST))
    if not given.isdecimal() or not FEWEST <= int(given[:3]) <= MOST:
        raise NotFound
    here = f"{LIST}/{row.id}"
    return render(
        request,
        "intake/split.html",
        found=found,
        row=row,
        said=found.shown.said,
        parts=int(given[:3]),
        most=MOST,
        longest=LONGEST_TEXT,
        words=words,
        here=here,
    )


@require("triage.work")
async def split(desk: Desk, request: web.Request) -> web.Response:
    """Open a case for each part, all from the moment the message came in."""
    fields = await form(request, TEXT_BYTES * MOST)
    count = fields.get("parts", "")
    if not count.isdecimal() or not FEWEST <= int(count[:3]) <= MOST:
        raise Unreadable("parts", lazy("Choose one of the answers."))
    parts = tuple(part_of(fields, f"-{number}") for number in range(1, int(count[:3]) + 1))
    return await decided(desk, request, Decided(Event.ACCEPT, parts, labels(fields)))
