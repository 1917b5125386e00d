"""How much one chat, one network address and one mailbox may ask of the desk. All counts are rows of the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
CODES_A_CHAT: Final = 6
"""Codes that one chat may send in an hour, to whatever addresses."""
CODES_AN_ADDRESS: Final = 4
"""Codes that one address may get in an hour, from whatever chats."""
CODE_MINUTES: Final = 30
CODE_TRIES: Final = 5
LINK_DAYS: Final = 7
LINKS_A_CHAT: Final = 5
BROWSERS_A_CHAT: Final = 10
MAILS_A_CHAT: Final = 20
"""Codes, links and copies that one chat sends in its life."""
SEATS_A_CHAT: Final = 8
"""Open connections of one chat: tabs of its requester, and of colleagues who look on."""
LINES_A_CHAT: Final = 1_000


def may_send_code(by_chat: int, to_address: int) -> bool:
    """Whether a further code may go out, by what went out in the last hour."""
    return by_chat < CODES_A_CHAT and to_address < CODES_AN_ADDRESS
