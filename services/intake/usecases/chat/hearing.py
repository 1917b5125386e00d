"""A message of the requester is taken in, once, and answered: the door of the conversation.

The same message sent again (a lost connection, a reload, a restart) has the same client's id, and comes in once. What
it means is weighed before the transaction; if the conversation moved on in the meantime, it is weighed again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from services.intake.rules.chat.dialogue import OPENING
from services.intake.rules.chat.limits import HOUR, LINES_A_CHAT, MINUTE
from services.intake.rules.chat.meaning import ABOUT_WISHES, LONGEST_TEXT
from services.intake.rules.classification import Classification
from services.intake.store import chats
from services.intake.store.chats import Chat, Key, Who
from services.intake.usecases.chat.lines import Boxes, boxes_of, keep_known, known_of, say, write
from services.intake.usecases.chat.replying import NoSuchReply, Typed, reply
from services.intake.usecases.chat.resting import last_day, looks_again
from services.intake.usecases.chat.tools import weigher_of
from shared.contracts.envelope import deterministic
from shared.platform.crypto import KeyDestroyed, fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.insert import insert_once

_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,40}")
_TRIES: Final = 3


class Why(StrEnum):
    """Why a message is not taken. It is no part of the conversation then, and the browser says so."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    TOO_MANY = "too_many"
    FULL = "full"
    ODD = "odd"
    GONE = "gone"


class NotTaken(Exception):
    """The message was refused, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class _Again(Exception):
    """Somebody else was faster; nothing was written."""


@dataclass(frozen=True)
class Visitor:
    """Who talks: the token of their browser, the network address, the language of the page.

    `boxes` are kept as long as they are connected: to look them up costs as much as to write a line.
    """

    token: str
    source: str
    language: str
    boxes: dict[str, Boxes] = field(default_factory=dict)

    async def box_of(self, desk: Desk, chat_id: str) -> Boxes:
        """The boxes of a chat."""
        if chat_id not in self.boxes:
            self.boxes[chat_id] = await boxes_of(desk, chat_id)
        return self.boxes[chat_id]


async def hear(desk: Desk, visitor: Visitor, client_id: str, typed: Typed) -> str:
    """Take a message in and answer it; gives the chat's id. Raises `NotTaken`."""
    typed = _checked(client_id, typed)
    for _ in range(_TRIES):
        try:
            return await _once(desk, visitor, client_id, typed)
        except _Again:
            continue
        except KeyDestroyed as error:
            raise NotTaken(Why.GONE) from error
    raise NotTaken(Why.TOO_FAST)


def _checked(client_id: str, typed: Typed) -> Typed:
    whole = typed.text.encode(errors="replace").decode()  # half a character can come in by JSON
    text = whole.replace("\r\n", "\n").replace("\0", "").strip()
    if not _CLIENT_ID.fullmatch(client_id):
        raise NotTaken(Why.ODD)
    if not text and not typed.pick:
        raise NotTaken(Why.EMPTY)
    if len(text) > LONGEST_TEXT:
        raise NotTaken(Why.TOO_LONG)
    return Typed("" if typed.pick else text, typed.pick)


async def _once(desk: Desk, visitor: Visitor, client_id: str, typed: Typed) -> str:
    async with desk.look() as session:
        seen = await chats.chat_with(session, visitor.token, desk.clock.now())
    weighed = await _weighed(desk, seen, typed)
    chat_id = deterministic(new_code()) if seen is None else seen.id
    boxes = await visitor.box_of(desk, chat_id)
    async with desk.work() as work:
        if seen is None:
            await _begin(desk, work, visitor, chat_id, boxes)
        chat = await chats.claim_chat(work.session, chat_id)
        if chat is None:
            raise NotTaken(Why.GONE)
        is_known, lately = await chats.heard_before(work.session, chat.id, client_id, work.now - MINUTE)
        if is_known:
            return chat.id
        _insist_on_limits(desk, chat, lately)
        if typed.text and chat.stands in ABOUT_WISHES and weighed is None:
            raise _Again
        _take(work, chat, boxes, client_id, typed)
        known = known_of(chat, boxes)
        try:
            known = await reply(desk, work, chat, boxes, known, typed, weighed)
        except NoSuchReply as error:
            raise NotTaken(Why.ODD) from error
        keep_known(chat, boxes, known)
    return chat_id


async def _weighed(desk: Desk, seen: Chat | None, typed: Typed) -> Classification | None:
    if not typed.text or (seen is not None and seen.stands not in ABOUT_WISHES):
        return None
    return await weigher_of(desk)(typed.text)


async def _begin(desk: Desk, work: Work, visitor: Visitor, chat_id: str, boxes: Boxes) -> None:
    index, most = desk.keyring.index("chat.source", visitor.source), desk.settings.chat.chats_an_hour
    if await chats.begun_since(work.session, index, work.now - HOUR) >= most:
        raise NotTaken(Why.TOO_MANY)
    chat = Chat(id=chat_id, language=visitor.language, started_at=work.now, heard_at=work.now, source_index=index)
    work.session.add(chat)
    await work.flush_rows()
    key = Key(fingerprint=fingerprint(visitor.token), chat_id=chat_id)
    if not await insert_once(work.connection, Key.__table__, [key.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
        raise _Again
    for code in OPENING:
        say(work, chat, boxes, code, organisation=desk.settings.controller.name)
    await work.flush_rows()
    looks_again(desk, work, chat, work.now)
    last_day(desk, work, chat)
    work.note("chat.started", chat_id, "subject")


def _insist_on_limits(desk: Desk, chat: Chat, lately: int) -> None:
    if lately >= desk.settings.chat.messages_a_minute:
        raise NotTaken(Why.TOO_FAST)
    if chat.last_line >= LINES_A_CHAT:
        raise NotTaken(Why.FULL)


def _take(work: Work, chat: Chat, boxes: Boxes, client_id: str, typed: Typed) -> None:
    what = {"pick": typed.pick} if typed.pick else {"text": typed.text}
    write(work, chat, boxes, Who.REQUESTER, client_id, **what)
    chat.heard_at = work.now
