"""The conversation by mail, to the address that was proved; it lies sealed in the handover, for no message holds it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from services.intake.rules.chat.known import Known
from services.intake.store.chats import Chat, lines_after
from services.intake.usecases.chat.handing_in import transcript
from services.intake.usecases.chat.lines import Boxes, opened
from services.intake.usecases.chat.proving import SUBJECT, person_of
from shared.contracts.chat import ChatCopyAsked
from shared.contracts.people import CONTACT
from shared.platform.desk import Desk, Work
from shared.platform.handover import Handover


async def mail_copy(desk: Desk, work: Work, chat: Chat, boxes: Boxes, known: Known) -> None:
    """Have the conversation sent to its requester."""
    await work.flush_rows()
    lines = [opened(line, boxes) for line in await lines_after(work.session, chat.id, 0)]
    text = transcript(lines, chat.language, ZoneInfo(desk.settings.timezone))
    name = await Handover(desk.cabinet, desk.keyring, desk.clock, CONTACT).put(text.encode())
    chat.mails += 1
    work.say(
        ChatCopyAsked(
            case_id=chat.id,
            at=work.now,
            number=chat.mails,
            requester=person_of(chat, boxes, known),
            handover=name,
        )
    )
    work.note("chat.copy_mailed", chat.id, SUBJECT)
