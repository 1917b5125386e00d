"""The desk that `bench.chat` talks to: the demo's, but for the limits that stop one address from so many chats."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from services.commands import demo
from services.commands.running import serving, told_to_stop
from services.sandbox.world import MailWorld
from shared.platform import logs
from shared.platform.clock import SystemClock


async def _serve(directory: Path, ready: Path, most: int) -> None:
    told = told_to_stop()
    world = MailWorld([demo.DESK], SystemClock())
    await world.start()
    try:
        settings = demo.make_settings(directory, world, demo.free_port())
        chat = settings.chat.model_copy(
            update={"chats_an_hour": 100_000, "messages_a_minute": 120, "most_connections": most}
        )
        settings = settings.model_copy(update={"chat": chat})
        demo.prepare(settings)
        async with serving(settings, extend=lambda _: None):
            demo.write_whole(ready, json.dumps({"web": settings.web.public_url}))
            await told.wait()
    finally:
        await world.stop()


if __name__ == "__main__":
    logs.set_up("json")
    asyncio.run(_serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
