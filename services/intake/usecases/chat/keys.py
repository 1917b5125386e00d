"""What opens a conversation: the cookie of a browser, and a link that gives another browser a cookie of its own.

Tokens are random (130 bits); the table holds fingerprints. A link travels with its token in the fragment, which no
server sees, and is posted by the page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from services.intake.rules.chat.limits import BROWSERS_A_CHAT, LINK_DAYS, LINKS_A_CHAT
from services.intake.store import chats
from services.intake.store.chats import Chat, Key
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work

CHAT_PATH: Final = "/chat"


async def new_link(desk: Desk, work: Work, chat: Chat) -> str:
    """A link with which the conversation can be taken up elsewhere; of many, the oldest stop working."""
    for old in (await chats.keys_of(work.session, chat.id, is_link=True))[LINKS_A_CHAT - 1 :]:
        await work.session.delete(old)
    token, until = new_code(), work.now + timedelta(days=LINK_DAYS)
    work.session.add(Key(fingerprint=fingerprint(token), chat_id=chat.id, is_link=True, valid_until=until))
    return f"{desk.settings.web.public_url.rstrip('/')}{CHAT_PATH}#{token}"


async def link_for(desk: Desk, token: str) -> str:
    """A link for the chat of this browser; empty when it has none."""
    async with desk.work() as work:
        chat = await chats.chat_with(work.session, token, work.now)
        return await new_link(desk, work, chat) if chat is not None else ""


async def take_up(desk: Desk, link: str) -> str:
    """A token for the browser that followed this link; empty when the link opens nothing, for whatever reason."""
    async with desk.work() as work:
        chat = await chats.chat_with(work.session, link.rpartition("#")[2], work.now, is_link=True)
        if chat is None or len(await chats.keys_of(work.session, chat.id, is_link=False)) >= BROWSERS_A_CHAT:
            return ""
        token = new_code()
        work.session.add(Key(fingerprint=fingerprint(token), chat_id=chat.id))
        work.note("chat.taken_up", chat.id, "subject")
        return token
