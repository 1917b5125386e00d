"""What intake announces of a chat. `case_id` is the chat's id: there is no case before it is handed in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.envelope import Envelope, Sealed
from shared.contracts.people import Person


class ChatIdle(Envelope):
    """It is time to see whether a chat went quiet (to intake itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["chat.idle"] = "chat.idle"
    number: int
    """How often that was looked at."""


class ChatExpires(Envelope):
    """It is time to see whether a chat has to be destroyed (to intake itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["chat.expires"] = "chat.expires"
    number: int
    """How often that was looked at."""


class ChatMail(Envelope):
    """What the mails of a chat have in common."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    number: int
    """Which mail of this chat it is, counted from 1."""
    requester: Person
    """Name and address, sealed in `contact` of the chat."""


class ChatCodeAsked(ChatMail):
    """A code is to go to the address that somebody gave in a chat."""

    type: Literal["chat.code_asked"] = "chat.code_asked"
    code: Sealed
    valid_until: datetime


class ChatCopyAsked(ChatMail):
    """The requester wants their conversation by mail."""

    type: Literal["chat.copy_asked"] = "chat.copy_asked"
    handover: str
    """The name under which the conversation lies sealed in the handover."""


class ChatLaidAside(ChatMail):
    """A chat went quiet before it was handed in; its requester, whose address is proved, gets a link to go on."""

    type: Literal["chat.laid_aside"] = "chat.laid_aside"
    link: Sealed
    valid_until: datetime


ANNOUNCES = (ChatIdle, ChatExpires, ChatCodeAsked, ChatCopyAsked, ChatLaidAside)
