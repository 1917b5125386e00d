"""The tables of the chat and what use cases ask of them. What people say is here as sealed text only (scope: the chat).

`wish_sealed` and the lines are sealed in `corr`, name, address and the holder's name in `contact`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Text
from sqlmodel import Field, and_, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.rules.chat.dialogue import Stage
from services.intake.store.table import IntakeTable
from shared.platform.crypto import fingerprint
from shared.platform.instant import Instant
from shared.vocabulary import Language

WISH: Final = "chat.wish"
LINE: Final = "chat.line"
HOLDER: Final = "chat.holder"
CHATS_SHOWN: Final = 100


class Who(StrEnum):
    """Who said a line."""

    REQUESTER = "requester"
    DESK = "desk"
    STAFF = "staff"


class Chat(IntakeTable, table=True):
    """One conversation. `mails` counts what was mailed, `looks` the timers; `quiet`: it was laid aside."""

    __tablename__ = "chat"

    id: str = Field(primary_key=True)
    language: str = Language.NL
    stage: str = Stage.WISH
    last_line: int = 0
    started_at: datetime = Field(sa_type=Instant)
    heard_at: datetime = Field(sa_type=Instant)
    source_index: str = ""
    wish_sealed: str = Field(default="", sa_type=Text)
    name_sealed: str = Field(default="", sa_type=Text)
    address_sealed: str = Field(default="", sa_type=Text)
    mails: int = 0
    looks: int = 0
    quiet: bool = False
    wants_person_at: datetime | None = Field(default=None, sa_type=Instant)
    held_by: str = ""
    holder_sealed: str = Field(default="", sa_type=Text)
    held_until: datetime | None = Field(default=None, sa_type=Instant)
    incoming_id: str = ""

    @property
    def stands(self) -> Stage:
        """What it waits for."""
        return Stage(self.stage)

    def is_held(self, now: datetime) -> bool:
        """Whether a colleague answers in it now."""
        return bool(self.held_by) and self.held_until is not None and self.held_until > now


class Line(IntakeTable, table=True):
    """One line of a conversation; a client's id comes in once."""

    __tablename__ = "chat_line"

    chat_id: str = Field(primary_key=True, foreign_key="chat.id")
    number: int = Field(primary_key=True)
    client_id: str
    who: str
    at: datetime = Field(sa_type=Instant)
    sealed: str = Field(sa_type=Text)


class Key(IntakeTable, table=True):
    """What opens a conversation: a browser's cookie, or a link with a last day."""

    __tablename__ = "chat_key"

    fingerprint: str = Field(primary_key=True)
    chat_id: str = Field(foreign_key="chat.id")
    is_link: bool = False
    valid_until: datetime | None = Field(default=None, sa_type=Instant)


class Code(IntakeTable, table=True):
    """A code that was sent; `mark` is keyed, for eight digits are soon guessed from a plain hash."""

    __tablename__ = "chat_code"

    chat_id: str = Field(primary_key=True, foreign_key="chat.id")
    number: int = Field(primary_key=True)
    address_index: str
    mark: str
    made_at: datetime = Field(sa_type=Instant)
    tries: int = 0


async def chat_with(session: AsyncSession, token: str, now: datetime, *, is_link: bool = False) -> Chat | None:
    """The chat that this token opens."""
    if not token:
        return None
    mine = select(Chat).join(Key, col(Key.chat_id) == col(Chat.id))
    mine = mine.where(Key.fingerprint == fingerprint(token), col(Key.is_link).is_(is_link))
    until = col(Key.valid_until)
    return (await session.exec(mine.where(or_(until.is_(None), until > now)))).first()


async def claim_chat(session: AsyncSession, chat_id: str) -> Chat | None:
    """The chat as the database has it now, locked until the transaction ends."""
    mine = select(Chat).where(Chat.id == chat_id).with_for_update().execution_options(populate_existing=True)
    return (await session.exec(mine)).one_or_none()


async def lines_after(session: AsyncSession, chat_id: str, after: int) -> Sequence[Line]:
    """The lines behind this number, in order."""
    mine = select(Line).where(Line.chat_id == chat_id, col(Line.number) > after)
    return (await session.exec(mine.order_by(col(Line.number)))).all()


async def has_line(session: AsyncSession, chat_id: str, client_id: str) -> bool:
    """Whether a message with this client's id came in."""
    mine = select(Line.number).where(Line.chat_id == chat_id, Line.client_id == client_id)
    return (await session.exec(mine)).first() is not None


async def heard_before(session: AsyncSession, chat_id: str, client_id: str, since: datetime) -> tuple[bool, int]:
    """Whether a message with this client's id came in, and how many the requester sent since then."""
    same = Line.client_id == client_id
    late = and_(Line.who == Who.REQUESTER, col(Line.at) > since)
    mine = select(Line.client_id).where(Line.chat_id == chat_id, or_(same, late))
    found = (await session.exec(mine)).all()
    return client_id in found, len(found)


async def begun_since(session: AsyncSession, source_index: str, since: datetime) -> int:
    """How many chats began from this network address since then."""
    mine = select(func.count()).select_from(Chat)
    return (await session.exec(mine.where(Chat.source_index == source_index, col(Chat.started_at) > since))).one()


async def codes_since(session: AsyncSession, chat_id: str, address_index: str, since: datetime) -> tuple[int, int]:
    """How many codes were sent since then: by this chat, and to this address."""
    late = select(func.count()).select_from(Code).where(col(Code.made_at) > since)
    by_chat = (await session.exec(late.where(Code.chat_id == chat_id))).one()
    return by_chat, (await session.exec(late.where(Code.address_index == address_index))).one()


async def newest_code(session: AsyncSession, chat_id: str) -> Code | None:
    """The code that counts: the one that was sent last."""
    mine = select(Code).where(Code.chat_id == chat_id).order_by(col(Code.number).desc()).limit(1)
    return (await session.exec(mine)).first()


async def open_chats(session: AsyncSession) -> Sequence[Chat]:
    """The chats that staff see: those that were not handed in, who waits for a person first, then the newest."""
    mine = select(Chat).where(Chat.incoming_id == "")
    longest_first = mine.order_by(col(Chat.wants_person_at).is_(None), col(Chat.wants_person_at))
    return (await session.exec(longest_first.order_by(col(Chat.heard_at).desc()).limit(CHATS_SHOWN))).all()


async def asked_since(session: AsyncSession, since: datetime) -> int:
    """How many requesters asked for a colleague after this instant, and still wait."""
    mine = select(func.count()).select_from(Chat).where(Chat.incoming_id == "", col(Chat.wants_person_at) > since)
    return (await session.exec(mine)).one()


async def keys_of(session: AsyncSession, chat_id: str, *, is_link: bool) -> Sequence[Key]:
    """What opens a chat: its browsers, or its links, the newest first."""
    mine = select(Key).where(Key.chat_id == chat_id, col(Key.is_link).is_(is_link))
    return (await session.exec(mine.order_by(col(Key.valid_until).desc()))).all()


async def forget(session: AsyncSession, chat_id: str) -> None:
    """Remove a chat and all that belongs to it."""
    for table in (Line, Key, Code):
        await session.exec(delete(table).where(table.chat_id == chat_id))  # type: ignore[arg-type]  # a column
    await session.exec(delete(Chat).where(col(Chat.id) == chat_id))
