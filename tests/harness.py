"""The whole desk in one process, driven by the test: no loops, a clock that jumps, real databases, a real web door."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestClient, TestServer

from services import composition
from shared.contracts.people import COMPARTMENTS
from shared.contracts.settings import Settings
from shared.platform import keys
from shared.platform.clock import JumpingClock
from shared.platform.config import load
from shared.platform.desk import Desk
from shared.platform.process import Process

START = datetime(2026, 11, 2, 8, 15, tzinfo=UTC)
"""A Monday morning."""
PASSWORD = "a long enough pass phrase"


@dataclass
class House:
    """The running desk and the hands to move it."""

    settings: Settings
    process: Process
    clock: JumpingClock
    web: TestClient[Any, Any]

    def desk(self, service: str) -> Desk:
        """One service's tools."""
        return self.process.desk(service)

    async def settle(self) -> None:
        """Let every message reach its end."""
        await self.process.settle()

    async def post(self, path: str, **fields: str) -> aiohttp.ClientResponse:
        """Send a form as our own page would; redirects are not followed."""
        return await self.web.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False)

    async def text(self, path: str, status: int = 200) -> str:
        """The text of a page, which must have this status."""
        answer = await self.web.get(path, allow_redirects=False)
        body = await answer.text()
        assert answer.status == status, f"{path}: {answer.status} {re.sub('<[^>]+>', ' ', body)[:400]}"
        return body


def make_settings(directory: Path, **overrides: Any) -> Settings:
    """The settings of a test: everything in its own directory, no mailbox watched."""
    given = {
        "data_dir": directory,
        "mailbox": {"enabled": False},
        "smtp": {"host": "127.0.0.1", "port": 1, "security": "plain"},
        "mail": {"sender": "info@desk.example"},
        "allow_unprotected_decoder": True,
        "web": {"public_url": "http://127.0.0.1"},
    }
    return load(Settings, None, **(given | overrides))


def prepare(settings: Settings) -> None:
    """Make keys and databases."""
    compartments = {c for held in COMPARTMENTS.values() for c in held}
    keys.make_missing(settings.keys, sorted(compartments))
    composition.prepare(settings)


@asynccontextmanager
async def running(directory: Path, clock: JumpingClock | None = None, **overrides: Any) -> AsyncIterator[House]:
    """All four services on SQLite and the embedded bus (or what `overrides` say)."""
    settings = make_settings(directory, **overrides)
    prepare(settings)
    clock = clock or JumpingClock(START)
    process = composition.make_process(settings, clock=clock, loops=False)
    await process.start()
    client: TestClient[Any, Any] = TestClient(TestServer(composition.make_web(settings, process)))
    await client.start_server()
    try:
        yield House(settings, process, clock, client)
    finally:
        await client.close()
        await process.stop()
