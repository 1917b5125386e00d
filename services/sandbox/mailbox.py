"""The desk's mailbox in the sandbox: pymap serves IMAP from memory, on loopback.

pymap's in-memory mailboxes refuse keywords, choke on odd mails and forget to tell who waits (IDLE) of a change that
comes while they tell of another. Ours take any keyword, as real servers do, because the desk marks with one what it has
stored; they store what they cannot parse as it came; and they tell of every change.
"""

from __future__ import annotations

import asyncio
import contextlib
from argparse import Namespace
from datetime import UTC, datetime
from typing import NamedTuple

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event, Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from services.sandbox.guards import UNREADABLE, is_tame, whole

LOOPBACK = "127.0.0.1"
INBOX, SENT = "INBOX", "Sent"


class Account(NamedTuple):
    """How to sign in to the mailbox; the password is new at each start."""

    user: str
    password: str


class _Mailbox(MailboxData):
    """A mailbox that takes any keyword and any mail."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """As pymap, but a client that was not told of the last change yet waits for no other one."""
        behind = selected.mod_sequence != self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if behind else wait_on)

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        if is_tame(append_msg.literal):
            with contextlib.suppress(*UNREADABLE):  # raised before anything was stored
                return await super().append(append_msg, recent=recent)
        return await self._append_whole(append_msg, recent)

    async def _append_whole(self, mail: AppendMessage, recent: bool) -> Message:
        """Store a mail without parsing it; otherwise as pymap does."""
        content = whole(mail.literal)
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            self._messages[self._max_uid] = message = Message(
                self._max_uid,
                mail.when or datetime.now(UTC),
                mail.flag_set,
                email_id=self._content_cache.add(content),
                thread_id=ObjectId.random_thread_id(),
                recent=recent,
                content=content,
            )
            self._mod_sequences.update([self._max_uid])
            self._updated.set()
        return message


class _Mailboxes(MailboxSet):
    """The folders of one user, each of our own kind."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Mailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = made = _Mailbox(self._content_cache, self._thread_cache)
        return made.mailbox_id


class _Config(Config):
    """pymap's settings without its look-up of this machine's name."""

    @property
    def greeting(self) -> bytes:
        return b"Sandbox ready"


class DeskMailbox:
    """An IMAP server with one account, and the way in for mail that arrives."""

    def __init__(self, account: Account, message_bytes: int) -> None:
        self._config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=LOOPBACK,
            port=0,
            demo_data=False,
            demo_user=account.user,
            demo_password=account.password,
            tls_enabled=False,
            hash_context=Cleartext(),  # a password of one start, kept in memory only
            cpu_subsystem=Subsystem.for_asyncio(),
            max_append_len=message_bytes,
        )
        self._account = account
        self._folders = _Mailboxes()

    async def serve(self, port: int) -> asyncio.Server:
        """Start to listen on loopback (0: any free port)."""
        login = Login(self._config)
        user = UserMetadata(self._config, self._account.user, password=self._account.password)
        await login.demo_user_identity.set(user)
        await self._folders.add_mailbox(SENT)
        self._config.set_cache[self._account.user] = (self._folders, FilterSet())
        backend = DictBackend(login, self._config)
        answer = ProxyProtocolReader(self._config.proxy_protocol).get_callback(IMAPServer(backend.login, self._config))
        return await asyncio.start_server(answer, LOOPBACK, port)

    async def put(self, raw: bytes, when: datetime, folder: str = INBOX) -> None:
        """Lay a mail into a folder; clients that wait (IDLE) hear of it at once."""
        mailbox = await self._folders.get_mailbox(folder)
        await mailbox.append(AppendMessage(raw, when), recent=True)
