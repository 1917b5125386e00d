"""The whole desk, alive: one process with its loops, a web door on a real port, a mail world that takes and gives."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from services import composition
from services.commands import demo
from services.sandbox import webmail
from services.sandbox.kept import KeptMail
from services.sandbox.world import MailWorld
from shared.platform.clock import JumpingClock
from shared.platform.process import Process

Found = TypeVar("Found")
PATIENCE = 40.0


async def eventually(look: Callable[[], Awaitable[Found | None]], what: str, seconds: float = PATIENCE) -> Found:
    """Look until there is something to see; a real mailbox and a real bus take their time."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                found = await look()
                if found:
                    return found
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"waited {seconds:.0f} s in vain for {what}") from None


def link_in(text: str, path: str) -> str:
    """The first link in a letter that leads to `path`."""
    found = re.search(rf"https?://\S*{re.escape(path)}\S*", text)
    assert found, f"no link to {path} in: {text}"
    return found.group().rstrip(".,)>")


@dataclass
class LiveDesk:
    """What a journey can see and do from outside, and the clock it can turn."""

    url: str
    world: MailWorld
    process: Process
    clock: JumpingClock
    staff: dict[str, dict[str, Any]]

    async def letter(self, to: str, words: str) -> KeptMail:
        """Wait for a letter to `to` whose subject or text holds `words`."""

        async def look() -> KeptMail | None:
            kept = [mail for mail in self.world.kept(to) if words in mail.subject or words in mail.text]
            return kept[-1] if kept else None

        return await eventually(look, f"a letter to {to} with '{words}'")


@asynccontextmanager
async def living(directory: Path, start: datetime | None = None) -> AsyncIterator[LiveDesk]:
    """The demo's desk with a clock that the test can turn."""
    clock = JumpingClock(start or datetime.now(UTC))
    world = MailWorld([demo.DESK, "office@leerwerkburo.example"], clock)
    await world.start()
    settings = demo.make_settings(directory, world, demo.free_port())
    demo.prepare(settings)
    process = composition.make_process(settings, clock=clock)
    for one in process.staff:
        clock.on_jump(one.desk.waker.wake)
    await process.start()
    app = composition.make_web(settings, process)
    webmail.add_routes(app, world)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.web.host, settings.web.port).start()
    staff = {one["roles"][0]: one for one in await demo.colleagues(process, directory)}
    try:
        yield LiveDesk(settings.web.public_url, world, process, clock, staff)
    finally:
        await runner.cleanup()
        await process.stop()
        await world.stop()
