"""The desk writes to itself, once a number, over the real mail server (mail in, step 10).

Handed over twice, a test mail would come in twice. So it is written down before the first byte leaves; one that was
cut in between is not sent again, and intake's alarm tells people within the hour.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.notify.rules.canary import canary
from services.notify.store import CanarySent
from services.notify.usecases.tools import Lost, Never, way_out_of
from shared.contracts.intake import CanaryWanted
from shared.contracts.references import canary_mark
from shared.platform.crash import crash_point
from shared.platform.desk import Desk
from shared.platform.handlers import Job
from shared.platform.insert import insert_once
from shared.platform.logs import log
from shared.statetable import SYSTEM

WITHIN: Final = timedelta(seconds=120)
LEASE: Final = 300


async def send_canary(desk: Desk, wanted: CanaryWanted, job: Job) -> None:
    """Send the test mail, unless it was sent or tried to its end before. Raises `Later` when the server is busy."""
    async with desk.look() as session:
        sent = await session.get(CanarySent, wanted.number) is not None
    outcome = "known" if sent else await _hand_over(desk, wanted.number)
    async with job.work() as work:
        work.note("canary.sent", wanted.case_id, SYSTEM, number=wanted.number, outcome=outcome)
    log.info("canary.sent", count=wanted.number, outcome=outcome)


async def _hand_over(desk: Desk, number: int) -> str:
    settings, sender = desk.settings, desk.settings.mail.sender
    recipient = next(iter(settings.intake.official_addresses), sender)
    mark = canary_mark(number, desk.reference_key)
    date = desk.clock.now().astimezone(ZoneInfo(settings.timezone))
    mail = canary(number, mark, sender=sender, recipient=recipient, date=date)
    try:
        async with asyncio.timeout(WITHIN.total_seconds()), way_out_of(desk)() as link:
            await link.envelope(sender, recipient)
            if not await _begin(desk, number):
                return "known"
            crash_point("notify.canary.before_data")
            await link.data(mail)
    except Never:
        return "refused"
    except Lost:
        return "unknown"
    return "sent"


async def _begin(desk: Desk, number: int) -> bool:
    """Write down that it is being sent; False when that was written before."""
    async with desk.work() as work:
        row = CanarySent(number=number, sent_at=work.now)
        new = await insert_once(work.connection, CanarySent.__table__, [row.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it
    return bool(new)
