"""The sandbox's SMTP server: takes mail from any program on this machine, without a password."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

from services.sandbox.mailbox import LOOPBACK

HOST_NAME = "mail.sandbox.example"
LINE_BYTES = 1024 * 1024  # far over the standard's 1,000: odd mails should reach the desk, not end here

Deliver = Callable[[bytes, str, Sequence[str]], Awaitable[None]]


class _Connection(SMTP):
    line_length_limit = LINE_BYTES


def _path(mail_from: str | None) -> str:
    """Return the address of MAIL FROM; aiosmtpd leaves the brackets around the null sender."""
    return "" if mail_from in {None, "<>"} else str(mail_from)


class _Handler:
    """What aiosmtpd calls when a mail has come in whole."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        await self._deliver(raw, _path(envelope.mail_from), envelope.rcpt_tos)
        return "250 2.0.0 taken"


class SmtpDoor:
    """A listening SMTP server; every mail it takes goes to `deliver`."""

    def __init__(self, deliver: Deliver, message_bytes: int) -> None:
        self._handler = _Handler(deliver)
        self._message_bytes = message_bytes
        self._connections: WeakSet[SMTP] = WeakSet()

    def _connection(self) -> SMTP:
        made = _Connection(
            self._handler,
            data_size_limit=self._message_bytes,
            enable_SMTPUTF8=True,
            hostname=HOST_NAME,
            ident="privacybalie sandbox",
            loop=asyncio.get_running_loop(),
        )
        self._connections.add(made)
        return made

    async def serve(self, port: int) -> asyncio.Server:
        """Start to listen on loopback (0: any free port)."""
        return await asyncio.get_running_loop().create_server(self._connection, LOOPBACK, port)

    def hang_up(self) -> None:
        """Close the connections that are still open."""
        for connection in list(self._connections):
            if connection.transport is not None:
                connection.transport.close()
