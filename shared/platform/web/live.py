"""Live counts for a page: a stream of server-sent events, or one answer for a page that polls.

Only a number leaves. A stream ends with the session of its reader, and with the process; there are only so many.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import hdrs, web

from shared.platform.access import actor_of
from shared.platform.outcomes import TooMany
from shared.platform.site import site_of
from shared.platform.web.signin import SESSIONS, cookie_name

TICK: Final = 5.0  # seconds between two looks
PER_PERSON: Final = 4
"""More tabs than that of one person poll."""
ALTOGETHER: Final = 200
EVENTS: Final = "text/event-stream"


class Streams:
    """The open streams of one process."""

    def __init__(self, tick: float = TICK) -> None:
        self.tick = tick
        self._closing = asyncio.Event()
        self._by: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are open."""
        return self._by.total()

    @contextmanager
    def seat(self, staff_id: str) -> Iterator[None]:
        """Room for one more stream; raises `TooMany`."""
        if self._by[staff_id] >= PER_PERSON or self.count >= ALTOGETHER:
            raise TooMany(int(self.tick))
        self._by[staff_id] += 1
        try:
            yield
        finally:
            self._by[staff_id] -= 1

    async def close(self, _app: web.Application) -> None:
        """The process ends: let every stream end."""
        self._closing.set()

    async def pause(self) -> bool:
        """Wait for the next look; whether there is one."""
        try:
            async with asyncio.timeout(self.tick):
                await self._closing.wait()
        except TimeoutError:
            return True
        return False


STREAMS = web.AppKey("streams", Streams)


async def live(request: web.Request, look: Callable[[], Awaitable[int]]) -> web.StreamResponse:
    """Answer with a count: as a stream if the reader asks for one, else once, as JSON."""
    if EVENTS not in request.headers.get(hdrs.ACCEPT, ""):
        return web.json_response({"count": await look()})
    streams = request.config_dict[STREAMS]
    with streams.seat(actor_of(request).staff_id):
        answer = web.StreamResponse(headers={hdrs.CONTENT_TYPE: EVENTS, "X-Accel-Buffering": "no"})
        await answer.prepare(request)
        said = -1
        try:
            while await _is_signed_in(request):
                count = await look()
                await answer.write(b": here\n\n" if count == said else b"event: news\ndata: %d\n\n" % count)
                said = count
                if not await streams.pause():
                    break
        except ConnectionError:
            pass  # the reader left
    return answer


async def _is_signed_in(request: web.Request) -> bool:
    """Whether the session still lives; a stream is no use of it, so an idle one ends."""
    token = request.cookies.get(cookie_name(site_of(request)), "")
    return await request.config_dict[SESSIONS].find(token) is not None
