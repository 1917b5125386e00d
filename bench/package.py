"""Building a package of 500 MB, beside plain `zipfile` on the same files: speed and the most memory each takes.

Each runs in a process of its own, so that one does not count the other's memory. The files are half text, half what
does not become smaller; `zipfile` writes the ZIP in clear to the disk, the desk masks nothing here but reads its files
sealed, seals the ZIP, counts SHA-256 for each file and for the whole, and reports its progress.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from services.fulfil.store import shelf
from services.fulfil.store.packages import PackageRow
from services.fulfil.usecases.building import path_of
from services.fulfil.usecases.task_files import FILES, TaskFile
from shared.contracts.people import PKG
from shared.platform.crypto import Box
from shared.platform.desk import Desk
from shared.vocabulary import Category, Kind
from tests.services.fulfil_desk import running
from tests.services.packaged import NAMES, answer_tasks, check, propose, sign

MEGA: Final = 1_000_000
SIZE: Final = 500 * MEGA
EACH: Final = 25 * MEGA
PIECE: Final = 256 * 1024
_LINE: Final = b"2026-11-02 09:14 gesprek met de coach over de volgende stap in het traject van Noor.\n"


def stream(number: int) -> Iterator[bytes]:
    """The bytes of one file: lines that differ a little, or what cannot be pressed."""
    block = (_LINE * (PIECE // len(_LINE) + 1))[:PIECE] if number % 2 else os.urandom(PIECE)
    for at in range(0, EACH, PIECE):
        piece = at.to_bytes(8) + block[8:]
        yield piece[: min(PIECE, EACH - at)]


def name_of(number: int) -> str:
    """Text is pressed, a film is stored."""
    return f"{number:03}.{'txt' if number % 2 else 'mp4'}"


def plain(directory: Path) -> float:
    """Processor seconds of `zipfile` alone, from files in clear to a ZIP in clear."""
    files = [directory / name_of(number) for number in range(SIZE // EACH)]
    for number, path in enumerate(files):
        with path.open("wb") as file:
            file.writelines(stream(number))
    began = time.process_time()
    with ZipFile(directory / "plain.zip", "w") as archive:
        for path in files:
            entry = ZipInfo(path.name)
            entry.compress_type = ZIP_DEFLATED if path.suffix == ".txt" else ZIP_STORED
            with archive.open(entry, "w") as target, path.open("rb") as source:
                while piece := source.read(PIECE):
                    target.write(piece)
    return time.process_time() - began


async def ours(directory: Path) -> float:
    """Processor seconds of the desk, from sealed files to a sealed package, all its bookkeeping included."""
    async with running(directory, access_letter=NAMES) as office:
        await office.hear(await office.request(Kind.ACCESS))
        await office.press("kinds", kinds="access")
        await office.hear(await office.verified())
        await answer_tasks(office)
        await propose(office)
        task = next(one.id for one in await office.tasks() if (one.category, one.system) == (Category.C12, "FIN"))
        files = _sealed(directory, task)

        async def find(_desk: Desk, _case_id: str) -> Sequence[TaskFile]:
            return files

        office.desk.tools[FILES] = find
        await check(office)
        if await sign(office) != 303:
            raise SystemExit("the answer was not approved")
        began = time.process_time()
        await office.settle()
        spent = time.process_time() - began
        (row,) = await office.rows(PackageRow)
        box = await office.desk.keyring.box(f"package:{row.id}", PKG)
        _is_whole(path_of(office.desk, row), box, row)
        return spent


def _sealed(directory: Path, task: str) -> list[TaskFile]:
    box, made = Box(b"k" * 32, "bench", PKG), []
    for number in range(SIZE // EACH):
        name, path = name_of(number), directory / f"{number}.sealed"

        def fill(sink: IO[bytes], number: int = number) -> None:
            for piece in stream(number):
                sink.write(piece)

        stored = shelf.fill(path, box, name, fill)

        def pieces(path: Path = path, name: str = name) -> Iterator[bytes]:
            return shelf.pieces(path, box, name)

        made.append(TaskFile(task, name, stored.bytes, stored.sha256, pieces))
    return made


def _is_whole(path: Path, box: Box, row: PackageRow) -> None:
    digest = hashlib.sha256()
    for piece in shelf.pieces(path, box, row.id):
        digest.update(piece)
    if digest.hexdigest() != row.sha256 or row.bytes < SIZE // 2:
        raise SystemExit("the package is not what its row says")


def one(which: str) -> None:
    """One of the two, in this process; prints its figures as JSON."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        before = _resident()
        spent = plain(directory) if which == "plain" else asyncio.run(ours(directory))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "peak": peak, "before": before}))


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def measure() -> list[tuple[str, str]]:
    """Rows of a table."""
    rows: list[tuple[str, str]] = []
    for which, words in (("ours", "a sealed package from sealed files"), ("plain", "floor: zipfile, in clear")):
        command = [sys.executable, "-m", "bench.package", which]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told = json.loads(done.stdout.splitlines()[-1])
        rate = SIZE / MEGA / told["seconds"]
        memory = f"peak {told['peak']:.0f} MiB (of which {told['before']:.0f} before it began)"
        rows.append((words, f"{rate:.0f} MB a processor second; {memory}"))
    return rows


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        for what, figure in measure():
            print(f"| {what} | {figure} |")
