"""Backups: one file with the databases and the sealed files. The keys that open them go apart (`ledger`).

SQLite is copied while it runs, each database as of one moment; PostgreSQL is asked for it by `pg_dump`. The databases
come first, then the files that their rows name.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from shared.platform.migrate import Home

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PIECE: Final = 1 << 20
Say = Callable[[str], None]


class BadBackup(Exception):
    """This file is no backup, or not a whole one; the sentence says what is wrong."""


class CannotBackUp(Exception):
    """What is needed is missing; the sentence says what, and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds: bytes of each database, and how many files."""

    made_at: datetime
    databases: Mapping[str, int]
    files: int


def write(
    out: Path, homes: Sequence[Home], data_dir: Path, folders: Sequence[str], now: datetime, say: Say
) -> Contents:
    """Write a backup. Raises `CannotBackUp`; an unfinished file is removed."""
    draft = out.with_name(f"{out.name}.new")
    sums: dict[str, str] = {}
    sizes: dict[str, int] = {}
    files = 0
    try:
        with private(draft) as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as tar:
            for home in homes:
                say(f"database {home.name}")
                with _dumped(home) as dump:
                    sizes[home.name], sums[f"db/{home.name}"] = dump.stat().st_size, _sum(dump)
                    tar.add(dump, f"db/{home.name}")
            for folder in folders:
                for file in sorted(_files(data_dir / folder)):
                    files += _add(tar, file, f"files/{file.relative_to(data_dir)}", sums)
                say(f"files of {folder}")
            told = {"format": FORMAT, "made_at": now.isoformat(), "databases": sizes, "sums": sums}
            _add_bytes(tar, MANIFEST, json.dumps(told).encode())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return Contents(now, sizes, files)


@contextmanager
def private(path: Path) -> Iterator[io.FileIO]:
    """A new file that only its owner reads, flushed to disk."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with io.FileIO(handle, "w") as file:
        yield file
        os.fsync(handle)


def _files(folder: Path) -> Iterable[Path]:
    return (file for file in folder.rglob("*") if file.is_file()) if folder.exists() else ()


def _add(tar: tarfile.TarFile, file: Path, name: str, sums: dict[str, str]) -> int:
    """A file that went in between is no loss: its row goes, or it is written anew."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return 0
    sums[name] = hashlib.sha256(data).hexdigest()
    _add_bytes(tar, name, data)
    return 1


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return _digest(opened)


@contextmanager
def _dumped(home: Home) -> Iterator[Path]:
    """A copy of one database as of one moment, beside it so that it needs no second disk."""
    if home.url.get_backend_name() != "sqlite":
        with tempfile.TemporaryDirectory() as there:
            dump = Path(there) / home.name
            _run("pg_dump", home, ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"])
            yield dump
        return
    source = Path(home.url.database or "")
    if not source.exists():
        raise CannotBackUp(f"there is no database {source}. Run `privacybalie migrate` first, or give --config.")
    with tempfile.TemporaryDirectory(dir=source.parent, prefix="backup-") as there:
        dump = Path(there) / home.name
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(dump)) as copy:
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
        yield dump


def _run(program: str, home: Home, arguments: list[str]) -> None:
    """A program of PostgreSQL, with the password where nobody sees it."""
    found = shutil.which(program)
    if found is None:
        raise CannotBackUp(f"{program} is not there. Install the client of PostgreSQL (Debian: postgresql-client).")
    url = home.url.set(drivername="postgresql", password=None).render_as_string()
    with tempfile.NamedTemporaryFile("w", suffix=".pgpass") as secret:
        password = str(home.url.password or "").replace("\\", "\\\\").replace(":", "\\:")
        secret.write(f"*:*:*:*:{password}\n")
        secret.flush()
        command = [found, f"--dbname={url}", f"--schema={home.name}", *arguments]
        environment = {"PGPASSFILE": secret.name, "PATH": str(Path(found).parent)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise CannotBackUp(f"{program} of schema {home.name} failed: {last}")


def look(file: Path, databases: Collection[str]) -> Contents:
    """What a backup of these databases holds, every sum compared. Raises `BadBackup`."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            told = json.loads(_member(tar, MANIFEST).read())
            if told["format"] != FORMAT:
                raise BadBackup(f"{file} has format {told['format']}; this version reads {FORMAT}")
            found = {m.name: _digest(_member(tar, m.name)) for m in tar if m.name != MANIFEST}
        made_at, sizes = datetime.fromisoformat(told["made_at"]), dict(told["databases"])
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BadBackup(f"{file} is no whole backup ({type(error).__name__})") from error
    if set(sizes) != set(databases):
        raise BadBackup(f"{file} holds other databases than this desk has")
    if found != told["sums"]:
        raise BadBackup(f"{file} is damaged: its parts are not what was written")
    return Contents(made_at, sizes, sum(name.startswith("files/") for name in found))


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    opened = tar.extractfile(name)
    if opened is None:
        raise BadBackup(f"{name} is no file")
    return opened


def put_back(file: Path, homes: Sequence[Home], data_dir: Path, say: Say) -> None:
    """Put databases and files in the place of those that are there; `look` has judged the backup before."""
    with tarfile.open(file, "r:gz") as tar:
        for home in homes:
            say(f"database {home.name}")
            _put_database(home, _member(tar, f"db/{home.name}"))
        for entry in tar:
            if entry.name.startswith("files/"):
                _put_file(data_dir, entry.name.removeprefix("files/"), _member(tar, entry.name))
    say("files")


def _put_database(home: Home, data: IO[bytes]) -> None:
    if home.url.get_backend_name() != "sqlite":
        with tempfile.TemporaryDirectory() as there:
            dump = Path(there) / home.name
            with private(dump) as raw:
                shutil.copyfileobj(data, raw, PIECE)
            _run("pg_restore", home, ["--clean", "--if-exists", "--no-owner", "--no-privileges", str(dump)])
        return
    target = Path(home.url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f"{target.name}.new")
    with private(draft) as raw:
        shutil.copyfileobj(data, raw, PIECE)
    for log in ("-wal", "-shm"):
        target.with_name(f"{target.name}{log}").unlink(missing_ok=True)
    draft.replace(target)


def _put_file(data_dir: Path, name: str, data: IO[bytes]) -> None:
    target = (data_dir / name).resolve()
    if data_dir.resolve() not in target.parents:
        raise BadBackup(f"{name} lies outside the data directory")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with private(target) as raw:
        shutil.copyfileobj(data, raw, PIECE)
