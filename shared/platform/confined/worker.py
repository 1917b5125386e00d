"""The parent's hold of one child process: start it, give it a job, end it."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import re
import signal
import sys
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from shared.platform.confined import frames
from shared.platform.confined.orders import Orders
from shared.platform.confined.outcome import JobFailed, Protection

_COMMAND = (sys.executable, "-P", "-s", "-B", "-m", "shared.platform.confined.child")
_PIPE_BYTES = 1024 * 1024
_START_SECONDS = 30  # a slow machine that loads the job's libraries for the first time
_FAILURE = re.compile(r"memory|raised:[A-Za-z_]\w{0,60}")
Answer = tuple[dict[str, Any], bytes]
_BROKEN = (asyncio.IncompleteReadError, frames.BadFrame, ConnectionError)


class Worker:
    """One child process. Not for two jobs at a time; `Confined` sees to that."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.protection = Protection(network=False, seccomp=False, namespaces=False, files=False)
        self.jobs = 0

    @classmethod
    async def started(cls, orders: Orders) -> Worker:
        """Start a child and wait until it is locked. Raises JobFailed when it does not come up."""
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, json.dumps(asdict(orders)),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=_environment(), cwd="/", start_new_session=True,
        )  # fmt: skip
        worker = cls(process)
        worker._widen()
        try:
            facts, _ = await worker._within(_START_SECONDS, worker._hear())
            worker.protection = Protection(**facts["protection"])
        except BaseException:
            await worker.end()
            raise
        return worker

    def _widen(self) -> None:
        """Let a large mail go through the pipe in a few pieces, not in dozens; where that is forbidden, in dozens."""
        transport = self._process.stdin.transport if self._process.stdin is not None else None
        pipe = transport.get_extra_info("pipe") if transport is not None else None
        if pipe is not None:
            with suppress(OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    async def job(self, facts: Mapping[str, Any], data: bytes, seconds: float) -> Answer:
        """Have one job done within so many seconds. Raises JobFailed; the child is then to be ended."""
        self.jobs += 1
        answer, result = await self._within(seconds, self._exchange(*frames.pack(facts, data)))
        if isinstance(found := answer.get("facts"), dict):
            return found, result
        failure = str(answer.get("failed"))
        raise JobFailed(failure if _FAILURE.fullmatch(failure) else "died")

    def kill(self) -> None:
        """Kill the child and whatever it started; whoever waits for its answer finds it dead."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def end(self) -> None:
        """Kill the child, and wait until nothing of it is left. Not while another waits for its answer."""
        self.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            while await self._process.stdout.read(1 << 20):
                pass
        await self._process.wait()

    async def _within(self, seconds: float, answer: Awaitable[Answer]) -> Answer:
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise JobFailed("timeout") from None
        except _BROKEN:
            raise JobFailed(await self._cause_of_death()) from None

    async def _exchange(self, head: bytes, data: bytes) -> Answer:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 -- asked for with PIPE
        pipe.write(head)
        pipe.write(data)
        await pipe.drain()
        return await self._hear()

    async def _hear(self) -> Answer:
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 -- asked for with PIPE
        head, data = frames.lengths(await pipe.readexactly(frames.PREFIX.size))
        return frames.facts(await pipe.readexactly(head)), await pipe.readexactly(data)

    async def _cause_of_death(self) -> str:
        await self.end()
        return "timeout" if self._process.returncode == -signal.SIGXCPU else "died"


def _environment() -> dict[str, str]:
    """All that a child inherits: where the code is, and no parallel threads, spare memory pools or kept buffers."""
    return {
        "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path),  # noqa: PTH100
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": "262144",
        "OMP_NUM_THREADS": "1",
    }
