"""Messages handled together: what goes wrong with one of them costs the others nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from shared.platform import post
from shared.platform.clock import JumpingClock
from shared.platform.desk import News
from shared.platform.post import InboxState
from shared.platform.worker import MAX_ATTEMPTS
from tests.platform.toy import House, Toy

THREE = ("m1", "m2", "m3")
ONCE = dict.fromkeys(THREE, 1)


async def heap(house: House) -> None:
    """Three messages lie in beta's inbox."""
    await house.say(*(Toy(name, "heap") for name in THREE))
    while await house.relays[0].once():
        pass
    await house.arrived(house.beta, len(THREE))


async def attempts(house: House) -> dict[str, int]:
    """How often each message was tried in vain, or is being tried."""
    async with house.beta.database.read() as connection:
        return {row.id: row.attempts for row in await connection.execute(select(post.inbox))}


async def test_messages_of_a_batched_type_are_done_in_one_go(house: House) -> None:
    """Their effects and their marks are one commit."""
    await heap(house)
    assert await house.workers["beta"].once() == 3
    assert [sorted(each) for each in house.switches.heaps] == [[*THREE]]
    assert await house.effects() == ONCE
    assert set((await house.states(house.beta)).values()) == {InboxState.DONE}


async def test_one_that_failed_costs_itself_an_attempt_and_is_tried_alone(house: House, clock: JumpingClock) -> None:
    """The others are done."""
    house.switches.unfit = {"m2"}
    await heap(house)
    await house.settle(heard=3)
    assert await house.effects() == {"m1": 1, "m3": 1}
    assert (await attempts(house))["m2"] == 1
    house.switches.unfit = set()
    clock.jump(timedelta(seconds=3))
    await house.settle(heard=3)
    assert house.switches.heaps[-1] == ["m2"]
    assert await house.effects() == ONCE


async def test_a_poison_message_breaks_its_batch_once(house: House, clock: JumpingClock) -> None:
    """Nothing of the batch stays; then each is done alone, and only the poison is tried again, until it is dead."""
    house.switches.poison = {"m2"}
    await heap(house)
    await house.settle(heard=3)
    assert await house.effects() == {"m1": 1, "m3": 1}
    assert [len(each) for each in house.switches.heaps] == [3, 1, 1, 1]
    for _ in range(MAX_ATTEMPTS):
        clock.jump(timedelta(hours=2))
        await house.settle(heard=3)
    assert await house.states(house.beta) == {"m1": "done", "m2": "dead", "m3": "done"}
    assert house.switches.heaps[4:] == [["m2"]] * (MAX_ATTEMPTS - 1)


async def test_a_batch_that_lost_its_lease_leaves_no_trace(house: House, clock: JumpingClock) -> None:
    """Others took its messages over meanwhile, each alone; the first comes back late."""
    house.switches.wait = True
    await heap(house)
    first = asyncio.create_task(house.workers["beta"].once())
    while not house.switches.heaps:
        await asyncio.sleep(0)
    clock.jump(timedelta(minutes=5))
    house.switches.wait = False
    while await house.workers["beta"].once():
        pass
    assert await house.effects() == ONCE
    house.switches.gate.set()
    await first
    assert await house.effects() == ONCE
    assert set((await house.states(house.beta)).values()) == {InboxState.DONE}


async def test_the_messages_of_a_batch_that_was_cut_off_come_back_one_by_one(house: House, clock: JumpingClock) -> None:
    """One of them may be what ended the process: it shall not take the others along again."""
    house.switches.wait = True
    await heap(house)
    first = asyncio.create_task(house.workers["beta"].once())
    while not house.switches.heaps:
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    house.switches.wait = False
    await house.settle(heard=3)
    assert await house.effects() == {}, "the lease holds until it is over"
    clock.jump(timedelta(minutes=5))
    await house.settle(heard=3)
    assert await house.effects() == ONCE
    assert [len(each) for each in house.switches.heaps] == [3, 1, 1, 1]


async def test_quick_messages_share_a_transaction_and_a_bad_one_costs_only_itself(house: House) -> None:
    """Also in the middle of many."""
    house.switches.fail = True
    names = [f"m{number}" for number in range(60)]
    await house.say(*(Toy(name, "bad" if name == "m7" else "tell") for name in names))
    await house.settle(heard=60)
    assert await house.effects() == {name: 1 for name in names if name != "m7"}
    assert {name: tries for name, tries in (await attempts(house)).items() if tries} == {"m7": 1}


async def test_a_handler_may_take_many_messages_at_once(house: House) -> None:
    """Those of its type that stand together; a bad one among them costs only itself."""
    house.switches.poison = {"m7"}
    await house.say(*(Toy(f"m{number}", "many") for number in range(20)))
    await house.settle(heard=20)
    assert await house.effects() == {f"m{number}": 1 for number in range(20) if number != 7}
    assert [len(each) for each in house.switches.heaps] == [20] + [1] * 20


async def test_timers_set_and_cancelled_in_one_transaction_keep_their_order(house: House, clock: JumpingClock) -> None:
    """As if each message had had a transaction of its own."""
    await house.say(Toy("a", "unset"), Toy("b", "set"))
    await house.settle(heard=2)
    assert (await house.states(house.beta))["alarm"] == InboxState.PENDING
    await house.say(Toy("c", "unset"))
    await house.settle(heard=4)
    clock.jump(timedelta(hours=2))
    await house.settle(heard=4)
    assert await house.effects() == {}


async def test_messages_that_are_handled_at_once_come_together_whatever_lies_between(house: House) -> None:
    """Each type is asked for once a transaction; what lay between is handled all the same."""
    await house.say(Toy("m1", "many"), Toy("p1", "ping"), Toy("m2", "many"))
    while await house.relays[0].once():
        pass
    await house.arrived(house.beta, 3)
    assert await house.workers["beta"].once() == 3
    assert [sorted(each) for each in house.switches.heaps] == [["m1", "m2"]]
    assert await house.effects() == {"m1": 1, "p1": 1, "m2": 1}


async def test_a_commit_wakes_those_whom_it_concerns(house: House, clock: JumpingClock) -> None:
    """The relay hears of what was said, the workers of what is due now; a date to come wakes nobody."""
    said, heard = (house.beta.waker.event(news) for news in (News.SAID, News.HEARD))
    for due, wakes in ((timedelta(days=1), (False, False)), (timedelta(), (False, True))):
        async with house.beta.work() as work:
            work.schedule(Toy(f"in {due.days} days", "set"), clock.now() + due)
        assert (said.is_set(), heard.is_set()) == wakes
    async with house.beta.work() as work:
        work.say(Toy("m1", "many"))
    assert said.is_set()
