"""Nothing lost, nothing twice: the same tests on both buses and both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shared.platform import audit, post
from shared.platform.clock import JumpingClock
from shared.platform.message import NobodyHears, Parcel, Topology
from shared.platform.worker import MAX_ATTEMPTS
from tests.platform import toy
from tests.platform.toy import House, Toy
from tests.servers.rabbitmq import RabbitMQ


async def test_a_message_takes_effect_once_and_the_answer_comes_back(house: House) -> None:
    """Said in alpha, done in beta, answered to alpha; both outboxes are empty afterwards."""
    await house.say(Toy("m1"), Toy("m2"))
    await house.settle(heard=2)
    assert await house.effects() == {"m1": 1, "m2": 1}
    await house.arrived(house.alpha, 2)
    assert set(await house.states(house.alpha)) == {"re-m1", "re-m2"}
    assert await house.waiting(house.alpha) == await house.waiting(house.beta) == 0


async def test_what_a_failed_unit_of_work_said_was_never_said(house: House) -> None:
    """An exception rolls back rows, messages, timers and audit notes together."""
    with pytest.raises(LookupError):
        async with house.alpha.work() as work:
            work.say(Toy("m1"))
            work.note("tried", "case", "nobody")
            raise LookupError
    assert await house.waiting(house.alpha) == 0
    async with house.alpha.database.read() as connection:
        assert (await connection.execute(select(audit.audit))).all() == []


async def test_the_same_message_delivered_three_times_takes_effect_once(house: House) -> None:
    """The inbox knows every message by its id."""
    parcel = Parcel("m1", "ping", Toy("m1").body())
    for _ in range(3):
        await house.workers["beta"].accept([parcel])
        await house.settle(heard=1)
    assert await house.effects() == {"m1": 1}


async def test_a_failing_handler_leaves_no_trace_and_is_tried_again_with_pauses(
    house: House, clock: JumpingClock
) -> None:
    """Its transaction is rolled back; the next messages are not held up; later it works."""
    house.switches.fail = True
    await house.say(Toy("m1", "bad"), Toy("m2"))
    await house.settle(heard=2)
    assert await house.effects() == {"m2": 1}
    house.switches.fail = False
    await house.settle(heard=2)
    assert await house.effects() == {"m2": 1}, "before its pause is over it is not tried"
    clock.jump(timedelta(seconds=3))
    await house.settle(heard=2)
    assert await house.effects() == {"m1": 1, "m2": 1}


async def test_after_its_last_attempt_a_message_is_dead_until_a_person_replays_it(
    house: House, clock: JumpingClock
) -> None:
    """Dead is a state, not a loss."""
    house.switches.fail = True
    await house.say(Toy("m1", "bad"))
    for _ in range(MAX_ATTEMPTS + 1):
        await house.settle(heard=1)
        clock.jump(timedelta(hours=2))
    assert await house.states(house.beta) == {"m1": post.InboxState.DEAD}
    house.switches.fail = False
    async with house.beta.database.write() as connection:
        assert await post.replay(connection, clock.now()) == 1
    await house.settle(heard=1)
    assert await house.effects() == {"m1": 1}


async def test_an_unreadable_message_is_dead_at_once(house: House) -> None:
    """It will not become readable by trying again."""
    await house.workers["beta"].accept([Parcel("m1", "ping", "{")])
    await house.settle(heard=1)
    assert await house.states(house.beta) == {"m1": post.InboxState.DEAD}


async def test_a_type_of_a_later_version_waits(house: House, clock: JumpingClock) -> None:
    """During a rolling deploy the newer process will know it; it is neither dead nor counted."""
    await house.workers["beta"].accept([Parcel("m1", "new.thing", Toy("m1", "new.thing").body())])
    for _ in range(MAX_ATTEMPTS + 2):
        await house.settle(heard=1)
        clock.jump(timedelta(minutes=2))
    assert await house.states(house.beta) == {"m1": post.InboxState.PENDING}


async def test_a_message_that_comes_early_waits_without_being_counted(house: House, clock: JumpingClock) -> None:
    """Ordering is not promised, so being early is no fault."""
    house.switches.early = True
    await house.say(Toy("m1", "early"))
    for _ in range(MAX_ATTEMPTS + 2):
        await house.settle(heard=1)
        clock.jump(timedelta(seconds=3))
    house.switches.early = False
    await house.settle(heard=1)
    assert await house.effects() == {"m1": 1}


async def test_a_timer_rings_when_it_is_due_and_not_when_cancelled(house: House, clock: JumpingClock) -> None:
    """A timer is an inbox row with a later date."""
    async with house.beta.work() as work:
        work.schedule(Toy("keep"), clock.now() + timedelta(days=7))
        work.schedule(Toy("drop"), clock.now() + timedelta(days=7))
    await house.settle(heard=2)
    assert await house.effects() == {}
    async with house.beta.work() as work:
        work.cancel("drop")
    clock.jump(timedelta(days=7))
    await house.settle(heard=2)
    assert await house.effects() == {"keep": 1}


async def test_a_slow_job_whose_lease_ran_out_is_taken_over_and_finished_once(
    house: House, clock: JumpingClock
) -> None:
    """The first attempt comes back late and must leave no trace."""
    await house.say(Toy("m1", "slow"))
    while await house.relays[0].once():
        pass
    await house.arrived(house.beta, 1)
    first = asyncio.create_task(house.workers["beta"].once())
    while not house.switches.calls:
        await asyncio.sleep(0)
    clock.jump(timedelta(minutes=5))
    second = asyncio.create_task(house.workers["beta"].once())
    while house.switches.calls < 2:
        await asyncio.sleep(0)
    house.switches.gate.set()
    await asyncio.gather(first, second)
    assert await house.effects() == {"m1": 1}
    assert await house.states(house.beta) == {"m1": post.InboxState.DONE}


async def test_a_commit_whose_connection_was_cut_is_not_undone(house: House, clock: JumpingClock) -> None:
    """Failure 2 of the design: the error path may not set a message that is done back to pending."""
    await house.say(Toy("m1"))
    await house.settle(heard=1)
    async with house.beta.database.write() as connection:
        await post.put_off(connection, "m1", 0, clock.now(), "OperationalError", counts=True)
        await post.bury(connection, "m1", 0, "OperationalError", clock.now())
    assert await house.states(house.beta) == {"m1": post.InboxState.DONE}
    await house.settle(heard=1)
    assert await house.effects() == {"m1": 1}


@pytest.mark.servers
async def test_a_fact_said_before_its_hearer_ever_ran_waits_for_it(
    rabbitmq: RabbitMQ, tmp_path: Path, clock: JumpingClock
) -> None:
    """Failure 1 of the design: every process declares the whole topology before it publishes."""
    databases, bus_url = toy.sqlite_url(tmp_path), rabbitmq.fresh_url()
    bus = toy.make_bus(bus_url)
    await bus.start()
    assert await bus.publish([Parcel("m1", "ping", Toy("m1").body())]) == {"m1"}
    await bus.close()
    async with toy.running(databases, bus_url, clock) as house:
        await house.settle(heard=1)
        assert await house.effects() == {"m1": 1}


async def test_a_message_that_nobody_hears_is_an_error_and_not_a_loss(house: House) -> None:
    """It stays in the outbox; the program is wrong, and says so."""
    await house.say(Toy("m1", "unheard"))
    with pytest.raises(NobodyHears):
        await house.relays[0].once()
    assert await house.waiting(house.alpha) == 1


async def test_the_audit_chain_shows_a_changed_row(house: House) -> None:
    """Good from end to end; after tampering it names the first bad row."""
    for number in range(3):
        async with house.alpha.work() as work:
            work.note("looked", f"case-{number}", "staff-1", page=number)
    async with house.alpha.database.read() as connection:
        assert await audit.verify(connection, house.alpha.audit_key) == (3, None)
    async with house.alpha.database.write() as connection:
        await connection.execute(audit.audit.update().where(audit.audit.c.seq == 2).values(actor="staff-2"))
    async with house.alpha.database.read() as connection:
        good, broken = await audit.verify(connection, house.alpha.audit_key)
    assert (good, broken and broken.seq) == (1, 2)


def test_the_embedded_bus_refuses_a_process_that_lacks_a_service() -> None:
    """Else its messages would go nowhere."""
    bus = toy.EmbeddedBus(Topology({"alpha": [], "beta": ["ping"]}))
    with pytest.raises(RuntimeError, match="beta"):
        asyncio.run(bus.start())
