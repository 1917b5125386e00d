"""The sealed store of raw mails: one file a message, written and flushed to disk before any row speaks of it.

Only sealed bytes touch the disk. A file without a row is harmless: its mail still lies unmarked in the mailbox, and
the next sweep writes the file anew.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from shared.contracts.people import CORR
from shared.platform.crypto import Box, new_code
from shared.platform.keyring import Keyring

SUFFIX = ".sealed"
_FIELD = "mail.raw"


class RawMails:
    """Files in one directory (mode 0700), each readable with its message's key of the `corr` compartment only."""

    def __init__(self, keyring: Keyring, directory: Path) -> None:
        self._keyring = keyring
        self._directory = directory

    async def put(self, name: str, raw: bytes) -> None:
        """Seal a mail and flush it to disk; the name is its message's id. Doing it again replaces the file."""
        box = await self._keyring.box(name, CORR)
        await asyncio.to_thread(self._write, name, box, raw)

    async def open(self, name: str) -> bytes:
        """The raw mail. Raises `CannotOpen` when its key was destroyed, FileNotFoundError when it is gone."""
        box = await self._keyring.box(name, CORR)
        return await asyncio.to_thread(self._read, name, box)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}{SUFFIX}"

    def _write(self, name: str, box: Box, raw: bytes) -> None:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A name of its own first: two processes may see the same mail at once, and a crash may cut a file short.
        draft = self._directory / f"{name}.{new_code()}.new"
        sealed = memoryview(box.seal_file(_FIELD, raw))
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            while sealed:
                sealed = sealed[os.write(handle, sealed) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        draft.replace(self._path(name))
        self._sync_directory()

    def _read(self, name: str, box: Box) -> bytes:
        return box.unseal_file(_FIELD, self._path(name).read_bytes())

    def _sync_directory(self) -> None:
        handle = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
