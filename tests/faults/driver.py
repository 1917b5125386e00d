"""The whole desk in a process that may be killed: `python -m tests.faults.driver SETTINGS OFFSET`.

SETTINGS is a JSON file with the settings; OFFSET says how many seconds this desk's clock runs ahead of the machine's,
so that leases and waits of an earlier life are over. Where it dies, `PRIVACYBALIE_CRASH_AT` says.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from services import composition
from services.commands.running import told_to_stop
from shared.contracts.settings import Settings
from shared.platform import logs
from shared.platform.clock import SystemClock
from shared.platform.config import load


class AheadClock:
    """The machine's clock, so many seconds ahead."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The present instant of this desk, aware, in UTC."""
        return SystemClock().now() + self.ahead


async def run(settings: Settings, clock: AheadClock) -> None:
    """Serve until SIGTERM."""
    process = composition.make_process(settings, clock=clock)
    await process.start()
    runner = web.AppRunner(composition.make_web(settings, process), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.web.host, settings.web.port).start()
    await told_to_stop().wait()
    await runner.cleanup()
    await process.stop()


if __name__ == "__main__":
    logs.set_up("json")
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    asyncio.run(run(load(Settings, None, **given), AheadClock(float(sys.argv[2]))))
