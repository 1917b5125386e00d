"""Runs one side in a process of its own and measures it: time, processor seconds and memory of the whole tree.

A side prints `begin` when it is set up and `end <mails> <what it says of itself>` when it is done; only what lies
between counts.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GLANCE_SECONDS = 0.1
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figures:
    """What a side took for so many mails; memory is the peak of the tree's proportional set size, in MiB."""

    mails: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    says: str

    @property
    def rate(self) -> float:
        """Mails per second."""
        return self.mails / self.seconds


def run(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Figures:
    """Run a side to its end; its log goes to a file. Raises RuntimeError when it fails, with the end of the log."""
    with log.open("w") as errors:
        side = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    peak = Peak(side.pid)
    peak.start()
    try:
        assert side.stdout is not None
        began = cpu = 0.0
        for line in side.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "begin":
                began, cpu = time.perf_counter(), cpu_seconds(side.pid)
                peak.value = 0.0
            if word == "end":
                took, used = time.perf_counter() - began, cpu_seconds(side.pid) - cpu
                mails, _, says = rest.partition(" ")
                return Figures(int(mails), took, used, peak.stop(), says)
        raise RuntimeError(f"{command[1:3]} ended with {side.wait()} before it was done:\n{log.read_text()[-2000:]}")
    finally:
        peak.stop()
        side.terminate()
        side.wait(30)


class Peak(threading.Thread):
    """Looks at the memory of a process tree again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.value = 0.0

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(GLANCE_SECONDS):
            self.value = max(self.value, memory_mb(self._pid))

    def stop(self) -> float:
        """Stop looking; the highest figure in MiB."""
        self._over.set()
        self.join()
        return self.value


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a tree, with those of its members that ended."""
    total = 0
    for one in tree(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(each) for each in fields[11:15])
    return total / TICKS


def memory_mb(pid: int) -> float:
    """Proportional set size of a tree: pages that are shared count once."""
    total, own = 0, b""
    for one in tree(pid):
        with suppress(OSError, StopIteration):
            own = own or Path(f"/proc/{pid}/cmdline").read_bytes()
            if one != pid and Path(f"/proc/{one}/cmdline").read_bytes() == own:
                continue  # forked a moment ago and still in its parent's memory, which would count twice
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
