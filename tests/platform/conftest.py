"""The toy product on both buses and both databases, for every test that asks for a house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.platform.clock import JumpingClock
from tests.platform import toy
from tests.platform.toy import House

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
EMBEDDED = pytest.param(("sqlite", "embedded"), id="sqlite-embedded")
SERVED = [
    pytest.param(("sqlite", "rabbit"), id="sqlite-rabbit", marks=pytest.mark.servers),
    pytest.param(("postgres", "embedded"), id="postgres-embedded", marks=pytest.mark.servers),
    pytest.param(("postgres", "rabbit"), id="postgres-rabbit", marks=pytest.mark.servers),
]


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock(START)


@pytest.fixture(params=[EMBEDDED, *SERVED])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Where the databases and the bus of this round are."""
    database, bus = request.param
    bus_url = request.getfixturevalue("rabbitmq").fresh_url() if bus == "rabbit" else "embedded://"
    if database == "sqlite":
        return toy.sqlite_url(tmp_path), bus_url
    name = f"toy_{abs(hash(request.node.name)) % 10**12}"
    return request.getfixturevalue("postgres").create_database(name), bus_url


@pytest.fixture
async def house(places: tuple[str, str], clock: JumpingClock) -> AsyncIterator[House]:
    async with toy.running(*places, clock) as running:
        yield running
