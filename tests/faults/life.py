"""The lives of one desk: it is started, dies where it was told to, and is started again by whoever watches over it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from shared.contracts.settings import Settings
from shared.platform.crash import VARIABLE
from tests.faults.driver import AheadClock

KILLED = 137
LATER = 20 * 60
"""So many seconds pass, for the desk, between a death and the next life: leases end, an archive had its time."""
HOUSE = Path(__file__).parents[2]


class Lives:
    """Keeps a desk alive. `hit` lists the points at which it died, in order; `clock` is the desk's own."""

    def __init__(self, directory: Path, settings: Settings, clock: AheadClock) -> None:
        self.clock = clock
        self.hit: list[str] = []
        self.log = directory / "driver.log"
        self._file = directory / "settings.json"
        self._file.write_text(settings.model_dump_json(), encoding="utf-8")
        self._door = (settings.web.host, settings.web.port)
        self._left: list[str] = []
        self._desk: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def begin(self, points: Sequence[str] = ()) -> None:
        """Begin a new life, after the present one is ended in good order: it and the next ones die at these points.

        Points that were not reached yet come first.
        """
        await self.stop()
        self._left += points
        await self._start()
        self._watch = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """End the present life in good order; it must not take ten seconds, and end well."""
        if self._desk is None or self._watch is None:
            return
        await self.open()
        self._watch.cancel()
        await asyncio.gather(self._watch, return_exceptions=True)
        self._desk.terminate()
        async with asyncio.timeout(10):
            assert await self._desk.wait() == 0, self.last_words()
        self._desk = self._watch = None

    async def open(self, seconds: float = 60) -> None:
        """Wait until the pages are served, which comes last in a start."""
        async with asyncio.timeout(seconds):
            while not await self._answers():
                self._check()
                await asyncio.sleep(0.05)

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(*self._door)
        except OSError:
            return False
        writer.close()
        return True

    async def kill(self) -> None:
        """End it without a word, for a test that failed."""
        if self._watch is not None:
            self._watch.cancel()
        if self._desk is not None and self._desk.returncode is None:
            self._desk.kill()
            await self._desk.wait()

    def last_words(self) -> str:
        """The end of the log of all lives."""
        return self.log.read_text(encoding="utf-8")[-3000:]

    async def all_hit(self, seconds: float = 60) -> None:
        """Wait until the desk has died at every point it was armed with."""
        try:
            async with asyncio.timeout(seconds):
                while self._left:
                    self._check()
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never reached: {self._left}\n{self.last_words()}") from None
        await self.open()

    def _check(self) -> None:
        if self._watch is not None and self._watch.done():
            self._watch.result()

    async def _start(self) -> None:
        armed = {VARIABLE: self._left[0]} if self._left else {}
        with self.log.open("ab") as log:
            self._desk = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.faults.driver",
                str(self._file),
                str(self.clock.ahead.total_seconds()),
                cwd=HOUSE,
                env={**os.environ, **armed},
                stdout=log,
                stderr=log,
            )

    async def _keep_alive(self) -> None:
        while self._desk is not None:
            code = await self._desk.wait()
            if code != KILLED or not self._left:
                raise AssertionError(f"the desk ended with {code}\n{self.last_words()}")
            self.hit.append(self._left.pop(0).partition(":")[0])
            self.let_time_pass(LATER)
            await self._start()

    def let_time_pass(self, seconds: float) -> None:
        """The next life begins so much later."""
        self.clock.ahead += timedelta(seconds=seconds)


@asynccontextmanager
async def lives(directory: Path, settings: Settings, clock: AheadClock) -> AsyncIterator[Lives]:
    """A desk to start; nothing of it is left afterwards."""
    made = Lives(directory, settings, clock)
    try:
        yield made
        await made.stop()
    finally:
        await made.kill()
