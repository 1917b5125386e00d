"""The clock door of intake: test mails, quiet chats, old drafts; every minute a look at mailboxes and what must go."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from services.intake.usecases import alarms, canaries, drafting
from services.intake.usecases.chat import resting
from services.intake.usecases.chat.rooms import rooms_of
from shared.contracts.chat import ChatExpires, ChatIdle
from shared.contracts.intake import CanaryDue, CanaryLate
from shared.platform.desk import Desk, Work
from shared.platform.logs import log

LOOK_EVERY: Final = timedelta(minutes=1)


async def on_canary_due(desk: Desk, message: CanaryDue, work: Work) -> None:
    """It is time for a test mail."""
    await canaries.begin(desk, work, message)


async def on_canary_late(desk: Desk, message: CanaryLate, work: Work) -> None:
    """The hour of a test mail is over."""
    del desk
    await canaries.late(work, message)


async def on_chat_idle(desk: Desk, message: ChatIdle, work: Work) -> None:
    """A chat may have gone quiet."""
    if await resting.went_quiet(desk, work, message):
        rooms_of(desk).wake(message.case_id)


async def on_chat_expires(desk: Desk, message: ChatExpires, work: Work) -> None:
    """A chat may have had its last day."""
    await resting.destroy_old(desk, work, message)


async def watch_over_desk(desk: Desk) -> None:
    """Keep the test mails going; look every minute whether mailboxes are read, and what must leave one that is not."""
    set_going = False
    while True:
        try:
            if not set_going:
                await canaries.keep_going(desk)
                set_going = True
            await alarms.look_at_mailboxes(desk)
            await alarms.look_at_removals(desk)
            await drafting.purge(desk)
        except Exception as error:  # noqa: BLE001 -- the watch must outlive a database that is away
            log.warning("watch.failed", service=desk.service, error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY.total_seconds())
