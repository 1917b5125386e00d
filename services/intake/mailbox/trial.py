"""Trying a mailbox out for the doctor: can it be read as configured, and what should its operator know?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.intake.mailbox.mails import Folder
from services.intake.mailbox.signin import connect, drop
from services.intake.mailbox.sweeping import TAKEN, Sweeper
from shared.contracts.settings_mail import Mailbox

GMAIL = ("imap.gmail.com", "imap.googlemail.com")
MICROSOFT = ("outlook.office365.com", "outlook.office.com", "outlook.office365.us", "partner.outlook.cn")
EXCHANGE = b"Microsoft Exchange"
"""In the greeting of Microsoft's own servers and of an Exchange in the house."""


class Keeps(StrEnum):
    """Providers that keep a copy of what is expunged."""

    NOTHING = ""
    GMAIL = "gmail"
    MICROSOFT = "microsoft"


@dataclass(frozen=True)
class Trial:
    """A mailbox that can be read: what its server lacks, who keeps copies, and how many mails wait to be taken."""

    lacks: tuple[str, ...]
    keeps: Keeps
    waiting: int


def try_out(settings: Mailbox, since: datetime | None = None) -> Trial:
    """Sign in and open the folder as the watch would; nothing is changed.

    Raises one of `Failures` when the mailbox cannot be read as configured.
    """
    client = connect(settings)
    try:
        sweeper = Sweeper(client, settings, lambda _folder, _uidvalidity: set(), since)
        folder = sweeper.select(readonly=True)
        able = client.capabilities()
        lacks = [name for name in ("IDLE", "UIDPLUS", "MOVE") if name.encode() not in able]
        if not _takes_keywords(folder):
            lacks.append("keywords")
        return Trial(tuple(lacks), keeps(able, client.welcome or b"", settings), sweeper.waiting(folder))
    finally:
        drop(client)


def _takes_keywords(folder: Folder) -> bool:
    # Opened to read only, a server may permit nothing at all; then there is nothing to say about keywords.
    return not folder.permitted or folder.takes(TAKEN)


def keeps(able: Collection[bytes], greeting: bytes, settings: Mailbox) -> Keeps:
    """Who keeps copies, by what the server can do, how it greets, or its name."""
    host = settings.host.lower()
    if b"X-GM-EXT-1" in able or host in GMAIL:
        return Keeps.GMAIL
    return Keeps.MICROSOFT if EXCHANGE in greeting or host in MICROSOFT else Keeps.NOTHING
