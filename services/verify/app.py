"""Verify: finds out whether requesters are who they say, keeping as little as possible."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from services.verify import (
    agent_web,
    client_web,
    confirm_web,
    gate,
    ladder_web,
    letters_web,
    listen,
    review_web,
    staff_web,
    timers,
)
from services.verify.checks.drawing import drawers
from services.verify.checks.examine import examiners
from services.verify.directory import opened
from services.verify.usecases.tools import DIRECTORY, DRAW, EXAMINE, VAULT
from services.verify.vault import Vault
from shared.platform.desk import Desk
from shared.platform.handlers import quick, slow
from shared.platform.process import Office

JUDGES = 2


@asynccontextmanager
async def tools(desk: Desk) -> AsyncIterator[None]:
    """The vault, the client directory, and the children that open strangers' files; all end with the process."""
    protect = not desk.settings.allow_unprotected_decoder
    async with (
        examiners(JUDGES, require_protection=protect) as by,
        drawers(require_protection=protect) as draw,
        opened(desk.settings.client_directory) as directory,
    ):
        desk.tools[DRAW] = draw
        desk.tools[DIRECTORY] = directory
        desk.tools["judge"] = by
        desk.tools[EXAMINE] = partial(gate.judged, desk, by)
        desk.tools[VAULT] = Vault(desk.keyring, desk.settings.data_dir / "vault")
        yield


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages for requesters and for staff."""
    client_web.add_routes(app, desk)
    confirm_web.add_routes(app, desk)
    ladder_web.add_routes(app, desk)
    agent_web.add_routes(app, desk)
    letters_web.add_routes(app, desk)
    review_web.add_routes(app, desk)
    staff_web.add_routes(app, desk)


OFFICE = Office(
    name="verify",
    package="services.verify",
    handlers={
        "case.triaged": quick(listen.on_case_triaged),
        "dates.moved": quick(listen.on_dates_moved),
        "followup.received": quick(listen.on_followup_received),
        "case.closed": slow(listen.on_case_closed),
        "case.destroyed": quick(listen.on_case_destroyed),
        "identity.copy_mailed": slow(listen.on_copy_mailed),
        "identity.copy_expires": slow(timers.on_copy_expires),
        "identity.review_settles": slow(timers.on_review_settles),
    },
    add_routes=add_routes,
    edges=(timers.keep_rounds,),
    tools=tools,
    checks={"copies": timers.copies_go},
)
