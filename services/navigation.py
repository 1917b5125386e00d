"""The one navigation bar over the pages of all services; each entry is shown to who may do its action."""

from __future__ import annotations

from typing import Final

from shared.platform.i18n import lazy
from shared.platform.pages import NavEntry

NAVIGATION: Final = (
    NavEntry(lazy("Queue").msgid, "/staff/queue", "queue.view"),
    NavEntry(lazy("Calendar").msgid, "/staff/calendar", "queue.view"),
    NavEntry(lazy("Triage").msgid, "/staff/triage", "triage.view"),
    NavEntry(lazy("Chats").msgid, "/staff/chats", "chat.view"),
    NavEntry(lazy("Identity").msgid, "/staff/verify", "verification.view"),
    NavEntry(lazy("Letters").msgid, "/staff/letters", "letter.view"),
    NavEntry(lazy("Erase later").msgid, "/staff/erase-later", "task.view"),
    NavEntry(lazy("Routes").msgid, "/staff/routes", "route.manage"),
    NavEntry(lazy("Accounts").msgid, "/staff/accounts", "staff.manage"),
)
