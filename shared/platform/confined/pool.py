"""The pool: a few child processes, a bounded queue before them, a new child for each spent or spoilt one."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from shared.platform.confined.orders import Orders
from shared.platform.confined.outcome import JobFailed, NotProtected, Protection
from shared.platform.confined.worker import Worker

_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/dev/urandom",
)


class Confined:
    """Runs one pure function on untrusted bytes, in child processes with limits and without network.

    Args:
        entry: `package.module:function`, of the shape `(data: bytes, facts: dict) -> (dict, bytes)`.
        processes: children that work side by side.
        memory_mb: address space of a child.
        seconds: time a job may take, by the clock and of CPU.
        queue: jobs that may wait for a child; one more is `JobFailed("busy")`.
        jobs: a child is replaced after this many.
        require_protection: refuse to start where a child would still reach the network.
        readable: further files or directories a job needs to read, such as models.
        at_once: children to start with; the others start when a job comes for them. All, if not said.
    """

    def __init__(
        self,
        entry: str,
        processes: int = 1,
        memory_mb: int = 768,
        seconds: int = 15,
        *,
        queue: int = 64,
        jobs: int = 50,
        require_protection: bool = False,
        readable: Iterable[Path] = (),
        at_once: int | None = None,
    ) -> None:
        paths = (*_program_files(entry), *(str(path.resolve()) for path in readable))
        self._orders = Orders(entry, memory_mb, seconds, jobs, paths)
        self._processes = processes
        self._queue = queue
        self._require = require_protection
        self._at_once = processes if at_once is None else at_once
        self._idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()  # a child that is up before an empty seat
        self._at_work: set[Worker] = set()
        self._waiting = 0
        self._seats = 0
        self._closed = False
        self._protection: Protection | None = None

    async def start(self) -> None:
        """Start the children that are wanted at once.

        Raises:
            JobFailed: a child did not come up.
            NotProtected: it did, with the network in reach, and `require_protection` is set.
        """
        try:
            for number in reversed(range(self._processes)):
                self._idle.put_nowait(await self._another() if number < self._at_once else None)
                self._seats += 1
        except BaseException:
            await self.close()
            raise

    def _insist(self) -> None:
        if self._require and not self.protection().network:
            raise NotProtected(
                "This machine lets a confined process reach the network: allow the service user namespaces "
                "or seccomp, or accept the risk in the configuration."
            )

    async def close(self) -> None:
        """End the children and wait until they are gone; jobs that run or wait fail as `died`."""
        self._closed = True
        for worker in self._at_work:
            worker.kill()
        while self._seats:
            idle = await self._idle.get()
            self._seats -= 1
            if idle is not None:
                await idle.end()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def protection(self) -> Protection:
        """What holds in the children, as one of them reported; nothing does before `start`."""
        return self._protection or Protection(network=False, seccomp=False, namespaces=False, files=False)

    async def run(self, data: bytes, **facts: Any) -> tuple[dict[str, Any], bytes]:
        """Run the function on these bytes and facts (facts as JSON can hold them).

        Raises:
            JobFailed: no answer; see its kinds. The next job is not touched by it.
        """
        if self._closed or not self._seats:
            raise JobFailed("died")
        if self._waiting >= self._queue:
            raise JobFailed("busy")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        left: Worker | None = None
        try:
            worker = worker or await self._another()
            self._at_work.add(worker)
            if self._closed:
                raise JobFailed("died")
            answer = await worker.job(facts, data, self._orders.seconds)
            left = worker
        finally:
            await self._put_back(worker, left)
        return answer

    async def _another(self) -> Worker:
        if self._closed:
            raise JobFailed("died")
        worker = await Worker.started(self._orders)
        self._protection = worker.protection
        try:
            self._insist()
        except NotProtected:
            await worker.end()
            raise
        return worker

    async def _put_back(self, worker: Worker | None, left: Worker | None) -> None:
        """Free the seat: for the same child after a good job, empty after a bad one or its last."""
        try:
            if worker is not None:
                self._at_work.discard(worker)
                if left is None or worker.jobs >= self._orders.jobs:
                    left = None
                    await worker.end()
        finally:
            self._idle.put_nowait(left)


def _program_files(entry: str) -> tuple[str, ...]:
    """Where the interpreter, its libraries, the job and this package lie: all that a child has to read."""
    paths = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(__file__).resolve().parents[2]), *_SYSTEM}
    paths |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    spec = importlib.util.find_spec(entry.partition(":")[0].partition(".")[0])
    if spec is not None:
        paths |= set(spec.submodule_search_locations or ([spec.origin] if spec.origin else []))
    return tuple(sorted(paths - {"/"}))
