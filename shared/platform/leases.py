"""What a process held when it ended is taken up at once by the next one, if nobody else works at the same inbox.

On SQLite each process that works at a service's inbox shares a lock on a file beside its database; the machine takes
the lock back when the process ends, however it ends. Who starts and gets that lock for itself is alone, so every lease
it finds was left by the dead. On PostgreSQL, where the others may run on other machines, a lease runs out by itself.
"""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

from shared.platform import post
from shared.platform.desk import Desk
from shared.platform.logs import log
from shared.platform.worker import pause


@asynccontextmanager
async def working(desk: Desk) -> AsyncIterator[None]:
    """Be known as one who works at this desk's inbox, and take up first what dead ones left."""
    if not desk.database.is_sqlite:
        yield
        return
    with Path(desk.database.url.database or "").with_suffix(".lock").open("w", encoding="ascii") as file:
        if _is_alone(file):
            await free_all(desk)
        # Others that just started hold it for themselves as long as freeing takes.
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_SH)
        yield


def _is_alone(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def free_all(desk: Desk) -> int:
    """End every lease; returns how many. Only for one who is alone.

    What was being done alone may be what ended the process: it waits a while, so that the rest is done before it.
    """
    async with desk.database.write() as connection:
        now, rows = desk.clock.now(), await post.held(connection)
        for row in rows:
            tries = row.attempts - row.spared
            await post.free(connection, row, now + pause(tries) if tries else now)
    if rows:
        log.info("leases.freed", service=desk.service, count=len(rows))
    return len(rows)
