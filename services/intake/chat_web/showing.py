"""What a browser is told of a conversation: the lines it has not seen, the quick replies that fit, who is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.intake.rules.chat.dialogue import OPENING, REPLIES, Heard, Stage
from services.intake.store import chats
from services.intake.store.chats import Chat, Who
from services.intake.usecases.chat.hearing import Why
from services.intake.usecases.chat.lines import Boxes, Spoken, conversation
from services.intake.usecases.chat.replying import offered
from services.intake.usecases.chat.rooms import rooms_of
from services.intake.usecases.chat.sentences import label, say
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk
from shared.platform.i18n import lazy

REFUSALS: Final = {
    Why.EMPTY: lazy("There was nothing in your message."),
    Why.TOO_LONG: lazy("Your message is too long: at most 2,000 characters. Send it in parts."),
    Why.TOO_FAST: lazy("That goes too fast for us. Wait a minute, and send it again."),
    Why.TOO_MANY: lazy("Too many conversations were begun from your connection. Try again in an hour, or mail us."),
    Why.FULL: lazy("This conversation is too long for a chat. Mail us, or call us."),
    Why.ODD: lazy("This answer does not fit any more. Choose one of the answers below, or write it."),
    Why.GONE: lazy("This conversation was erased. Begin a new one."),
}


async def find(desk: Desk, token: str) -> Chat | None:
    """The chat of this browser."""
    async with desk.look() as session:
        return await chats.chat_with(session, token, desk.clock.now())


def signs(desk: Desk, chat: Chat | None) -> tuple[object, ...]:
    """What changes when there is something to tell; cheap to compare."""
    if chat is None:
        return ()
    now = desk.clock.now()
    typing = rooms_of(desk).is_typing(chat.id, Who.STAFF, now)
    return chat.last_line, chat.stage, chat.is_held(now), chat.wants_person_at is None, typing


async def told(desk: Desk, chat: Chat | None, after: int, language: str, boxes: Boxes | None = None) -> dict[str, Any]:
    """What is new behind line `after`, and how things stand. `boxes`: those of the chat, if they are at hand."""
    zone = ZoneInfo(desk.settings.timezone)
    if chat is None:
        return _opening(desk, after, language, zone)
    try:
        lines = await conversation(desk, chat.id, after, boxes)
    except CannotOpen:
        return _opening(desk, after, language, zone)
    now = desk.clock.now()
    held = chat.is_held(now)
    return {
        "lines": [line_of(each, language, zone) for each in lines],
        "replies": _replies(offered(chat, held=held), language),
        "stage": str(chat.stands),
        "typing": held and rooms_of(desk).is_typing(chat.id, Who.STAFF, now),
    }


def _opening(desk: Desk, after: int, language: str, zone: ZoneInfo) -> dict[str, Any]:
    """The first lines, before there is a chat: as they will be written down when somebody answers."""
    facts = {"organisation": desk.settings.controller.name}
    lines = [
        Spoken(number, Who.DESK, desk.clock.now(), f"desk-{number}", code=code, facts=facts)
        for number, code in enumerate(OPENING, start=1)
    ]
    return {
        "lines": [line_of(each, language, zone) for each in lines if each.number > after],
        "replies": _replies((*REPLIES[Stage.WISH], Heard.PERSON), language),
        "stage": str(Stage.WISH),
        "typing": False,
    }


def line_of(line: Spoken, language: str, zone: ZoneInfo) -> dict[str, Any]:
    """One line; its words are text, never markup."""
    return {
        "n": line.number,
        "id": line.client_id,
        "who": str(line.who),
        "text": line.words(language, zone),
        "at": f"{line.at.astimezone(zone):%H:%M}",
    }


def _replies(codes: Iterable[str], language: str) -> list[dict[str, str]]:
    return [{"value": str(code), "label": label(language, code)} for code in codes]


def refused(why: Why, language: str) -> str:
    """Why a message was not taken, in words."""
    return say(language, REFUSALS[why])
