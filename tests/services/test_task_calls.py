"""Holders are asked, reminded and replaced, and the FG hears: by timers that a jumping clock drives (spec 3.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.fulfil.queries.tasks import open_tasks
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.usecases.calling import follow_dates
from shared.contracts.people import ADDRESS, CONTACT
from shared.contracts.tasks import TaskAsked
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.holders import HOLDER, link_of, mail_task, with_addresses


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """Monday 2 November 2026, ten in the morning; Communication has an address, Office stands in."""
    async with running(tmp_path) as made:
        await with_addresses(made)
        yield made


async def asked(office: FulfilDesk) -> list[TaskAsked]:
    """The letters about the mailing list's task."""
    mine = (await mail_task(office)).id
    return [each for each in await office.said("task.asked") if each.task_id == mine]


async def address(office: FulfilDesk, letter: TaskAsked) -> str:
    """Whom a letter goes to."""
    return (await office.desk.keyring.box(letter.holder.scope, CONTACT)).unseal(ADDRESS, letter.holder.address)


async def until(office: FulfilDesk, moment: datetime) -> None:
    """Let the clock go on to a moment, day by day, as it would."""
    while office.clock.now() < moment:
        await office.jump(seconds=min(86400.0, (moment - office.clock.now()).total_seconds()))


async def test_a_task_is_due_eight_working_days_before_the_working_date(office: FulfilDesk) -> None:
    """3.5, and nothing stands in the message that need not be there."""
    await office.to_progress()
    task, row = await mail_task(office), await office.row()
    assert (row.work_due, task.due) == (date(2026, 12, 2), date(2026, 11, 20))
    [letter] = await asked(office)
    assert (letter.call, letter.due, letter.system) == ("ask", task.due, "MAIL")
    assert await address(office, letter) == "press@bureau.example"
    assert "bureau.example" not in letter.body()
    assert "noor" not in letter.body().lower()
    assert (await link_of(office, letter)).startswith("http://127.0.0.1")
    assert "/task#" in await link_of(office, letter)


async def test_no_answer_reminds_the_holder_then_the_stand_in_then_the_fg(office: FulfilDesk) -> None:
    """Wednesday a reminder, Friday (its day) the stand-in, Monday the FG: once, however many tasks are late."""
    await office.to_progress()
    await until(office, datetime(2026, 11, 18, 7, 59, tzinfo=UTC))
    assert [letter.call for letter in await asked(office)] == ["ask"]
    await until(office, datetime(2026, 11, 18, 8, 0, tzinfo=UTC))
    assert [letter.call for letter in await asked(office)] == ["ask", "remind"]
    await until(office, datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    letters = await asked(office)
    assert [await address(office, each) for each in letters] == ["press@bureau.example"] * 2 + ["office@bureau.example"]
    late = [m for m in await office.said("deadline.near") if m.alarm == "task_late"]
    assert late == []
    await until(office, datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    [late] = [m for m in await office.said("deadline.near") if m.alarm == "task_late"]
    assert late.staff_id == "s-3"
    assert "task_late" in await office.events()
    await until(office, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    assert len(await asked(office)) == 3
    assert len([m for m in await office.said("deadline.near") if m.alarm == "task_late"]) == 1


async def test_who_answered_meanwhile_hears_nothing_more(office: FulfilDesk) -> None:
    """Neither holder nor stand-in nor FG."""
    await office.to_progress()
    assert (await office.post("/staff/tasks/nothing-found", {"task": [t.id for t in await office.tasks()]}))[0] == 303
    await until(office, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    assert [letter.call for letter in await asked(office)] == ["ask"]
    assert [m for m in await office.said("deadline.near") if m.alarm == "task_late"] == []


async def test_nobody_is_written_to_at_night(office: FulfilDesk) -> None:
    """A task that is made late on Friday is asked about on Monday morning; a desk that slept catches up by day."""
    office.clock.jump(datetime(2026, 11, 6, 22, 0, tzinfo=UTC) - office.clock.now())
    await office.to_progress()
    assert await asked(office) == []
    await until(office, datetime(2026, 11, 9, 7, 0, tzinfo=UTC))
    assert await asked(office) == []
    await until(office, datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
    assert [letter.call for letter in await asked(office)] == ["ask"]
    reminder = (await mail_task(office)).due - timedelta(days=2)
    office.clock.jump(datetime.combine(reminder, datetime.min.time(), UTC) + timedelta(hours=22) - office.clock.now())
    await office.settle()
    assert [letter.call for letter in await asked(office)] == ["ask"], "it is eleven at night"
    await office.jump(hours=10)
    assert [letter.call for letter in await asked(office)] == ["ask", "remind"]


async def test_a_case_that_ends_asks_nobody_any_more(office: FulfilDesk) -> None:
    """Withdrawn: the timers say nothing."""
    await office.to_progress()
    assert await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."}) == 303
    await until(office, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    assert len(await asked(office)) == 1


async def test_an_answer_that_is_taken_back_begins_the_calls_anew(office: FulfilDesk) -> None:
    """The holder gets a new link; the old one opens nothing."""
    await office.to_progress()
    task = await mail_task(office)
    await office.post("/staff/tasks/nothing-found", {"task": [task.id]})
    await office.post(f"/staff/tasks/{task.id}/take-back", {})
    await office.settle()
    letters = await asked(office)
    assert [letter.call for letter in letters] == ["ask", "ask"]
    assert len({await link_of(office, each) for each in letters}) == 2


async def test_a_holder_with_an_account_is_led_to_the_case(office: FulfilDesk) -> None:
    """No token goes out for who signs in."""
    fields = {"version": 1, "staff_id": "s-1", "language": "nl"}
    assert (await office.post(f"/staff/routes/holders/{HOLDER}", fields, "s-3"))[0] == 303
    await office.to_progress()
    [letter] = await asked(office)
    assert (await link_of(office, letter)).endswith(f"/staff/cases/{CASE}#task-{letter.task_id}")
    assert (letter.holder.scope, letter.expires_at) == ("staff:s-1", None)


async def test_a_holder_without_an_address_has_the_list(office: FulfilDesk) -> None:
    """Nothing goes out; the FG still hears when it is late."""
    fields = {"version": 1, "language": "nl"}
    assert (await office.post(f"/staff/routes/holders/{HOLDER}", fields, "s-3"))[0] == 303
    await office.to_progress()
    await until(office, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert await asked(office) == []
    assert len([m for m in await office.said("deadline.near") if m.alarm == "task_late"]) == 1


async def test_five_thousand_tasks_are_shown_page_by_page_overdue_on_top(office: FulfilDesk) -> None:
    """Each page holds a hundred, none is shown twice or left out, and the holder's own list is narrower."""
    await office.to_progress()
    real = {task.id for task in await office.tasks()}
    async with office.desk.work() as work:
        work.session.add_all(
            TaskRow(
                id=f"t-{number:05}",
                case_id=CASE,
                category="C01",
                system=f"S{number}",
                holder="Finance" if number % 50 == 0 else "Office",
                actions="search",
                due=date(2026, 10, 1) + timedelta(days=number % 60),
            )
            for number in range(5000)
        )
    seen: list[str] = []
    after = ""
    while True:
        shown = await open_tasks(office.desk, after=after)
        assert len(shown.tasks) <= 100
        seen += [each.task.id for each in shown.tasks]
        after = shown.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 5000 + len(real)
    first = await office.page("/staff/tasks")
    further = first.partition('href="/staff/tasks?after=')[2].partition('"')[0]
    assert (await office.page(f"/staff/tasks?after={further}")).count('name="task" value="') == 100
    mine = await open_tasks(office.desk, "Finance")
    assert {each.task.holder for each in mine.tasks} == {"Finance"}
    assert mine.tasks[0].task.days < 0, "overdue on top"
    await office.page("/staff/tasks?after=nonsense_1", status=400)


async def test_an_extension_in_force_moves_open_tasks_along(office: FulfilDesk) -> None:
    """The working date moved, so the tasks' day moves with it, and the calls follow."""
    await office.to_progress()
    async with office.desk.work() as work:
        row = await work.session.get_one(CaseRow, CASE)
        row.work_due = date(2027, 2, 2)
        work.session.add(row)
        await follow_dates(office.desk, work, row)
    assert (await mail_task(office)).due == date(2027, 1, 21)
    await until(office, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert [letter.call for letter in await asked(office)] == ["ask"]
    assert [m for m in await office.said("deadline.near") if m.alarm == "task_late"] == []
