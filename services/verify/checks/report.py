"""What `check-id` and `redact-id` print of a file (contracts: command line)."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.checks.examine import Examiners, examine
from services.verify.checks.opening.size import MOST_BYTES
from services.verify.checks.wish import Wish
from shared.vocabulary import Verdict

_CLOSED = "The file cannot be read from the disk."


async def check_file(by: Examiners, path: Path) -> dict[str, Any]:
    """Judge a stranger's file, in child processes. One that the disk does not give is `unreadable` too."""
    began = time.perf_counter()
    try:
        found = await examine(by, await asyncio.to_thread(_start_of, path), path.name)
    except OSError:
        found = Judgement(Verdict.UNREADABLE, (Finding(FindingKind.NO_ANSWER, _CLOSED),), 0, None, "disk")
    return _report(path, found, began)


async def redact_file(by: Examiners, path: Path) -> tuple[dict[str, Any], bytes | None]:
    """Paint over what a file shows, in child processes: what became of it, and the picture if that is accepted.

    Raises OSError when the file cannot be read.
    """
    began = time.perf_counter()
    found = await examine(by, await asyncio.to_thread(_start_of, path), path.name, Wish.REPAINT)
    painted = [finding.as_json() for finding in found.painted]
    picture = found.raster_png if found.verdict is Verdict.ACCEPTED else None
    return _report(path, found, began) | {"painted": painted}, picture


def name_of(path: Path) -> str:
    """The path as text that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _start_of(path: Path) -> bytes:
    """Read the file, of an oversized one just enough to see that it is."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _report(path: Path, judgement: Judgement, began: float) -> dict[str, Any]:
    return {
        "file": name_of(path),
        "verdict": judgement.verdict.value,
        "findings": [finding.as_json() for finding in judgement.findings],
        "pages": judgement.pages,
        "seconds": round(time.perf_counter() - began, 3),
    }
