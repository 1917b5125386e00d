"""Sealed files: written and read in pieces, so that no clear byte touches the disk and no file fills the memory.

A file is a row of records, each a length of four bytes and a sealed piece. Its place in the row and whether it is the
last one are part of what is sealed: pieces cannot be swapped, dropped or cut off unseen. All functions block: call them
in a thread.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from shared.platform.crypto import SEALED_LONGER, Box, CannotOpen

PIECE = 256 * 1024
_LENGTH = 4
_RECORD = _LENGTH + SEALED_LONGER + PIECE


@dataclass(frozen=True)
class Stored:
    """What was written, in clear terms: its length in bytes and its SHA-256."""

    bytes: int
    sha256: str


class _Sealer(io.RawIOBase):
    """A sink that seals what is written to it, piece by piece."""

    def __init__(self, file: BinaryIO, box: Box, name: str) -> None:
        self._file = file
        self._box = box
        self._name = name
        self._waiting = bytearray()
        self._count = 0
        self._digest = hashlib.sha256()
        self._length = 0

    def writable(self) -> bool:
        """It only takes."""
        return True

    def write(self, data: Any, /) -> int:
        """Take bytes; whole pieces go to the file."""
        piece = bytes(data)
        self._digest.update(piece)
        self._length += len(piece)
        self._waiting += piece
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(piece)

    def finish(self) -> Stored:
        """Seal what is left as the last piece."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()
        return Stored(self._length, self._digest.hexdigest())

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._box.seal_file(_field(self._name, self._count, last=last), piece)
        self._file.write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._count += 1


def fill(path: Path, box: Box, name: str, write: Callable[[IO[bytes]], None]) -> Stored:
    """Let `write` fill a sealed file; it is at `path` whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        part.chmod(0o600)
        sealer = _Sealer(file, box, name)
        write(cast("IO[bytes]", sealer))
        stored = sealer.finish()
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return stored


def pieces(path: Path, box: Box, name: str) -> Iterator[bytes]:
    """The clear pieces of a sealed file; raises `CannotOpen` for one that was changed or cut off."""
    with path.open("rb") as file:
        record, count = _record(file), 0
        while record:
            following = _record(file)
            yield box.unseal_file(_field(name, count, last=not following), record)
            record, count = following, count + 1
    if not count:
        raise CannotOpen("a sealed file is empty")


def stretch(path: Path, box: Box, name: str, start: int, stop: int) -> Iterator[bytes]:
    """The clear bytes from `start` up to `stop`, opening only the records that hold them; raises `CannotOpen`.

    Every record but the last holds `PIECE` bytes, so its place is known. Whether a record is the last one is told from
    the length of the file, and the record does not open when that is wrong: a file that was cut off shows.
    """
    with path.open("rb") as file:
        records = max(-(-path.stat().st_size // _RECORD), 1)
        for number in range(start // PIECE, -(-stop // PIECE)):
            file.seek(number * _RECORD)
            clear = box.unseal_file(_field(name, number, last=number == records - 1), _record(file))
            begin = number * PIECE
            yield clear[max(start - begin, 0) : stop - begin]


def remove(directory: Path, stem: str) -> None:
    """Take away every file of an object, unfinished ones too."""
    for path in directory.glob(f"{stem}*"):
        path.unlink(missing_ok=True)


def _record(file: BinaryIO) -> bytes:
    return file.read(int.from_bytes(file.read(_LENGTH)))


def _field(name: str, number: int, *, last: bool) -> str:
    return f"{name}:{number}:{'last' if last else 'more'}"
