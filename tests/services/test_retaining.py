"""The desk's own retention: six years by a jumping clock, and nothing personal is left; a hold wins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.fulfil.store.cases import CaseRow, DecisionRow, EventRow, TaskRow
from services.fulfil.store.destroyed import DestroyedRow
from services.fulfil.store.holds import HoldRow
from services.fulfil.usecases import retaining
from services.fulfil.usecases.retaining import destroy_content
from shared.platform.crypto import KeyDestroyed
from shared.platform.process import tidy
from shared.vocabulary import Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running

CANARY = "KANARIE-4711"


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with an answered and closed case, with a canary in every text."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.RECTIFICATION, subject=CANARY))
        await office.press("kinds", kinds="rectification")
        await office.hear(await office.verified())
        first, *rest = await office.tasks()
        form = {f"outcome-{first.id}": "found", f"text-{first.id}": CANARY, f"note-{first.id}": CANARY}
        assert (await office.post(f"/staff/tasks/{first.id}/answer", form))[0] == 303
        assert (await office.post("/staff/tasks/nothing-found", {"task": [each.id for each in rest]}))[0] == 303
        assert await office.press("propose", outcome="granted", reasons=CANARY) == 303
        assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
        await office.settle()
        assert await office.press("step", event="close") == 303
        yield office


async def sealed_texts(office: FulfilDesk) -> list[str]:
    """Every sealed text that any table of fulfil still holds about the case, and messages with one."""
    found = []
    async with office.desk.database.read() as connection:
        tables = (await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))).scalars()
        for table in [name for name in tables if not name.startswith(("staff", "sqlite"))]:
            rows = (await connection.execute(text(f'SELECT * FROM "{table}"'))).mappings()  # noqa: S608 -- own names
            for row in rows:
                values = {k: v for k, v in row.items() if k.endswith("_sealed") and v}
                found += [f"{table}.{key}" for key in values]
    return found


async def test_two_years_after_closing_the_content_is_gone(closed: FulfilDesk) -> None:
    """R6-9: to the day, by itself: keys, rows and texts; the line of the register stays, and the others are told."""
    await closed.jump(days=730)
    assert len(await closed.rows(TaskRow)) > 1
    assert await sealed_texts(closed)
    await closed.jump(days=2)
    for table in (TaskRow, EventRow):
        assert await closed.rows(table) == []
    assert await sealed_texts(closed) == []
    for compartment in ("contact", "corr"):
        with pytest.raises(KeyDestroyed):
            await closed.desk.keyring.box(CASE, compartment)
    row = await closed.row()
    assert (row.reference, row.kinds, row.outcome) == ("2026-0001", "rectification", "granted")
    assert row.content_destroyed_at is not None
    assert [m.case_id for m in await closed.said("case.destroyed")] == [CASE]
    [decision] = await closed.rows(DecisionRow)
    assert (decision.outcome, decision.reasons_sealed) == ("granted", "")
    page = await closed.page(f"/staff/cases/{CASE}")
    assert "Noor" not in page
    assert await closed.press("step", event="reopen", **{"note-reopen": "again"}) == 409
    assert "2026-0001" in await closed.page("/staff/destroyed", "s-3")


async def test_five_years_after_closing_the_line_is_gone(closed: FulfilDesk) -> None:
    """R6-9: and what was destroyed is told by counts and ids, in the trail too."""
    for _ in range(6 * 366):
        closed.clock.jump(timedelta(days=1))
        if _ % 60 == 0:
            await closed.settle()
    await closed.settle()
    assert await closed.rows(CaseRow) == []
    assert await closed.rows(DecisionRow) == []
    assert [(r.what, r.rule) for r in await closed.rows(DestroyedRow)] == [("content", "R6-9"), ("register", "R6-9a")]
    noted = [action for action, _ in await closed.noted()]
    assert noted.count("case.content_destroyed") == noted.count("case.register_destroyed") == 1


async def test_a_hold_keeps_the_case(closed: FulfilDesk) -> None:
    """R6-14: also past its day of review; lifted, the case goes with the next round."""
    async with closed.desk.work() as work:
        row = {"id": "h", "case_id": CASE, "number": 1, "subject_index": "", "placed_by": "s-3", "approved_by": "s-2"}
        hold = HoldRow(**row, facts_sealed=None, review_on=work.now.date(), placed_at=work.now, state="active")
        work.session.add(hold)
    await closed.jump(days=6 * 366)
    assert (await closed.row()).content_destroyed_at is None
    async with closed.desk.work() as work:
        hold = await work.session.get_one(HoldRow, "h")
        hold.state, hold.ended_by = "lifted", "s-3"
        work.session.add(hold)
    await closed.jump(days=1)
    assert (await closed.row()).content_destroyed_at is not None


async def test_an_open_case_stays(tmp_path: Path) -> None:
    """However old it is."""
    async with running(tmp_path) as office:
        await office.hear(await office.request())
        await office.jump(days=4000)
        assert (await office.row()).content_destroyed_at is None


async def test_a_crash_after_the_keys_is_made_good(closed: FulfilDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys are gone and the rows are not: the next round removes them."""

    async def cut(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("services.fulfil.usecases.retaining._empty", cut)
        with pytest.raises(RuntimeError):
            await destroy_content(closed.desk, CASE)
    assert (await closed.row()).content_destroyed_at is None
    assert await destroy_content(closed.desk, CASE)
    assert await sealed_texts(closed) == []


async def test_the_texts_of_old_messages_are_emptied(closed: FulfilDesk) -> None:
    """R6-12: after two weeks; the ids stay against repetition, dead letters go."""
    sentence = text("UPDATE inbox SET state = 'dead', finished_at = heard_at WHERE type = 'identity.verified'")
    async with closed.desk.database.write() as connection:
        await connection.execute(sentence)
    closed.clock.jump(timedelta(days=15))
    await tidy(closed.desk)
    async with closed.desk.database.read() as connection:
        finished = await connection.execute(text("SELECT type, body FROM inbox WHERE state <> 'pending'"))
        rows = [tuple(row) for row in finished]
    assert ("request.received", "") in rows
    assert {body for _, body in rows} == {""}
    assert "identity.verified" not in {type_ for type_, _ in rows}


def test_every_table_of_a_case_is_thought_of() -> None:
    """A new table with a case in it goes with the content, or stands here with its own end."""
    goes = {table.__tablename__ for table in retaining._OF_CONTENT} | {"download_code", "download_grant"}
    emptied, outlives = {"decision", "measure", "hold", "breach"}, {"erase_later", "destroyed", "suppression"}
    tables = [table for table in CaseRow.metadata.tables.values() if "case_id" in table.columns]
    assert {table.name for table in tables} == goes | emptied | outlives
