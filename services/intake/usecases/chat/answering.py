"""A colleague answers in a chat: takes it in hand, writes, hands it back. Presence is a lease, told and not enforced.

While somebody holds a chat the desk keeps silent; the lease is renewed while the page is open and by every line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.intake.rules.chat.dialogue import Say, Stage
from services.intake.rules.chat.known import Known
from services.intake.rules.chat.meaning import LONGEST_TEXT
from services.intake.store import chats
from services.intake.store.chats import HOLDER, Chat, Who
from services.intake.usecases.chat.lines import Boxes, boxes_of, known_of, say, write
from services.intake.usecases.chat.replying import repeat_question
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session

LEASE: Final = timedelta(minutes=5)


class NoSuchChat(LookupError):
    """No chat has this id, or it was destroyed."""


class NotYours(Exception):
    """Another colleague holds it, or nobody does; or it was handed in."""


@dataclass(frozen=True)
class Shown:
    """A chat as staff see it: who holds it now, and what is known of who is in it."""

    chat: Chat
    known: Known
    holder: str = ""
    mine: bool = False


async def listed(desk: Desk, actor: Session) -> Sequence[Shown]:
    """The chats that are open; one that was destroyed meanwhile is left out."""
    async with desk.look() as session:
        rows = await chats.open_chats(session)
    found = []
    for chat in rows:
        try:
            found.append(_shown(chat, await boxes_of(desk, chat.id), actor, desk.clock.now()))
        except CannotOpen:
            continue
    return found


async def one(desk: Desk, chat_id: str, actor: Session) -> Shown:
    """One chat; raises `NoSuchChat`."""
    async with desk.look() as session:
        chat = await session.get(Chat, chat_id)
    if chat is None:
        raise NoSuchChat(chat_id)
    try:
        return _shown(chat, await boxes_of(desk, chat_id), actor, desk.clock.now())
    except CannotOpen as error:
        raise NoSuchChat(chat_id) from error


async def note_view(desk: Desk, chat_id: str, actor: Session) -> None:
    """Who looked at a chat is noted, as with a case (R1.3-1)."""
    async with desk.work() as work:
        work.note("chat.viewed", chat_id, actor.staff_id)


def _shown(chat: Chat, boxes: Boxes, actor: Session, now: datetime) -> Shown:
    holder = boxes.contact.unseal(HOLDER, chat.holder_sealed) if chat.is_held(now) else ""
    return Shown(chat, known_of(chat, boxes), holder, bool(holder) and chat.held_by == actor.staff_id)


async def take(desk: Desk, chat_id: str, actor: Session) -> None:
    """Take a chat in hand, also from a colleague; the requester is told who is there. Raises `NoSuchChat`."""
    boxes = await _boxes(desk, chat_id)
    async with desk.work() as work:
        chat = await _claimed(work, chat_id)
        _insist(chat.stands is not Stage.DONE)
        if chat.held_by != actor.staff_id or not chat.is_held(work.now):
            say(work, chat, boxes, Say.COLLEAGUE_JOINS, name=actor.display_name)
            work.note("chat.taken_over", chat_id, actor.staff_id)
        chat.held_by, chat.holder_sealed = actor.staff_id, boxes.contact.seal(HOLDER, actor.display_name)
        chat.held_until, chat.wants_person_at = work.now + LEASE, None


async def renew(desk: Desk, chat_id: str, actor: Session) -> None:
    """Keep it in hand, if it still is. Raises `NoSuchChat`."""
    async with desk.work() as work:
        chat = await _claimed(work, chat_id)
        if chat.held_by == actor.staff_id and chat.is_held(work.now):
            chat.held_until = work.now + LEASE


async def write_to(desk: Desk, chat_id: str, actor: Session, text: str, client_id: str) -> None:
    """Write a line as a colleague; sent twice, it is written once. Raises `NoSuchChat`, `NotYours`."""
    boxes = await _boxes(desk, chat_id)
    async with desk.work() as work:
        chat = await _claimed(work, chat_id)
        if await chats.has_line(work.session, chat_id, client_id):
            return
        _insist(chat.held_by == actor.staff_id and chat.is_held(work.now))
        write(work, chat, boxes, Who.STAFF, client_id, text=text.strip()[:LONGEST_TEXT])
        chat.held_until = work.now + LEASE
        work.note("chat.answered", chat_id, actor.staff_id, line=chat.last_line)


async def hand_back(desk: Desk, chat_id: str, actor: Session) -> None:
    """Let the desk go on, with its last question. Raises `NoSuchChat`, `NotYours`."""
    boxes = await _boxes(desk, chat_id)
    async with desk.work() as work:
        chat = await _claimed(work, chat_id)
        _insist(chat.held_by == actor.staff_id)
        chat.held_by, chat.held_until = "", None
        say(work, chat, boxes, Say.HANDED_BACK)
        repeat_question(work, chat, boxes, desk, known_of(chat, boxes))
        work.note("chat.handed_back", chat_id, actor.staff_id)


async def _boxes(desk: Desk, chat_id: str) -> Boxes:
    async with desk.look() as session:  # first, for asking for a box makes one
        if await session.get(Chat, chat_id) is None:
            raise NoSuchChat(chat_id)
    return await boxes_of(desk, chat_id)


async def _claimed(work: Work, chat_id: str) -> Chat:
    chat = await chats.claim_chat(work.session, chat_id)
    if chat is None:
        raise NoSuchChat(chat_id)
    return chat


def _insist(allowed: bool) -> None:
    if not allowed:
        raise NotYours
