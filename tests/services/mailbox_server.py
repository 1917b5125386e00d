"""A mailbox on a real IMAP server, as a test sees it: put mails in, look at their flags, make the folder anew."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from imapclient import IMAPClient


@dataclass
class MailboxServer:
    """One folder of an account, made for one test."""

    port: int
    user: str
    password: str
    directory: Path
    security: str = "plain"
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        self.folder = f"Desk-{uuid4().hex[:8]}"
        self._password_file = self.directory / "password"
        self._password_file.write_text(self.password, encoding="utf-8")
        with self.client() as client:
            client.create_folder(self.folder)

    def settings(self, **overrides: Any) -> dict[str, Any]:
        """The desk's settings for this mailbox."""
        given = {
            "enabled": True,
            "host": "localhost" if self.ca_file else "127.0.0.1",
            "port": self.port,
            "security": self.security,
            "user": self.user,
            "password_file": str(self._password_file),
            "folder": self.folder,
            "ca_file": str(self.ca_file) if self.ca_file else None,
        }
        return given | overrides

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A connection of somebody else: a colleague's mail program."""
        client = IMAPClient("127.0.0.1", port=self._plain_port(), ssl=False, timeout=30)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(self.user, self.password)
        try:
            yield client
        finally:
            client.logout()

    def _plain_port(self) -> int:
        return self.port

    def create(self, folder: str) -> None:
        """Make a folder."""
        with self.client() as client:
            client.create_folder(folder)

    def rename(self, old: str, new: str) -> None:
        """A colleague renames a folder."""
        with self.client() as client:
            client.rename_folder(old, new)

    def put(self, *raws: bytes, when: datetime | None = None) -> None:
        """Lay mails into the folder."""
        with self.client() as client:
            for raw in raws:
                client.append(self.folder, raw, msg_time=when)

    def flags(self) -> dict[int, set[bytes]]:
        """The flags of every mail, without Recent, which says nothing."""
        with self.client() as client:
            client.select_folder(self.folder, readonly=True)
            found = client.get_flags(client.search(["ALL"])) if client.search(["ALL"]) else {}
        return {uid: set(flags) - {b"\\Recent"} for uid, flags in found.items()}

    def uidvalidity(self) -> int:
        """The folder's UIDVALIDITY."""
        with self.client() as client:
            return int(client.folder_status(self.folder, ["UIDVALIDITY"])[b"UIDVALIDITY"])

    def make_anew(self, *raws: bytes) -> None:
        """The provider restores the folder: the same mails under new numbers."""
        before = self.uidvalidity()
        with self.client() as client:
            while True:
                client.delete_folder(self.folder)
                client.create_folder(self.folder)
                if int(client.folder_status(self.folder, ["UIDVALIDITY"])[b"UIDVALIDITY"]) != before:
                    break
        self.put(*raws)

    def clear(self) -> None:
        """Take every mail of the account away, and every folder but the first one."""
        with self.client() as client:
            for _, _, name in client.list_folders():
                client.select_folder(name)
                client.delete_messages(client.search(["ALL"]))
                client.expunge()
                client.close_folder()
                if name != "INBOX":
                    client.delete_folder(name)
