"""The staff's buttons for a mail that the machine could not take out of the mailbox (mail 8)."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from uuid import UUID

from aiohttp import web

from services.intake.store import NoSuchMessage, NoSuchRemoval
from services.intake.usecases import removing
from services.intake.words import REMOVAL_DONE
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences
from shared.platform.web import NotAllowedNow, NotFound, actor_of, form, require
from shared.statetable import NotAllowed

MESSAGES = "/staff/messages"


def add_routes(app: web.Application, desk: Desk) -> None:
    """The two buttons of the panel on a message's page."""
    app.router.add_post(MESSAGES + "/{id}/removed", partial(removed, desk))
    app.router.add_post(MESSAGES + "/{id}/remove-again", partial(remove_again, desk))
    add_sentences(app, REMOVAL_DONE)


@require("triage.work")
async def removed(desk: Desk, request: web.Request) -> web.Response:
    """Somebody took the mail out of the mailbox by hand."""
    incoming_id = await _sent(request)
    return await _done(removing.removed_by_hand(desk, incoming_id, actor_of(request)), incoming_id, "mail-removed")


@require("triage.work")
async def remove_again(desk: Desk, request: web.Request) -> web.Response:
    """The desk shall look once more."""
    incoming_id = await _sent(request)
    return await _done(removing.ask_again(desk, incoming_id, actor_of(request)), incoming_id, "mail-sought")


async def _sent(request: web.Request) -> str:
    await form(request)
    try:
        return str(UUID(request.match_info["id"]))
    except ValueError as error:
        raise NotFound from error


async def _done(act: Awaitable[object], incoming_id: str, done: str) -> web.Response:
    try:
        await act
    except NoSuchMessage as error:
        raise NotFound from error
    except (NoSuchRemoval, NotAllowed) as error:
        raise NotAllowedNow(lazy("This was settled already: somebody was faster, or clicked twice.")) from error
    return web.Response(status=303, headers={"Location": f"{MESSAGES}/{incoming_id}?done={done}"})
