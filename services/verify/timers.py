"""The clock's door: a copy that grew too old, and the round that finishes what a crash left undone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from services.verify import store
from services.verify.store import NoSuchVerification
from services.verify.usecases import concluding, ending, mailed, stumbling
from services.verify.usecases.destroying import heal, shred
from shared.contracts.verify import CopyExpires, ReviewSettles
from shared.platform.crash import crash_point
from shared.platform.desk import Desk
from shared.platform.handlers import Job
from shared.platform.logs import log
from shared.statetable import NotAllowed

ROUND_SECONDS = 60
_LATE = timedelta(minutes=10)


async def on_copy_expires(desk: Desk, message: CopyExpires, job: Job) -> None:
    """The copy's last day: it goes without a decision; one that went before leaves nothing to do."""
    async with job.work() as work:
        try:
            await ending.expire(desk, work, message)
        except (NotAllowed, NoSuchVerification):
            log.info("copy.gone_before", case=message.case_id, attempt=message.attempt)
    await shred(desk)


async def on_review_settles(desk: Desk, message: ReviewSettles, job: Job) -> None:
    """The time to undo a decision about a copy is over: it takes effect, and the copy goes after the commit."""
    async with job.work() as work:
        await concluding.settle(desk, work, message)
    crash_point("verify.settle.committed")
    await shred(desk)


async def keep_rounds(desk: Desk) -> None:
    """At the start and every minute: heal, leave nothing in the handover, see whether the gate is well again."""
    while True:
        await heal(desk)
        await mailed.clear(desk)
        await mailed.destroy_forgotten(desk)
        await stumbling.look_again(desk)
        await asyncio.sleep(ROUND_SECONDS)


async def copies_go(desk: Desk) -> bool:
    """Ready only while no condemned copy has been waiting for ten minutes to be destroyed."""
    async with desk.look() as session:
        return not await store.condemned(session, asked_before=desk.clock.now() - _LATE)
