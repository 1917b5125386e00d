"""Looking a letter up in the mailbox that gets a copy of each: was it sent or not?

Beside intake's mailbox the only place that speaks IMAP. A fresh connection each time: it is asked rarely, and an old
one may not see what came in since.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from shared.contracts.settings_mail import Archive
from shared.platform.config import BadConfiguration, read_secret

TIMEOUT_SECONDS = 30.0


class ArchiveUnreachable(Exception):
    """The archive could not be asked; the letter stays unknown until it can."""


async def find(settings: Archive, message_id: str) -> bool:
    """Whether the archive holds a mail with this Message-ID; raises `ArchiveUnreachable`."""
    return await asyncio.to_thread(_find, settings, message_id)


def _find(settings: Archive, message_id: str) -> bool:
    try:
        client = _connect(settings)
        try:
            return _search(client, settings, message_id)
        finally:
            with suppress(OSError, IMAPClientError):
                client.logout()
    except (OSError, IMAPClientError, BadConfiguration) as error:
        raise ArchiveUnreachable(type(error).__name__) from None


def _connect(settings: Archive) -> IMAPClient:
    context = ssl.create_default_context(cafile=settings.ca_file) if settings.security != "plain" else None
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context,
        timeout=TIMEOUT_SECONDS,
    )
    if settings.security == "starttls":
        client.starttls(context)
    return client


def _search(client: IMAPClient, settings: Archive, message_id: str) -> bool:
    if settings.token_file:
        client.oauth2_login(settings.user, read_secret(settings.token_file))
    else:
        client.login(settings.user, settings.password())
    client.select_folder(settings.folder, readonly=True)
    return bool(client.search(["HEADER", "Message-ID", message_id]))
