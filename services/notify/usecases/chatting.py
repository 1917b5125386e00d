"""Letters of a chat: its code (C01), the conversation (C02), a link to go on (C03). There is no case yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.notify.rules.who_gets_what import Event
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.chat import ChatCodeAsked, ChatCopyAsked, ChatLaidAside, ChatMail
from shared.contracts.envelope import DESK
from shared.contracts.people import CODE, CONTACT, LINK
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.platform.handover import Gone, Handover
from shared.platform.logs import log


async def send_code(desk: Desk, work: Work, asked: ChatCodeAsked) -> None:
    """Send the code; one that is no longer good when its turn comes is not sent."""
    box = await desk.keyring.box(asked.case_id, CONTACT)
    facts = {"code": box.unseal(CODE, asked.code), "valid_until": asked.valid_until}
    await _queue(desk, work, asked, Event.CHAT_CODE_ASKED, facts, asked.valid_until)


async def send_copy(desk: Desk, asked: ChatCopyAsked, job: Job) -> None:
    """Send the conversation, which lies in the handover until the letter is made of it."""
    lies = Handover(desk.cabinet, desk.keyring, desk.clock, CONTACT)
    try:
        text = (await lies.open(asked.handover)).decode()
    except (Gone, CannotOpen):  # it was made into a letter before, or destroyed with the chat
        log.info("chat.copy_gone", case=asked.case_id)
        text = ""
    async with job.work() as work:
        if text:
            await _queue(desk, work, asked, Event.CHAT_COPY_ASKED, {"conversation": text.splitlines()})
    await lies.remove(asked.handover)


async def send_link(desk: Desk, work: Work, aside: ChatLaidAside) -> None:
    """Send the link to whoever did not finish."""
    box = await desk.keyring.box(aside.case_id, CONTACT)
    facts = {"chat_link": box.unseal(LINK, aside.link), "valid_until": aside.valid_until}
    await _queue(desk, work, aside, Event.CHAT_LAID_ASIDE, facts, aside.valid_until)


async def _queue(
    desk: Desk,
    work: Work,
    mail: ChatMail,
    event: Event,
    facts: Mapping[str, object],
    expires_at: datetime | None = None,
) -> None:
    # As with letters about the desk itself: what becomes of them is no news to any case.
    step = f"{mail.case_id}.{mail.number}"
    await queue_letters(desk, work, Occasion(event, DESK, "", mail.requester, step, facts, expires_at=expires_at))
