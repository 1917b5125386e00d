"""The ZIP: its files one after the other, and at the end a manifest with the SHA-256 of each.

Nothing is held but what is being written: a file goes through in pieces, and the sink need not be able to go back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from services.fulfil.dossier.contents import Attached, Package
from services.fulfil.dossier.document import NAMES, document
from services.fulfil.dossier.overview import as_html
from services.fulfil.dossier.portable import portable_files
from services.fulfil.dossier.tables import as_json, by_category, left_out
from services.fulfil.dossier.typeset import as_pdf

_PRESSED: Final = (
    *(".7z", ".docx", ".gif", ".gz", ".heic", ".jpeg", ".jpg", ".m4a", ".mkv", ".mov", ".mp3", ".mp4", ".odt", ".ogg"),
    *(".opus", ".pdf", ".png", ".pptx", ".rar", ".webm", ".webp", ".xlsx", ".zip"),
)
"""What does not become smaller by pressing it again; it is stored as it is."""
_LARGE: Final = 2**30  # from here on the ZIP keeps eight bytes for a length

Progress = Callable[[int], None]
"""Hears how many bytes of the attached files went in since it was last called."""


class NotAsApproved(Exception):
    """A file is not the one that was approved: another length or another SHA-256."""


def write(package: Package, sink: IO[bytes], progress: Progress | None = None) -> None:
    """Write the ZIP into `sink`; raises `NotAsApproved`."""
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        writer = _Writer(archive, package, progress or (lambda _count: None))
        for name, data in _made(package):
            writer.put(name, [data], len(data))
        for file in package.files:
            writer.attach(file)
        writer.put_manifest()


def _made(package: Package) -> Iterator[tuple[str, bytes]]:
    readable = document(package)
    yield NAMES["page"], as_html(readable)
    yield NAMES["print"], as_pdf(readable, package.controller.name)
    if package.words:
        yield NAMES["data"], as_json(package)
        yield from by_category(package)
    if package.portable:
        yield from portable_files(package)


class _Writer:
    """Puts files into the ZIP and keeps the list of them."""

    def __init__(self, archive: ZipFile, package: Package, progress: Progress) -> None:
        self._archive = archive
        self._package = package
        self._progress = progress
        self._listed: list[dict[str, Any]] = []

    def put(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """One file, in pieces."""
        digest, length = hashlib.sha256(), 0
        with self._archive.open(self._entry(name), "w", force_zip64=size >= _LARGE) as target:
            for piece in pieces:
                target.write(piece)
                digest.update(piece)
                length += len(piece)
        self._listed.append({"name": name, "bytes": length, "sha256": digest.hexdigest()})

    def attach(self, file: Attached) -> None:
        """A file as its holder gave it, which must be the one that was approved."""
        self.put(file.name, self._counted(file), file.size)
        written = self._listed[-1]
        if (written["bytes"], written["sha256"]) != (file.size, file.sha256):
            raise NotAsApproved(file.name)

    def _counted(self, file: Attached) -> Iterator[bytes]:
        for piece in file.pieces():
            yield piece
            self._progress(len(piece))

    def put_manifest(self) -> None:
        """What is in the ZIP, and what is left out of it and why."""
        whole = {
            "reference": self._package.reference,
            "built_at": self._package.built_at.isoformat(timespec="seconds"),
            "files": self._listed,
            "left_out": left_out(self._package),
        }
        data = json.dumps(whole, ensure_ascii=False, indent=2).encode()
        self._archive.writestr(self._entry(NAMES["manifest"]), data)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._package.built_at.timetuple()[:6])
        entry.compress_type = ZIP_STORED if name.lower().endswith(_PRESSED) else ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry
