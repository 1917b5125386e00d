"""Live counts: a stream of numbers that ends with the session and the process, or one answer for who polls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.platform import migrate
from shared.platform.clock import JumpingClock
from shared.platform.db import Database, locate
from shared.platform.web import STREAMS, Access, Sessions, Site, Streams, live, make_app, require
from shared.platform.web.live import PER_PERSON
from tests.services.verify_desk import START

EVENTS = {"Accept": "text/event-stream"}


@dataclass
class Room:
    """A web application with one live count."""

    web: TestClient[web.Request, web.Application]
    sessions: Sessions
    clock: JumpingClock
    streams: Streams
    count: list[int] = field(default_factory=lambda: [0])

    async def staff(self, staff_id: str = "s-1") -> dict[str, str]:
        """The headers of somebody who is signed in."""
        return {"Cookie": f"desk={await self.sessions.open(staff_id, 'Sam', ['handler'])}"}


@require("look")
async def show(count: list[int], request: web.Request) -> web.StreamResponse:
    """The count."""

    async def look() -> int:
        return count[0]

    return await live(request, look)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An application whose streams look often."""
    url = f"sqlite:///{tmp_path}"
    migrate.upgrade(migrate.Home(migrate.CABINET, locate(url, migrate.CABINET), "shared.platform.migrations"))
    cabinet, clock = Database(locate(url, migrate.CABINET), migrate.CABINET), JumpingClock(START)
    sessions = Sessions(cabinet, clock)
    site = Site(name="Desk", organisation="Bureau", public_url="http://desk.example", zone=ZoneInfo("Europe/Amsterdam"))
    app = make_app(site, sessions=sessions, access=Access({"handler": frozenset({"look"})}))
    app[STREAMS].tick = 0.01
    count = [0]
    app.router.add_get("/staff/news", partial(show, count))
    async with TestClient(TestServer(app)) as client:
        yield Room(client, sessions, clock, app[STREAMS], count)
    await cabinet.close()


async def test_a_stream_says_each_new_number_and_nothing_else(room: Room) -> None:
    """The first at once, then only what changed; a page that polls gets the same number."""
    headers = await room.staff()
    async with room.web.get("/staff/news", headers=headers | EVENTS) as answer:
        assert answer.content_type == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        assert await answer.content.readuntil(b"data: 0\n\n") == b"event: news\ndata: 0\n\n"
        room.count[0] = 3
        later = await answer.content.readuntil(b"data: 3\n\n")
        assert later.replace(b": here\n\n", b"") == b"event: news\ndata: 3\n\n"
    async with room.web.get("/staff/news", headers=headers) as answer:
        assert await answer.json() == {"count": 3}


@pytest.mark.parametrize("end", ["signed out", "idle", "closing"])
async def test_a_stream_ends_with_the_session_and_with_the_process(room: Room, end: str) -> None:
    """It is no use of the session: one that nobody uses dies of idleness although a stream is open."""
    headers = await room.staff()
    async with room.web.get("/staff/news", headers=headers | EVENTS) as answer:
        await answer.content.readuntil(b"data: 0\n\n")
        if end == "signed out":
            await room.sessions.close_all("s-1")
        elif end == "idle":
            room.clock.jump(timedelta(minutes=31))
        else:
            await room.streams.close(web.Application())
        async with asyncio.timeout(10):
            await answer.content.read()
    assert room.streams.count == 0


async def test_there_are_only_so_many_streams(room: Room) -> None:
    """One person's many tabs poll; somebody else still gets a stream."""
    headers = await room.staff()
    opened = [await room.web.get("/staff/news", headers=headers | EVENTS) for _ in range(PER_PERSON)]
    async with room.web.get("/staff/news", headers=headers | EVENTS) as refused:
        assert refused.status == 429
    async with room.web.get("/staff/news", headers=await room.staff("s-2") | EVENTS) as other:
        assert other.status == 200
    for answer in opened:
        answer.close()


async def test_nobody_listens_who_is_not_signed_in(room: Room) -> None:
    """As with every page of the staff."""
    async with room.web.get("/staff/news", headers=EVENTS, allow_redirects=False) as answer:
        assert answer.status == 303
