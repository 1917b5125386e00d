"""The mail world around the desk: its mailbox, an SMTP server, and everybody else's mail, all in memory.

Mail to one of the desk's addresses goes to the desk's mailbox; mail to anyone else is kept and shown. The
servers run on a thread with a loop of their own, so a large mail does not hold up the desk.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from email.utils import format_datetime
from itertools import count
from typing import NamedTuple

from services.sandbox.kept import KeptMail, read_kept
from services.sandbox.mailbox import LOOPBACK, SENT, Account, DeskMailbox
from services.sandbox.smtpdoor import HOST_NAME, SmtpDoor
from shared.platform.clock import Clock

MESSAGE_BYTES = 40 * 1024 * 1024
KEPT_MAILS = 2_000


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


class MailWorld:
    """The sandbox's mail; `smtp`, `imap` and `desk_imap` say how to reach it once it has started.

    A plus-address (`info+tag@...`) of the desk is the desk's too.
    """

    def __init__(self, desk_addresses: Sequence[str], clock: Clock, *, smtp_port: int = 0, imap_port: int = 0) -> None:
        self.desk_addresses = tuple(address.lower() for address in desk_addresses)
        self.clock = clock
        self.desk_imap = Account(self.desk_addresses[0], secrets.token_urlsafe(12))
        self.smtp, self.imap = Address(LOOPBACK, smtp_port), Address(LOOPBACK, imap_port)
        self._outgoing: deque[KeptMail] = deque(maxlen=KEPT_MAILS)
        self._incoming: deque[KeptMail] = deque(maxlen=KEPT_MAILS)
        self._numbers = count(1)
        self._lock = threading.Lock()

    async def start(self) -> None:
        """Start both servers and return when they listen; an occupied port raises OSError."""
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="mail-world", daemon=True)
        self._thread.start()
        await asyncio.wrap_future(ready)

    async def stop(self) -> None:
        """Hang up and stop both servers; what was kept can still be read."""
        self._loop.call_soon_threadsafe(self._end.set)
        await asyncio.to_thread(self._thread.join)

    def _run(self, ready: Future[None]) -> None:
        try:
            asyncio.run(self._serve(ready))
        except Exception as error:
            if ready.done():
                raise
            ready.set_exception(error)

    async def _serve(self, ready: Future[None]) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._mailbox = DeskMailbox(self.desk_imap, MESSAGE_BYTES)
        door = SmtpDoor(self._take, MESSAGE_BYTES)
        with ExitStack() as listening:
            imap = await self._mailbox.serve(self.imap.port)
            listening.callback(imap.close)
            smtp = await door.serve(self.smtp.port)
            listening.callback(smtp.close)
            self.imap, self.smtp = _address(imap), _address(smtp)
            ready.set_result(None)
            await self._end.wait()
        door.hang_up()  # the mailbox's connections end with their tasks

    async def deliver(self, raw: bytes, mail_from: str, rcpt_to: Sequence[str]) -> None:
        """Bring a mail to each receiver, as if it had come in by SMTP; `mail_from` "" is the null sender."""
        taken = asyncio.run_coroutine_threadsafe(self._take(raw, mail_from, rcpt_to), self._loop)
        await asyncio.wrap_future(taken)

    def kept(self, to: str | None = None) -> list[KeptMail]:
        """Return the mails to others than the desk, oldest first; only those to one address if given."""
        return _to(self._copy(self._outgoing), to)

    def received(self, to: str | None = None) -> list[KeptMail]:
        """Return the mails that reached the desk's mailbox, oldest first, to look at."""
        return _to(self._copy(self._incoming), to)

    def is_desk(self, address: str) -> bool:
        """Say whether mail to this address reaches the desk."""
        local, _, domain = address.lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in self.desk_addresses

    def _copy(self, mails: deque[KeptMail]) -> list[KeptMail]:
        with self._lock:
            return list(mails)

    def _keep(self, mails: deque[KeptMail], raw: bytes, mail_from: str, to: str) -> KeptMail:
        mail = read_kept(next(self._numbers), raw, mail_from, to, self.clock.now())
        with self._lock:
            mails.append(mail)
        return mail

    async def _take(self, raw: bytes, mail_from: str, rcpt_to: Sequence[str]) -> None:
        """Sort a mail by receiver; runs on the loop of the world."""
        desk = list(dict.fromkeys(to for to in rcpt_to if self.is_desk(to)))
        others = list(dict.fromkeys(to for to in rcpt_to if not self.is_desk(to)))
        stamped = self._stamp(mail_from, rcpt_to) + raw
        if desk:
            await self._mailbox.put(stamped, self.clock.now())
            self._keep(self._incoming, stamped, mail_from, desk[0])
        kept = [self._keep(self._outgoing, stamped, mail_from, to) for to in others]
        if kept and self.is_desk(kept[0].sender):
            await self._mailbox.put(raw, self.clock.now(), SENT)  # many providers file what the desk sends

    def _stamp(self, mail_from: str, rcpt_to: Sequence[str]) -> bytes:
        """Return the two lines that a mail server writes above a mail it delivers."""
        receiver = f"\r\n\tfor <{rcpt_to[0]}>" if len(rcpt_to) == 1 else ""
        when = format_datetime(self.clock.now())
        trace = f"from localhost ([{LOOPBACK}])\r\n\tby {HOST_NAME} with ESMTP{receiver}; {when}"
        return f"Return-Path: <{mail_from}>\r\nReceived: {trace}\r\n".encode("utf-8", "surrogateescape")


def _address(server: asyncio.Server) -> Address:
    host, port = server.sockets[0].getsockname()[:2]
    return Address(host, port)


def _to(mails: list[KeptMail], address: str | None) -> list[KeptMail]:
    """Return the mails to one address, or all of them."""
    return [mail for mail in mails if address is None or mail.to.lower() == address.lower()]
