"""What a process that ended was doing is done at once by the next one, and costs only what was done alone a try."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shared.platform import leases, post
from shared.platform.clock import JumpingClock
from shared.platform.worker import MAX_ATTEMPTS, pause
from tests.platform.test_batches import ONCE, THREE, heap
from tests.platform.toy import House, running, sqlite_url


@pytest.fixture
async def house(tmp_path: Path, clock: JumpingClock) -> AsyncIterator[House]:
    """On SQLite: elsewhere a lease runs out by itself."""
    async with running(sqlite_url(tmp_path), "embedded://", clock) as made:
        yield made


async def cut_off(house: House) -> None:
    """The process ends while the worker is at it."""
    house.switches.wait, begun = True, len(house.switches.heaps)
    at_work = asyncio.create_task(house.workers["beta"].once())
    while len(house.switches.heaps) == begun:
        await asyncio.sleep(0)
    at_work.cancel()
    await asyncio.gather(at_work, return_exceptions=True)
    house.switches.wait = False


async def tries(house: House) -> dict[str, int]:
    """How many attempts count, by message."""
    async with house.beta.database.read() as connection:
        return {row.id: row.attempts - row.spared for row in await connection.execute(select(post.inbox))}


async def test_the_next_process_takes_up_at_once_what_a_dead_one_held(house: House) -> None:
    """One by one, and none of them is a try poorer."""
    await heap(house)
    await cut_off(house)
    async with leases.working(house.beta):
        assert await tries(house) == dict.fromkeys(ONCE, 0)
        await house.settle(heard=3)
    assert await house.effects() == ONCE
    assert [len(each) for each in house.switches.heaps] == [3, 1, 1, 1]


async def test_a_process_beside_it_keeps_what_it_holds(house: House, clock: JumpingClock) -> None:
    """Whoever starts while another one works takes nothing; the lease still runs out some day."""
    await heap(house)
    async with leases.working(house.beta):
        await cut_off(house)
        async with leases.working(house.beta):
            await house.settle(heard=3)
            assert await house.effects() == {}
        clock.jump(timedelta(minutes=5))
        await house.settle(heard=3)
    assert await house.effects() == ONCE


async def test_what_was_done_alone_when_the_process_ended_costs_a_try_and_comes_last(
    house: House, clock: JumpingClock
) -> None:
    """It may be what ended it: the others are done before it."""
    await heap(house)
    await cut_off(house)
    async with leases.working(house.beta):
        await cut_off(house)
    [suspect] = house.switches.heaps[-1]
    async with leases.working(house.beta):
        await house.settle(heard=3)
        assert await house.effects() == {name: 1 for name in THREE if name != suspect}
        clock.jump(pause(1))
        await cut_off(house)
    assert house.switches.heaps[-1] == [suspect]
    assert (await tries(house))[suspect] == 2
    async with leases.working(house.beta):
        clock.jump(pause(2))
        await house.settle(heard=3)
    assert await house.effects() == ONCE


async def test_what_fails_of_itself_in_company_costs_a_try(house: House, clock: JumpingClock) -> None:
    """Only an attempt that was cut off is spared; and a message that only fails is dead in the end."""
    house.switches.unfit = {"m2"}
    await heap(house)
    await cut_off(house)
    async with leases.working(house.beta):
        await house.settle(heard=3)
        assert await tries(house) == {"m1": 1, "m2": 1, "m3": 1}
        for _ in range(MAX_ATTEMPTS - 1):
            clock.jump(timedelta(hours=2))
            await house.settle(heard=3)
    assert await house.states(house.beta) == {"m1": "done", "m2": "dead", "m3": "done"}
