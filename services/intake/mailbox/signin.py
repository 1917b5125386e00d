"""A connection to the mailbox's server: protected as configured, signed in, with a limit on every answer."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from shared.contracts.settings_mail import Mailbox
from shared.platform.config import BadConfiguration, read_secret

Failures = (OSError, IMAPClientError, ssl.SSLError, BadConfiguration)


def connect(settings: Mailbox) -> IMAPClient:
    """A signed-in connection; a password or token is read from its file each time.

    Raises one of `Failures`. With STARTTLS nothing is said before the connection is encrypted: a server that does not
    offer it, or says that it signed us in already, is left.
    """
    context = None if settings.security == "plain" else ssl.create_default_context(cafile=settings.ca_file)
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context,
        timeout=settings.timeout_seconds,
    )
    try:
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.normalise_times = False  # dates with their offset, not in this machine's local time
        # The library has imaplib describe every answer for a debug log, whole mails included, also when nobody keeps
        # such a log: nine tenths of the time that fetching takes, and mails have no place in a log.
        client._imap.debug = 0  # noqa: SLF001 -- it offers no other way
        if settings.security == "starttls":
            client.starttls(context)
        if settings.token_file:
            client.oauth2_login(settings.user, read_secret(settings.token_file))
        else:
            client.login(settings.user, settings.password())
    except BaseException:
        drop(client)
        raise
    return client


def drop(client: IMAPClient) -> None:
    """Let go of a connection without a word; it may be dead."""
    with suppress(*Failures):
        client.shutdown()
