"""An intake office at work on a real mailbox: the watch's thread and the worker run, as they do in production."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator, Awaitable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from services.intake.app import OFFICE
from services.intake.mailbox import TAKEN
from services.intake.rules.incoming import State
from tests.journeys.live import eventually
from tests.services.intake_desk import IntakeDesk, intake_desk, mail
from tests.services.mailbox_server import MailboxServer

SOON = 30.0
"""Seconds in which the desk must have done what takes it a moment; two cores may be busy."""
TIMEOUT = 0.8
"""The desk's limit for an answer of the server: far below production's, far above what a busy machine needs."""
SWEEP_EVERY = 0.4
SILENCE = timedelta(minutes=11)


def requests(numbers: Iterable[int], filler: int = 0) -> list[bytes]:
    """Requests of different people; each with so many bytes more that nobody needs."""
    padding = f"\n{'-' * 70}" * (filler // 71)
    return [
        mail(
            f"Ik wil graag weten welke gegevens jullie van mij hebben.\n\nGroet,\nPersoon {number}\n{padding}\n",
            message_id=f"<{number}@clients.example>",
            sender=f"Persoon {number} <persoon{number}@clients.example>",
        )
        for number in numbers
    ]


def hashes(raws: Iterable[bytes]) -> set[str]:
    """What identifies mails (mail 1.3)."""
    return {hashlib.sha256(raw).hexdigest() for raw in raws}


@dataclass
class Watched:
    """The office, and the mailbox it watches."""

    intake: IntakeDesk
    server: MailboxServer

    async def put(self, *raws: bytes) -> None:
        """Mails arrive."""
        await asyncio.to_thread(self.server.put, *raws)

    async def has_read(self, raws: Collection[bytes], seconds: float = SOON) -> None:
        """Wait until the desk has these mails and has read every one that it has."""
        wanted = hashes(raws)

        async def look() -> bool:
            rows = await self.intake.rows()
            return wanted <= {row.sha256 for row in rows} and all(row.stands is not State.STORED for row in rows)

        await eventually(look, f"{len(wanted)} mails to be read", seconds)

    async def is_ready(self) -> bool:
        """Whether intake would say that its mailbox is swept."""
        return await OFFICE.checks["mailbox"](self.intake.desk)

    async def becomes_silent(self) -> None:
        """Eleven minutes pass for the desk; only a sweep after this makes it ready again."""
        self.intake.clock.jump(SILENCE)
        assert not await self.is_ready()

    async def sweeps_again(self) -> None:
        """Wait until a sweep that began after this moment has ended well."""
        for _ in range(2):  # the first one that ends may have begun before
            await self.becomes_silent()
            await eventually(self.is_ready, "a sweep", SOON)

    async def exactly(self, raws: Collection[bytes]) -> None:
        """Each of these mails is one message and one case, and there is no other."""
        rows = await self.intake.rows()
        assert sorted(row.sha256 for row in rows) == sorted(hashes(raws))
        assert {row.stands for row in rows} <= {State.REQUEST}
        said = await self.intake.said("request.received")
        assert {message.incoming_id for message in said} == {row.id for row in rows}
        assert len({message.case_id for message in said}) == len(said) == len(rows)

    async def only_marked(self, count: int) -> None:
        """So many mails lie in the folder, with our keyword and nothing else: no flag of people was touched."""
        flags = await asyncio.to_thread(self.server.flags)
        assert list(flags.values()) == [{TAKEN}] * count


async def _as_coroutine(run: Awaitable[None]) -> None:
    await run


async def _at_work(intake: IntakeDesk, stop: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as loops:
        runs = [*(edge(intake.desk) for edge in OFFICE.edges), intake.worker.run()]
        tasks = [loops.create_task(_as_coroutine(run)) for run in runs]
        await stop.wait()
        for task in tasks:
            task.cancel()


@asynccontextmanager
async def at_work(intake: IntakeDesk) -> AsyncIterator[None]:
    """Run the loops of the office as its process would; an exception in one of them is the test's."""
    stop = asyncio.Event()
    loops = asyncio.create_task(_at_work(intake, stop))
    try:
        yield
    finally:
        stop.set()
        await loops
    assert not any(thread.name == "mailbox" for thread in threading.enumerate())


@asynccontextmanager
async def watched(
    directory: Path, server: MailboxServer, port: int = 0, sweep_every: float = SWEEP_EVERY
) -> AsyncIterator[Watched]:
    """An office that watches the folder, on another port (of a wire) if given, impatient with its server."""
    mailbox = server.settings(port=port or server.port, timeout_seconds=TIMEOUT)
    async with intake_desk(directory, mailbox=mailbox) as intake:
        hurried = intake.desk.settings.intake.model_copy(update={"sweep_seconds": sweep_every})
        intake.desk.settings = intake.desk.settings.model_copy(update={"intake": hurried})
        async with at_work(intake):
            yield Watched(intake, server)
