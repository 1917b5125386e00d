"""The sealed store of raw mails: one file a message, written and flushed to disk before any row speaks of it.

Only sealed bytes touch the disk. A file without a row is harmless: its mail still lies unmarked in the mailbox, and
the next sweep writes the file anew.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from services.intake.rules.raw_names import has_own_key, scope_of
from services.intake.usecases.tools import Unlocked
from shared.contracts.people import CORR
from shared.platform.crypto import Box, new_code
from shared.platform.keyring import Keyring, Place

SUFFIX = ".sealed"
SIDE_BY_SIDE = 4
_FIELD = "mail.raw"


class RawMails:
    """Files in one directory (mode 0700), each readable with its own key of the `corr` compartment only."""

    def __init__(self, keyring: Keyring, directory: Path) -> None:
        self._keyring = keyring
        self._directory = directory

    async def put(self, name: str, raw: bytes) -> None:
        """Seal a mail and flush it to disk, under a name of `raw_names`. Doing it again replaces the file."""
        await self.put_all({name: raw})

    async def put_all(self, raws: Mapping[str, bytes], beside: Sequence[Place] = ()) -> None:
        """As `put`, for several mails by their names; keys that are needed soon, `beside` theirs, are made as well."""
        places = [(scope_of(name), CORR) for name in raws]
        boxes = await self._keyring.boxes([*places, *beside], are_new=True)
        files = list(zip(raws, boxes[: len(raws)], raws.values(), strict=True))
        # A disk that is asked to flush several files at once does it in one go.
        shares = [files[start::SIDE_BY_SIDE] for start in range(min(SIDE_BY_SIDE, len(files)))]
        await asyncio.gather(*(asyncio.to_thread(self._write, share) for share in shares))
        await asyncio.to_thread(self._sync_directory)

    async def open(self, name: str) -> bytes:
        """The raw mail. Raises `CannotOpen` when its key was destroyed, FileNotFoundError when it is gone."""
        return (await (await self.unlock([name]))([name]))[0]

    async def unlock(self, names: Sequence[str]) -> Unlocked:
        """What opens these mails, some at a time, with one look into the cabinet for all. Raises `CannotOpen`."""
        boxes = await self._keyring.boxes([(scope_of(name), CORR) for name in names])
        keys = dict(zip(names, boxes, strict=True))

        async def opened(some: Sequence[str]) -> list[bytes]:
            return await asyncio.to_thread(lambda: [self._read(name, keys[name]) for name in some])

        return opened

    def has(self, name: str) -> bool:
        """Whether its file is there."""
        return self._path(name).exists()

    async def destroy(self, name: str) -> None:
        """Shred the file's own key, if it has one, then remove the file; doing it again does nothing."""
        if has_own_key(name):
            await self._keyring.destroy(scope_of(name), CORR)
        await asyncio.to_thread(self._remove, name)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}{SUFFIX}"

    def _write(self, files: Iterable[tuple[str, Box, bytes]]) -> None:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, box, raw in files:
            self._write_one(name, box, raw)

    def _write_one(self, name: str, box: Box, raw: bytes) -> None:
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
