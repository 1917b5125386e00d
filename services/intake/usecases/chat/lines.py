"""The lines of a conversation: written sealed, each with the next number; and read again, for one side or the other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.intake.rules.chat.dialogue import Say
from services.intake.rules.chat.known import Known, from_wish
from services.intake.store import chats
from services.intake.store.chats import LINE, WISH, Chat, Line, Who
from services.intake.usecases.chat.sentences import label, spoken
from shared.contracts.people import ADDRESS, CONTACT, CORR, NAME
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work


@dataclass(frozen=True)
class Boxes:
    """The two boxes of one chat."""

    corr: Box
    contact: Box


@dataclass(frozen=True)
class Spoken:
    """One line, open: a text that somebody typed, a quick reply, or what the desk said as a code with its facts."""

    number: int
    who: Who
    at: datetime
    client_id: str
    text: str = ""
    pick: str = ""
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def words(self, language: str, zone: ZoneInfo) -> str:
        """What it says, in the reader's language."""
        if self.code:
            return spoken(language, self.code, self.facts, zone)
        return label(language, self.pick) if self.pick else self.text


async def boxes_of(desk: Desk, chat_id: str) -> Boxes:
    """The boxes of a chat, made when they are first asked for; raises `KeyDestroyed`."""
    corr, contact = await desk.keyring.boxes([(chat_id, CORR), (chat_id, CONTACT)])
    return Boxes(corr, contact)


def write(work: Work, chat: Chat, boxes: Boxes, who: Who, client_id: str = "", **what: Any) -> Line:
    """Write the next line."""
    chat.last_line += 1
    sealed = boxes.corr.seal(LINE, json.dumps(what))
    line = Line(
        chat_id=chat.id,
        number=chat.last_line,
        client_id=client_id or f"{who}-{chat.last_line}",
        who=who,
        at=work.now,
        sealed=sealed,
    )
    work.session.add(line)
    return line


def say(work: Work, chat: Chat, boxes: Boxes, code: Say, **facts: Any) -> None:
    """The desk says something."""
    write(work, chat, boxes, Who.DESK, code=code, facts=facts)


def opened(line: Line, boxes: Boxes) -> Spoken:
    """A line, open; raises `CannotOpen`."""
    what = json.loads(boxes.corr.unseal(LINE, line.sealed))
    return Spoken(line.number, Who(line.who), line.at, line.client_id, **what)


async def conversation(desk: Desk, chat_id: str, after: int = 0, boxes: Boxes | None = None) -> Sequence[Spoken]:
    """The lines behind this number, open; raises `CannotOpen`. `boxes`: those at hand already."""
    async with desk.look() as session:
        rows = await chats.lines_after(session, chat_id, after)
    opener = (boxes or await boxes_of(desk, chat_id)) if rows else None
    return [opened(row, opener) for row in rows if opener is not None]


def known_of(chat: Chat, boxes: Boxes) -> Known:
    """What a conversation has brought so far."""
    if not chat.wish_sealed:
        return Known()
    wish = json.loads(boxes.corr.unseal(WISH, chat.wish_sealed))
    name, address = boxes.contact.unseal(NAME, chat.name_sealed), boxes.contact.unseal(ADDRESS, chat.address_sealed)
    return from_wish(wish, name, address)


def keep_known(chat: Chat, boxes: Boxes, known: Known) -> None:
    """Write that down, sealed."""
    chat.wish_sealed = boxes.corr.seal(WISH, json.dumps(known.wish))
    chat.name_sealed = boxes.contact.seal(NAME, known.name)
    chat.address_sealed = boxes.contact.seal(ADDRESS, known.address)
