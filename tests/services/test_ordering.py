"""A connected system at work in a case: looked into, handed over, and changed only as two people approved."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.fulfil.store.cases import TaskRow
from services.fulfil.store.holds import HoldRow
from services.fulfil.store.orders import EntryRow, OrderRow
from services.fulfil.usecases.routing import holder_id, route_id
from shared.contracts.tasks import ConnectorWork
from shared.vocabulary import Kind
from tests.servers.postgres import Postgres
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.holders import send as send_as_holder
from tests.services.holders import token_of
from tests.services.systems import NOTES, PEOPLE, csv_system, http_system, rows, sql_system

ROUTES = [{"category": "C01", "system": "KVS"}, {"category": "C01", "system": "MBX"}]
FIRST = PEOPLE[0]


@asynccontextmanager
async def at_work(folder: Path, connector: dict[str, Any], *kinds: Kind, **more: Any) -> AsyncIterator[FulfilDesk]:
    """A case in progress with a task for the connected system, and one by hand."""
    asked = kinds or (Kind.ERASURE,)
    async with running(folder / "desk", routing=ROUTES, connectors=[connector], **more) as office:
        await office.hear(await office.request(*asked))
        assert await office.press("kinds", kinds=[str(kind) for kind in asked]) == 303
        await office.hear(await office.verified())
        yield office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """The system is a database."""
    async with at_work(tmp_path, sql_system(tmp_path)) as made:
        yield made


async def kvs(office: FulfilDesk) -> TaskRow:
    """The task for the connected system."""
    [task] = [task for task in await office.tasks() if task.system == "KVS"]
    return task


async def send(office: FulfilDesk, action: str, staff: str = "s-1", **fields: object) -> tuple[int, str]:
    """Send a form of the system's page."""
    return await office.post(f"/staff/tasks/{(await kvs(office)).id}/system/{action}", fields, staff)


async def answered(office: FulfilDesk, outcome: str = "granted", fate: str = "erased") -> None:
    """Both tasks are answered, and two people agree to what becomes of what was found."""
    assert (await send(office, "hand-over"))[0] == 303
    rest = [task.id for task in await office.tasks() if task.system == "MBX"]
    assert (await office.post("/staff/tasks/nothing-found", {"task": rest}))[0] == 303
    if Kind.ERASURE in (await office.row()).kinds:
        task = (await kvs(office)).id
        chosen = {f"outcome-{task}": fate, f"why-{task}": "" if fate in {"erased", "anonymised"} else "A claim."}
        assert await office.press("erasing", **chosen) == 303
    assert await office.press("propose", outcome=outcome, reasons="We erase it.") == 303
    seen = (await office.decision()).content_hash
    assert await office.press("approve", "s-2", content_hash=seen) == 303
    await office.settle()


async def ordered(office: FulfilDesk, what: str = "erase", **values: object) -> OrderRow:
    """Plan and give an order; it is not carried out before the desk settles."""
    assert (await send(office, "plan", what=what, **values))[0] == 303
    order = max(await office.rows(OrderRow), key=lambda row: row.number)
    assert (await send(office, "order", order=order.id))[0] == 303
    return order


async def test_a_dry_run_counts_and_masks_and_changes_nothing(office: FulfilDesk, tmp_path: Path) -> None:
    """The page shows how much there is; no value in clear, and only who works on tasks sees it."""
    url = f"sqlite:///{tmp_path / 'kvs.sqlite'}"
    page = await office.page(f"/staff/cases/{CASE}")
    assert f"/staff/tasks/{(await kvs(office)).id}/system" in page
    status, page = await send(office, "look")
    assert status == 200
    assert "3 records" in page
    assert "N•••••••" in page or "F•••••••" in page
    assert "First talk" not in page
    assert FIRST[3] not in page
    assert rows(url, "note") == list(NOTES)
    assert (await send(office, "look", "s-2"))[0] == 404
    by_hand = next(task.id for task in await office.tasks() if task.system == "MBX")
    await office.page(f"/staff/tasks/{by_hand}/system", status=404)
    assert ("connector.looked", "s-1") in await office.noted()


async def test_what_the_system_has_becomes_the_answer_sealed(office: FulfilDesk, tmp_path: Path) -> None:
    """A file of JSON with all of it, and nothing of it in clear on the disk of the desk."""
    assert (await send(office, "hand-over"))[0] == 303
    task = await kvs(office)
    assert task.outcome == "found"
    async with office.web.get(f"/staff/tasks/{task.id}/file", headers=await office.as_staff()) as answer:
        content = json.loads(await answer.read())
    assert [each["body"] for each in content["records"] if each["place"] == "note"] == ["First talk", "Last"]
    desk = [path for path in (tmp_path / "desk").rglob("*") if path.is_file()]
    assert [path for path in desk if b"First talk" in path.read_bytes()] == []
    assert (await send(office, "hand-over"))[0] == 409


async def test_nothing_is_changed_before_two_people_agreed(office: FulfilDesk, tmp_path: Path) -> None:
    """Neither planned nor ordered; and the database of the desk refuses as well."""
    assert (await send(office, "plan", what="erase"))[0] == 409
    assert await office.rows(OrderRow) == []
    await answered(office)
    assert (await send(office, "plan", what="erase"))[0] == 303
    [order] = await office.rows(OrderRow)
    for state in ("running", "done"):
        with pytest.raises(IntegrityError):
            async with office.desk.work() as work:
                statement = text("UPDATE connector_order SET state = :state WHERE id = :id")
                await work.connection.execute(statement, {"state": state, "id": order.id})
    assert rows(f"sqlite:///{tmp_path / 'kvs.sqlite'}", "note") == list(NOTES)


async def test_an_order_erases_the_planned_records_once_and_says_so(office: FulfilDesk, tmp_path: Path) -> None:
    """The ledger has each record; the task is erased, by whom and for which answer."""
    url = f"sqlite:///{tmp_path / 'kvs.sqlite'}"
    await answered(office)
    order = await ordered(office)
    await office.settle()
    assert rows(url, "note") == [NOTES[1]]
    assert rows(url, "client") == list(PEOPLE[1:])
    task = await kvs(office)
    assert (task.erased_by, task.erased_for) == ("s-1", 1)
    assert [(entry.place, entry.found) for entry in await office.rows(EntryRow)] == [(0, True), (1, True), (2, True)]
    assert all("noor" not in entry.record_sealed.lower() for entry in await office.rows(EntryRow))
    assert (await office.events())[-3:] == ["order_planned", "order_given", "order_done"]
    assert (await send(office, "order", order=order.id))[0] == 409
    assert (await send(office, "plan", what="erase"))[0] == 409
    shown = await office.page(f"/staff/tasks/{task.id}/system", language="nl")
    assert "Klaar" in shown


async def test_an_order_for_a_refused_answer_or_another_action_is_no_order(office: FulfilDesk) -> None:
    """Refused: nothing; and a task that asks for erasure does not correct."""
    await answered(office, "refused", "restricted_instead")
    assert (await send(office, "plan", what="erase"))[0] == 409
    assert (await send(office, "plan", what="correct", **{"value-phone": "1"}))[0] == 400
    assert (await send(office, "plan", what="destroy"))[0] == 400


async def test_a_correction_says_what_it_must_say(tmp_path: Path) -> None:
    """Only declared columns; the task itself is not erased by it."""
    connector = sql_system(tmp_path)
    async with at_work(tmp_path, connector, Kind.RECTIFICATION) as office:
        await answered(office)
        assert (await send(office, "plan", what="correct"))[0] == 400
        await ordered(office, "correct", **{"value-phone": "085 000 00 99", "value-name": "X"})
        await office.settle()
        assert rows(connector["url"], "client")[0] == (*FIRST[:3], "085 000 00 99")
        assert (await kvs(office)).erased_at is None


async def test_a_system_that_fails_half_way_is_tried_again_and_nothing_twice(tmp_path: Path) -> None:
    """After two of five records it is down: later tries, further and further apart, do the other three."""
    async with http_system(tmp_path) as (connector, system), at_work(tmp_path, connector) as office:
        await answered(office)
        system.breaks_after = 2
        order = await ordered(office)
        await office.settle()
        assert [e.place for e in await office.rows(EntryRow) if e.done_at] == [0, 1]
        assert (await kvs(office)).erased_at is None
        work = ConnectorWork(case_id=CASE, at=office.clock.now(), order_id=order.id)
        assert await office.inbox_state(work) == "pending"
        assert (await send(office, "plan", what="erase"))[0] == 409, "while it runs nothing else is planned"
        tries = system.changes
        await office.jump(seconds=1)
        assert system.changes == tries, "it waits"
        await office.jump(seconds=1)
        assert system.changes == tries + 1
        system.breaks_after = 1000
        await office.jump(seconds=8)
        assert system.records == {}
        assert [line for line in system.asked if line.startswith("DELETE")] == [f"DELETE r/{n} {n}" for n in range(5)]
        assert await office.inbox_state(work) == "done"
        assert (await kvs(office)).erased_by == "s-1"


async def test_a_desk_that_dies_after_the_change_does_not_change_twice(
    office: FulfilDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records went, the ledger does not know: the next try finds them gone, and another's record stays."""
    await answered(office)
    await ordered(office)
    with monkeypatch.context() as dying:
        dying.setattr("services.fulfil.usecases.ordering.EntryRow", None)
        await office.settle()
    url = f"sqlite:///{tmp_path / 'kvs.sqlite'}"
    assert rows(url, "note") == [NOTES[1]]
    assert [entry.done_at for entry in await office.rows(EntryRow)] == [None] * 3
    await office.jump(seconds=2)
    assert {entry.found for entry in await office.rows(EntryRow)} == {False}
    assert rows(url, "note") == [NOTES[1]]
    assert (await kvs(office)).erased_by == "s-1"


async def test_files_leave_the_erasing_to_people(tmp_path: Path) -> None:
    """The order lies ready; the task is erased when a person says so."""
    connector = csv_system(tmp_path)
    async with at_work(tmp_path, connector) as office:
        await answered(office)
        order = await ordered(office)
        await office.settle()
        assert (connector["directory"] / "orders" / f"erase-{order.id}.csv").exists()
        assert (await kvs(office)).erased_at is None
        assert "order_written" in await office.events()
        assert (await office.post(f"/staff/tasks/{(await kvs(office)).id}/erased", {}))[0] == 303


async def test_a_system_that_is_down_is_said_and_the_task_can_be_done_by_hand(tmp_path: Path) -> None:
    """No crash, and nothing lost."""
    async with http_system(tmp_path) as (connector, system), at_work(tmp_path, connector) as office:
        system.answer = {"status": 500}
        for action in ("look", "hand-over"):
            status, page = await send(office, action)
            assert status == 409
            assert "answered 500" in page
        task = await kvs(office)
        fields = {f"outcome-{task.id}": "found", f"text-{task.id}": "By hand."}
        assert (await office.post(f"/staff/tasks/{task.id}/answer", fields))[0] == 303


async def test_a_newer_plan_replaces_an_older_one(office: FulfilDesk) -> None:
    """Only what was seen last can be ordered."""
    await answered(office)
    assert (await send(office, "plan", what="erase"))[0] == 303
    await office.jump(minutes=1)
    assert (await send(office, "plan", what="erase"))[0] == 303
    first, second = sorted(await office.rows(OrderRow), key=lambda row: row.number)
    assert (first.state, second.state) == ("void", "planned")
    assert (await send(office, "order", order=first.id))[0] == 409


async def test_what_the_answer_says_is_what_is_ordered(office: FulfilDesk, tmp_path: Path) -> None:
    """R2.4-1: what is to be made anonymous is not erased; the records stay without their person."""
    await answered(office, fate="anonymised")
    assert (await send(office, "plan", what="erase"))[0] == 409
    await ordered(office, "anonymise")
    await office.settle()
    url = f"sqlite:///{tmp_path / 'kvs.sqlite'}"
    assert rows(url, "client")[0] == (1, "(removed)", "", "")
    assert rows(url, "note")[0] == (10, "noor@clients.example", "(removed)")
    assert (await kvs(office)).erased_by == "s-1"


async def test_a_hold_wins_over_an_order_that_was_given(office: FulfilDesk, tmp_path: Path) -> None:
    """R7.1-2: placed between the order and the next try, it stops it; nothing is erased, and the case says so."""
    await answered(office)
    await ordered(office)
    facts = {"hold-facts": "Two declarations of one trip.", "hold-review": "2027-04-30"}
    assert await office.press("hold", "s-3", **facts) == 303
    [hold] = await office.rows(HoldRow)
    assert await office.press("hold-approve", "s-2", hold=hold.id) == 303
    await office.settle()
    assert rows(f"sqlite:///{tmp_path / 'kvs.sqlite'}", "note") == list(NOTES)
    assert (await office.rows(OrderRow))[0].state == "void"
    assert "order_held" in await office.events()
    assert (await send(office, "plan", what="erase"))[0] == 409


@pytest.mark.servers
async def test_routes_holders_and_orders_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The table is taken over, a holder answers by link, the ledger is kept: with types and rights that are real."""
    admin = postgres.create_database("fulfil_routes")
    given = {"database_url": admin.replace("postgres@", "{service}@"), "database_admin_url": admin}
    connector = sql_system(tmp_path)
    async with at_work(tmp_path, connector, **given) as office:
        mailbox = next(task for task in await office.tasks() if task.system == "MBX")
        reach = {"version": 0, "address": "office@bureau.example", "language": "nl"}
        assert (await office.post(f"/staff/routes/holders/{holder_id('Office')}", reach, "s-3"))[0] == 303
        fields = {"version": 0, "holder": "Office", "actions": ["search"], "active": "no"}
        assert (await office.post(f"/staff/routes/{route_id('C01', 'MBX')}", fields, "s-3"))[0] == 303
        await office.jump(days=16)
        [letter] = [each for each in await office.said("task.asked") if each.task_id == mailbox.id]
        code = await token_of(office, letter)
        assert (await send_as_holder(office, "/task/answer", code=code, outcome="nothing_found"))[0] == 200
        assert (await send(office, "hand-over"))[0] == 303
        assert await office.press("erasing", **{f"outcome-{(await kvs(office)).id}": "erased"}) == 303
        assert await office.press("propose", outcome="granted", reasons="We erase it.") == 303
        assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
        await ordered(office)
        await office.settle()
        assert rows(connector["url"], "note") == [NOTES[1]]
        assert (await kvs(office)).erased_for == 1
        assert await office.page("/staff/tasks")
