"""The routing table as staff edit it: seen, added, changed, switched off, and back to the model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.fulfil.rules.default_routes import DEFAULT_ROUTES
from services.fulfil.store.routes import HolderRow, RouteRow
from services.fulfil.usecases.routing import holder_id, in_force, route_id
from shared.vocabulary import Kind
from tests.services.fulfil_desk import FulfilDesk, running

MAIL = route_id("C01", "MAIL")
FINANCE = holder_id("Finance")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office in which nobody edited the table yet."""
    async with running(tmp_path) as made:
        yield made


async def routes(office: FulfilDesk) -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """The table that new cases follow."""
    async with office.desk.look() as session:
        return {(r.category, r.system): (r.holder, frozenset(r.actions)) for r in await in_force(office.desk, session)}


async def change(office: FulfilDesk, staff: str = "s-3", route: str = MAIL, **fields: object) -> tuple[int, str]:
    """Send the form of a row."""
    given = {"version": 0, "holder": "Communication", "actions": ["search"], "active": "yes"}
    return await office.post(f"/staff/routes/{route}", given | fields, staff)


async def test_untouched_the_table_is_the_model_and_nothing_is_written(office: FulfilDesk) -> None:
    """Spec 7.1: each row stands on the page, in the reader's language."""
    page = await office.page("/staff/routes", "admin", language="nl")
    assert all(f"/staff/routes/{route_id(r.category, r.system)}" in page for r in DEFAULT_ROUTES)
    assert "Cliëntadministratie" in page
    assert "Cliëntadministratie" in await office.page(f"/staff/routes/{MAIL}", "admin", language="nl")
    assert await office.rows(RouteRow) == []
    assert len(await routes(office)) == len(DEFAULT_ROUTES)


async def test_new_cases_follow_a_changed_row_and_open_tasks_keep_theirs(office: FulfilDesk) -> None:
    """Another holder for the newsletters: the case that was open stays with the old one."""
    await office.to_progress()
    old = {task.id: (task.holder, task.actions) for task in await office.tasks()}
    assert (await change(office, holder="Office", actions=["search", "stop_advertising"]))[0] == 303
    assert {task.id: (task.holder, task.actions) for task in await office.tasks()} == old
    other = "6f1f0f5e-0000-5000-8000-000000000002"
    await office.hear(await office.request(Kind.OBJECTION_DIRECT_MARKETING, case_id=other))
    row = await office.row(other)
    path = f"/staff/cases/{other}/kinds"
    assert (await office.post(path, {"version": row.version, "kinds": "objection_direct_marketing"}))[0] == 303
    verified = (await office.verified()).model_copy(update={"case_id": other})
    await office.hear(verified)
    assert {t.holder for t in await office.tasks() if t.case_id == other and t.system == "MAIL"} == {"Office"}
    assert ("route.changed", "s-3") in await office.noted()


async def test_a_row_that_is_off_asks_nobody_and_can_be_switched_on_again(office: FulfilDesk) -> None:
    """The page says so, and the row keeps what it said."""
    assert (await change(office, active="no"))[0] == 303
    assert ("C01", "MAIL") not in await routes(office)
    assert (await change(office, version=1, actions=["search", "erase"]))[0] == 303
    assert (await routes(office))["C01", "MAIL"] == ("Communication", frozenset({"search", "erase"}))


async def test_a_row_is_added_once(office: FulfilDesk) -> None:
    """A second system of the same name for the same category would send two tasks."""
    row = {"category": "C06", "system": "JOBS", "holder": "Personnel", "actions": ["search", "erase"]}
    assert (await office.post("/staff/routes", row, "s-3"))[0] == 303
    assert (await routes(office))["C06", "JOBS"] == ("Personnel", frozenset({"search", "erase"}))
    status, page = await office.post("/staff/routes", row, "s-3")
    assert (status, "This row is there already" in page) == (400, True)
    for wrong in ({"system": " "}, {"holder": "Nobody"}, {"actions": []}, {"category": "C99"}):
        assert (await office.post("/staff/routes", row | {"system": "NEW"} | wrong, "s-3"))[0] == 400, wrong


async def test_who_is_slower_hears_who_was_faster_and_keeps_the_draft(office: FulfilDesk) -> None:
    """Two people open the same row: the second form changes nothing, and names the first person."""
    assert (await change(office, "s-3", holder="Office"))[0] == 303
    status, page = await change(office, "admin", holder="Website", actions=["search", "correct"])
    assert status == 409
    assert "Fem Officer changed this" in page
    assert 'value="correct" checked' in page
    assert (await routes(office))["C01", "MAIL"][0] == "Office"
    assert (await change(office, "admin", route_id("C01", "CMS"), holder="Website"))[0] == 303, "another row is free"


async def test_back_to_the_model_undoes_everything_but_holders(office: FulfilDesk) -> None:
    """Changed rows are as they were, added ones are off; an old page cannot do it."""
    await change(office, holder="Office")
    await office.post(
        "/staff/routes", {"category": "C06", "system": "JOBS", "holder": "Office", "actions": "search"}, "s-3"
    )
    assert (await office.post("/staff/routes/model", {"version": 0}, "s-3"))[0] == 409
    assert (await office.post("/staff/routes/model", {"version": 2}, "s-3"))[0] == 303
    model = {(r.category, r.system): (r.holder, frozenset(r.actions)) for r in DEFAULT_ROUTES}
    assert await routes(office) == model
    assert (await change(office, version=0))[0] == 409, "a form from before fits no more"
    assert ("route.model", "s-3") in await office.noted()


async def test_the_last_row_stays_on(tmp_path: Path) -> None:
    """Without a row no request would reach anybody."""
    rows = [{"category": "C01", "system": "MAIL", "holder": "Communication", "actions": ["search"]}]
    async with running(tmp_path, routing=rows) as office:
        assert set(await routes(office)) == {("C01", "MAIL")}, "the configuration counts before any edit"
        assert (await change(office, active="no"))[0] == 409
        assert set(await routes(office)) == {("C01", "MAIL")}


async def test_a_holder_has_a_sealed_address_or_an_account_and_a_stand_in(office: FulfilDesk) -> None:
    """The address is nowhere in clear in the database; a second form is told who was first."""
    fields = {"version": 0, "address": "fin@bureau.example", "stand_in": holder_id("Office"), "language": "nl"}
    assert (await office.post(f"/staff/routes/holders/{FINANCE}", fields, "s-3"))[0] == 303
    [row] = [each for each in await office.rows(HolderRow) if each.id == FINANCE]
    assert "fin@bureau" not in repr(row)
    page = await office.page("/staff/routes", "s-3")
    assert "fin@bureau.example" in page
    status, page = await office.post(f"/staff/routes/holders/{FINANCE}", fields, "admin")
    assert (status, "Fem Officer changed this" in page) == (409, True)
    assert "fin@bureau.example" in await office.page(f"/staff/routes/holders/{FINANCE}", "s-3")
    fields["version"] = 1
    for wrong in ({"staff_id": "s-1"}, {"address": "no address"}, {"stand_in": FINANCE}, {"stand_in": "x"}):
        assert (await office.post(f"/staff/routes/holders/{FINANCE}", fields | wrong, "s-3"))[0] == 400, wrong
    assert (await office.post(f"/staff/routes/holders/{FINANCE}", fields | {"address": "", "staff_id": "s-1"}, "s-3"))[
        0
    ] == 303


async def test_a_new_holder_gets_a_name_once(office: FulfilDesk) -> None:
    """And then a row can name it."""
    assert (await office.post("/staff/routes/holders", {"name": "  Call  centre "}, "s-3"))[0] == 303
    assert (await office.post("/staff/routes/holders", {"name": "Call centre"}, "s-3"))[0] == 400
    assert (await office.post("/staff/routes/holders", {"name": ""}, "s-3"))[0] == 400
    assert (await change(office, holder="Call centre"))[0] == 303


async def test_a_handler_sees_no_routes(office: FulfilDesk) -> None:
    """For who may not edit them they are not there."""
    await office.page("/staff/routes", "s-1", status=404)
    assert (await change(office, "s-1"))[0] == 404
