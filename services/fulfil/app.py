"""The composition root of fulfil: its handlers, its pages, and the routing table that it checks before it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from services.fulfil import listen, timers
from services.fulfil.connectors import opened
from services.fulfil.usecases import evidence
from services.fulfil.usecases.breaches import on_breach_due
from services.fulfil.usecases.erasing_later import on_later_due
from services.fulfil.usecases.holding import on_review
from services.fulfil.usecases.ordering import carry_out
from services.fulfil.usecases.packages import on_package_asked, on_package_expires
from services.fulfil.usecases.retaining import begin, on_retention_due
from services.fulfil.usecases.routing import configured
from services.fulfil.usecases.systems import CONNECTORS
from services.fulfil.usecases.task_files import FILES
from services.fulfil.web import (
    accounts,
    breaches,
    calendar,
    case,
    download,
    erasing,
    holder_page,
    home,
    masks,
    measures,
    queue,
    recipients,
    routes,
    sign_in,
    status,
    system,
    task_file,
    tasks,
    writing,
)
from shared.platform.config import BadConfiguration
from shared.platform.desk import Desk
from shared.platform.handlers import Handlers, many, quick, slow
from shared.platform.process import Office

HANDLERS: Handlers = {
    "request.received": many(listen.on_request_received),
    "triage.needed": many(listen.on_triage_needed),
    "triage.done": quick(listen.on_triage_done),
    "triage.snoozed": quick(listen.on_triage_snoozed),
    "followup.received": quick(listen.on_followup_received),
    "desk.alarm": quick(listen.on_desk_alarm),
    "gate.alarm": quick(listen.on_desk_alarm),
    "canary.arrived": quick(listen.on_canary_arrived),
    "letter.bounced": quick(listen.on_letter_bounced),
    "letter.sent": quick(listen.on_letter_sent),
    "letter.failed": quick(listen.on_letter_failed),
    "identity.not_needed": quick(listen.on_identity_not_needed),
    "identity.needed": quick(listen.on_identity_needed),
    "identity.requested": quick(listen.on_identity_requested),
    "identity.address_asked": quick(listen.on_address_asked),
    "identity.contact_changed": quick(listen.on_contact_changed),
    "identity.copy_received": quick(listen.on_copy_received),
    "identity.copy_rejected": quick(listen.on_copy_rejected),
    "identity.copy_not_kept": quick(listen.on_copy_not_kept),
    "identity.copy_destroyed": quick(listen.on_copy_destroyed),
    "identity.verified": quick(listen.on_identity_verified),
    "identity.refused": quick(listen.on_identity_refused),
    "alarm.due": quick(timers.on_alarm_due),
    "breach.due": quick(on_breach_due),
    "task.call": quick(timers.on_task_call),
    "connector.work": slow(carry_out, lease=600),
    "package.asked": slow(on_package_asked),
    "package.expires": quick(on_package_expires),
    "later.due": quick(on_later_due),
    "hold.review": quick(on_review),
    "retention.due": slow(on_retention_due, lease=600),
}


_PAGES = (
    home,
    queue,
    calendar,
    case,
    measures,
    breaches,
    writing,
    erasing,
    recipients,
    masks,
    tasks,
    task_file,
    system,
    routes,
    holder_page,
    sign_in,
    accounts,
    download,
    status,
)


def add_routes(app: web.Application, desk: Desk) -> None:
    """All pages of fulfil."""
    for part in _PAGES:
        part.add_routes(app, desk)


@asynccontextmanager
async def checked(desk: Desk) -> AsyncIterator[None]:
    """Refuse to start without data holders to ask; begin the daily round, and have connectors ready."""
    try:
        configured(desk)
    except ValueError as error:
        raise BadConfiguration(f"routing: {error}") from error
    await begin(desk)
    async with opened(desk.settings.connectors) as found:
        desk.tools |= {CONNECTORS: found, FILES: evidence.found}
        yield


OFFICE = Office(name="fulfil", package="services.fulfil", handlers=HANDLERS, add_routes=add_routes, tools=checked)
