"""Proving an address: a code by mail to whatever address was given, and the answer typed in the chat.

Whether the address is known to the desk makes no difference to anything that is said or done here.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from services.intake.rules.chat.dialogue import Heard
from services.intake.rules.chat.known import Known
from services.intake.rules.chat.limits import CODE_MINUTES, CODE_TRIES, HOUR, may_send_code
from services.intake.store import chats
from services.intake.store.chats import Chat, Code
from services.intake.usecases.chat.lines import Boxes
from shared.contracts.chat import ChatCodeAsked
from shared.contracts.people import ADDRESS, CODE, NAME, Person
from shared.platform.crypto import short_code
from shared.platform.desk import Desk, Work
from shared.vocabulary import Language

SUBJECT = "subject"


def person_of(chat: Chat, boxes: Boxes, known: Known) -> Person:
    """Who is on the other side, sealed in `contact` of the chat."""
    return Person(
        scope=chat.id,
        name=boxes.contact.seal(NAME, known.name),
        address=boxes.contact.seal(ADDRESS, known.address),
        language=Language(chat.language),
    )


async def send_code(desk: Desk, work: Work, chat: Chat, boxes: Boxes, known: Known) -> bool:
    """Send a fresh code to the address given; the one before stops working. False when there were too many."""
    index = desk.keyring.index("chat.address", known.address)
    if not may_send_code(*await chats.codes_since(work.session, chat.id, index, work.now - HOUR)):
        work.note("chat.codes_refused", chat.id, SUBJECT)
        return False
    newest = await chats.newest_code(work.session, chat.id)
    number, code = 1 if newest is None else newest.number + 1, short_code()
    work.session.add(
        Code(
            chat_id=chat.id,
            number=number,
            address_index=index,
            mark=_mark(desk, chat.id, number, code),
            made_at=work.now,
        )
    )
    chat.mails += 1
    work.say(
        ChatCodeAsked(
            case_id=chat.id,
            at=work.now,
            number=chat.mails,
            requester=person_of(chat, boxes, known),
            code=boxes.contact.seal(CODE, code),
            valid_until=work.now + timedelta(minutes=CODE_MINUTES),
        )
    )
    work.note("chat.code_sent", chat.id, SUBJECT, number=number)
    return True


async def try_code(desk: Desk, work: Work, chat: Chat, digits: str) -> Heard:
    """Compare what was typed with the code that was sent last; each wrong one costs a try, the fifth voids it."""
    newest = await chats.newest_code(work.session, chat.id)
    if newest is None or newest.tries >= CODE_TRIES:
        return Heard.USED_UP
    fits = hmac.compare_digest(newest.mark, _mark(desk, chat.id, newest.number, digits))
    if fits and newest.made_at + timedelta(minutes=CODE_MINUTES) > work.now:
        newest.tries = CODE_TRIES  # used up by being right
        work.note("chat.address_proved", chat.id, SUBJECT, number=newest.number)
        return Heard.RIGHT
    newest.tries += 1
    work.note("chat.wrong_code", chat.id, SUBJECT, tries=newest.tries)
    return Heard.USED_UP if newest.tries >= CODE_TRIES else Heard.WRONG


def _mark(desk: Desk, chat_id: str, number: int, digits: str) -> str:
    return desk.keyring.index(f"chat.code|{chat_id}|{number}", digits)
