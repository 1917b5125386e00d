"""The vault: sealed pictures of identity documents, one file and one key each, until somebody has decided (R4-10).

Only sealed bytes touch the disk. A file is held locked while its copy is being taken in, so the sweep can tell a
copy that is on its way from one that a crash left behind.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from shared.contracts.people import ID
from shared.platform.crash import crash_point
from shared.platform.crypto import Box, new_code
from shared.platform.keyring import Keyring

SUFFIX = ".sealed"
_FIELD = "copy"


class Vault:
    """Files in one directory (mode 0700), each readable only with its own key of the `id` compartment."""

    def __init__(self, keyring: Keyring, directory: Path) -> None:
        self._keyring = keyring
        self._directory = directory

    @asynccontextmanager
    async def storing(self, picture: bytes) -> AsyncIterator[str]:
        """Seal a picture and give its new name; what no row names when the block has ended is swept later."""
        name = new_code()
        box = await self._box(name)
        handle = await asyncio.to_thread(self._write, name, box, picture)
        try:
            yield name
        finally:
            os.close(handle)

    async def open(self, name: str) -> bytes:
        """The picture. Raises `CannotOpen` when its key was destroyed, FileNotFoundError when it is gone."""
        box = await self._box(name)
        return await asyncio.to_thread(self._read, name, box)

    async def destroy(self, name: str) -> None:
        """Shred the key, then remove the file; doing it again does nothing."""
        await self._keyring.destroy(_scope(name), ID)
        crash_point("verify.vault.key_destroyed")
        await asyncio.to_thread(self._remove, name)

    async def sweep(self, is_kept: Callable[[str], Awaitable[bool]]) -> int:
        """Destroy what no row names and nobody is taking in; returns how many."""
        swept = 0
        for name in await asyncio.to_thread(self._names):
            handle = await asyncio.to_thread(self._take, name)
            if handle is None:
                continue
            try:
                # asked only now that nobody holds the file: its row, if any, is committed
                if not await is_kept(name):
                    await self.destroy(name)
                    swept += 1
            finally:
                os.close(handle)
        return swept

    async def _box(self, name: str) -> Box:
        return await self._keyring.box(_scope(name), ID)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}{SUFFIX}"

    def _write(self, name: str, box: Box, picture: bytes) -> int:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        sealed = memoryview(box.seal_file(_FIELD, picture))
        handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _hold(handle)
            while sealed:
                sealed = sealed[os.write(handle, sealed) :]
            os.fsync(handle)
            self._sync_directory()
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _read(self, name: str, box: Box) -> bytes:
        return box.unseal_file(_FIELD, self._path(name).read_bytes())

    def _remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        if self._directory.exists():
            self._sync_directory()

    def _sync_directory(self) -> None:
        handle = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _names(self) -> list[str]:
        return sorted(path.name.removesuffix(SUFFIX) for path in self._directory.glob(f"*{SUFFIX}"))

    def _take(self, name: str) -> int | None:
        """Lock a file that nobody holds; None when somebody does, or it is gone."""
        try:
            handle = os.open(self._path(name), os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle


def _hold(handle: int) -> None:
    """Lock a new file; FileNotFoundError when a sweep was faster and took it for a leftover."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    if not os.fstat(handle).st_nlink:
        raise FileNotFoundError("a sweep took the new file for a leftover")


def _scope(name: str) -> str:
    return f"evidence:{name}"
