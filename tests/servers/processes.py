"""What a server leaves running: the tree of processes under one that we started."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterable
from pathlib import Path

GONE = "gone"


def _stat(pid: int) -> tuple[str, int]:
    """Return the state letter and the parent of a process; `GONE` and 0 when there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return GONE, 0
    state, parent, *_ = text.rpartition(")")[2].split()
    return state, int(parent)


def is_running(pid: int) -> bool:
    """Say whether the process still does something; a zombie does not."""
    return _stat(pid)[0] not in {GONE, "Z", "X"}


def tree(root: int) -> list[int]:
    """Return the process and all its descendants, the root first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children.setdefault(_stat(int(entry.name))[1], []).append(int(entry.name))
    found = [root]
    for pid in found:  # grows while it is walked: breadth first
        found.extend(children.get(pid, ()))
    return found


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Signal each process that is still there."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
