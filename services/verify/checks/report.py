"""What `check-id` prints of a file (contracts: command line)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from services.verify.checks import judge
from services.verify.checks.copy import Judgement
from services.verify.checks.examine import Examiners, examine
from services.verify.checks.opening.size import MOST_BYTES


def check_file(path: Path) -> dict[str, Any]:
    """Judge a file in this process. Raises OSError when it cannot be read."""
    began = time.perf_counter()
    return _report(path, judge(_start_of(path), path.name), began)


async def check_file_confined(by: Examiners, path: Path) -> dict[str, Any]:
    """Judge a stranger's file, in a child process. Raises OSError when it cannot be read."""
    began = time.perf_counter()
    return _report(path, await examine(by, _start_of(path), path.name), began)


def _start_of(path: Path) -> bytes:
    """Read the file, of an oversized one just enough to see that it is."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _report(path: Path, judgement: Judgement, began: float) -> dict[str, Any]:
    return {
        "file": str(path),
        "verdict": judgement.verdict.value,
        "findings": [finding.as_json() for finding in judgement.findings],
        "pages": judgement.pages,
        "seconds": round(time.perf_counter() - began, 3),
    }
