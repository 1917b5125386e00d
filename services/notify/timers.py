"""What the clock brings: letters whose turn it is, reminders, and a look after what lies still."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from services.notify.usecases import identity, unknown
from services.notify.usecases.sending import LEASE, send
from shared.contracts.notify import ReminderDue, SendDue
from shared.platform.crypto import KeyDestroyed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Handler, Job, quick, slow
from shared.platform.logs import log

TEND_EVERY: Final = timedelta(minutes=5)


async def on_send_due(desk: Desk, message: SendDue, job: Job) -> None:
    """It is this letter's turn."""
    await send(desk, message, job)


async def on_reminder_due(desk: Desk, message: ReminderDue, work: Work) -> None:
    """T06, if it is still needed."""
    try:
        await identity.remind(desk, work, message)
    except KeyDestroyed:
        log.info("letter.erased", case=message.case_id, type=message.type)


async def watch(desk: Desk) -> None:
    """At the start and every few minutes: no letter is left lying that no message asks for."""
    while True:
        taken = await unknown.tend(desk)
        if taken:
            log.warning("letter.taken_up", count=taken)
        await asyncio.sleep(TEND_EVERY.total_seconds())


RUNG: Final[Mapping[str, Handler]] = {"send.due": slow(on_send_due, LEASE), "reminder.due": quick(on_reminder_due)}
