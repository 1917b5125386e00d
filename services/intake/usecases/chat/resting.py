"""Chats that go quiet are laid aside and can be taken up again; after their days they are destroyed, key and all."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.intake.rules.chat.dialogue import Say, Stage
from services.intake.rules.chat.limits import LINK_DAYS
from services.intake.store import chats
from services.intake.store.chats import Chat
from services.intake.usecases.chat.keys import new_link
from services.intake.usecases.chat.lines import Boxes, boxes_of, known_of, say
from services.intake.usecases.chat.proving import person_of
from shared.contracts.chat import ChatExpires, ChatIdle, ChatLaidAside
from shared.contracts.people import CONTACT, CORR, LINK
from shared.platform.desk import Desk, Work
from shared.statetable import SYSTEM


def looks_again(desk: Desk, work: Work, chat: Chat, since: datetime) -> None:
    """Look whether the chat went quiet, so long after `since` as it may be."""
    chat.looks += 1
    due = since + timedelta(minutes=desk.settings.chat.idle_minutes)
    work.schedule(ChatIdle(case_id=chat.id, at=work.now, number=chat.looks), due)


def last_day(desk: Desk, work: Work, chat: Chat) -> None:
    """Look on its last day whether the chat has to be destroyed."""
    due = chat.heard_at + timedelta(days=desk.settings.chat.keep_days)
    work.schedule(ChatExpires(case_id=chat.id, at=work.now, number=chat.last_line), due)


async def went_quiet(desk: Desk, work: Work, idle: ChatIdle) -> bool:
    """Lay a chat aside, politely, unless somebody wrote since; whether it was."""
    chat = await chats.claim_chat(work.session, idle.case_id)
    if chat is None or chat.quiet or chat.stands is Stage.DONE:
        return False
    held = chat.is_held(work.now)
    if held or chat.heard_at + timedelta(minutes=desk.settings.chat.idle_minutes) > work.now:
        looks_again(desk, work, chat, work.now if held else chat.heard_at)
        return False
    boxes = await boxes_of(desk, chat.id)
    chat.quiet = True
    say(work, chat, boxes, Say.WENT_QUIET)
    await _mail_link(desk, work, chat, boxes)
    work.note("chat.laid_aside", chat.id, SYSTEM)
    return True


async def _mail_link(desk: Desk, work: Work, chat: Chat, boxes: Boxes) -> None:
    """Who proved an address gets a link there; others go on in the same browser."""
    known = known_of(chat, boxes)
    if not known.proved:
        return
    chat.mails += 1
    work.say(
        ChatLaidAside(
            case_id=chat.id,
            at=work.now,
            number=chat.mails,
            requester=person_of(chat, boxes, known),
            link=boxes.contact.seal(LINK, await new_link(desk, work, chat)),
            valid_until=work.now + timedelta(days=LINK_DAYS),
        )
    )


async def destroy_old(desk: Desk, work: Work, due: ChatExpires) -> None:
    """Destroy a chat whose days are over; one in which somebody wrote since waits for its own last day."""
    chat = await chats.claim_chat(work.session, due.case_id)
    if chat is None:
        return
    if chat.heard_at + timedelta(days=desk.settings.chat.keep_days) > work.now:
        last_day(desk, work, chat)
        return
    for compartment in (CORR, CONTACT):
        await desk.keyring.destroy(chat.id, compartment)
    await chats.forget(work.session, chat.id)
    work.note("chat.destroyed", due.case_id, SYSTEM, handed_in=bool(chat.incoming_id))
