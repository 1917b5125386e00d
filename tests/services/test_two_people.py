"""What needs two people needs them in the database too: raw SQL by one person is refused, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.fulfil.store.measures import MeasureRow
from shared.vocabulary import Kind
from tests.servers.postgres import Postgres
from tests.services.fulfil_desk import CASE, FulfilDesk, running

MEASURE = """
INSERT INTO measure (id, case_id, number, what, state, parts, grounds, words_sealed, amount_cents, cost_cents,
                     content_hash, proposed_by, proposed_at, approved_by)
VALUES (:id, :case, :number, :what, :state, '', '', '-', :amount, :cost, '-', 's-1', '2026-11-02 09:00:00', :by)
"""
DECISION = """
INSERT INTO decision (id, case_id, number, state, outcome, reasons_sealed, withheld, b_recht, content_hash,
                      proposed_by, proposed_at, approved_by)
VALUES (:id, :case, 9, :state, :outcome, '-', FALSE, TRUE, '-', 's-1', '2026-11-02 09:00:00', :by)
"""
PACKAGE = """
INSERT INTO package (id, case_id, number, object_name, bytes, sha256, built_at, expires_at, tries, fetched, hash)
VALUES ('p', :case, 9, 'p-1', 1, '-', '2026-11-02 09:00:00', '2026-11-16 09:00:00', 0, 0, '-')
"""
CHECK = """
INSERT INTO mask_check (case_id, number, hash, proposed_by, checked_by, checked_at)
VALUES (:case, 9, '-', 's-1', 's-2', '2026-11-02 09:00:00')
"""
TASK = """
INSERT INTO task (id, case_id, category, system, holder, actions, due, outcome, answered_by)
VALUES ('t', :case, 'C01', 'MAIL', '-', 'erase', '2026-11-20', 'found', 's-1')
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with a case, on each database."""
    overrides = {}
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        admin = server.create_database(f"fulfil_{uuid4().hex[:8]}")
        own = admin.replace("postgres@", "{service}@")
        overrides = {"database_url": own, "database_admin_url": admin}
    async with running(tmp_path, **overrides) as made:
        await made.hear(await made.request(Kind.ACCESS))
        yield made


async def sql(office: FulfilDesk, statement: str, **values: object) -> None:
    """Run a statement past the product."""
    async with office.desk.database.write() as connection:
        await connection.execute(text(statement), {"case": CASE, **values})


async def measure(office: FulfilDesk, number: int = 1, what: str = "extension", **values: object) -> None:
    """Write a measure past the product."""
    row = {"id": f"m-{number}", "number": number, "what": what, "state": "proposed", "by": None}
    await sql(office, MEASURE, **{**row, "amount": None, "cost": None, **values})


async def test_one_person_approves_no_measure(office: FulfilDesk) -> None:
    """Extension, pause and fee: not by who proposed it, not by nobody (R2-4)."""
    for what, state, by in product(("extension", "pause", "fee"), ("approved", "in_force"), ("s-1", "", None)):
        fee = {"amount": 100, "cost": 200} if what == "fee" else {}
        with pytest.raises(IntegrityError, match=r"measure_two_people|measure_approved_by_somebody"):
            await measure(office, what=what, state=state, by=by, **fee)


async def test_a_fee_is_bounded(office: FulfilDesk) -> None:
    """R4.5-3: the statement's figure, the real cost, and never nothing known."""
    for amount, cost in ((7801, 9000), (500, 400), (0, 400), (None, 400), (400, None)):
        with pytest.raises(IntegrityError, match="measure_fee_bounded"):
            await measure(office, what="fee", amount=amount, cost=cost)


async def test_a_term_is_extended_once(office: FulfilDesk) -> None:
    """D-10: a second living one is refused; after the first was taken back it is not."""
    await measure(office, 1)
    with pytest.raises(IntegrityError):
        await measure(office, 2)
    await sql(office, "UPDATE measure SET state = 'withdrawn'")
    await measure(office, 2)


async def test_of_several_clicks_one_approves(office: FulfilDesk) -> None:
    """Proposing at once leaves one proposal, approving at once one approval and one letter."""
    await office.press("kinds", kinds="access")
    version = (await office.row()).version
    form = {"version": version, "parts": "access", "grounds": "many", "extension-words": "Four systems."}
    tries = [office.post(f"/staff/cases/{CASE}/extension", form, staff) for staff in ("s-1", "s-1", "s-3")]
    assert sorted(status for status, _page in await asyncio.gather(*tries)) == [303, 409, 409]
    [row] = await office.rows(MeasureRow)
    await sql(office, "UPDATE measure SET proposed_by = 's-1'")
    seen = {"version": version + 1, "measure": row.id, "what": "extension", "content_hash": row.content_hash}
    tries = [office.post(f"/staff/cases/{CASE}/measure/approve", seen, "s-3") for _ in range(3)]
    assert sorted(status for status, _page in await asyncio.gather(*tries)) == [303, 409, 409]
    assert len(await office.said("extension.approved")) == 1


async def test_dates_move_only_with_a_measure_in_force(office: FulfilDesk) -> None:
    """No extended part and no paused day without one; and what moved the dates cannot be taken away beneath them."""
    for change in ("extended_kinds = 'access'", "paused_days = 7", "in_force = 'proposed'", "extension_id = 'm-1'"):
        with pytest.raises(IntegrityError):
            await sql(office, f"UPDATE fulfil_case SET {change}")  # noqa: S608 -- the texts of this test
    await measure(office, 1, by="s-3", state="approved")
    extended = "UPDATE fulfil_case SET extended_kinds = 'access', extension_id = 'm-1'"
    with pytest.raises(IntegrityError):
        await sql(office, extended)
    await sql(office, "UPDATE measure SET state = 'in_force'")
    await sql(office, extended)
    with pytest.raises(IntegrityError):
        await sql(office, "UPDATE measure SET state = 'void'")


async def test_one_person_approves_no_answer(office: FulfilDesk) -> None:
    """Refusal and partial refusal, and any other answer."""
    for outcome, by in product(("refused", "partly_granted", "granted"), ("s-1", "", None)):
        with pytest.raises(IntegrityError, match="decision_"):
            await sql(office, DECISION, id="d", state="approved", outcome=outcome, by=by)


async def test_an_erasure_is_recorded_for_an_approved_answer_only(office: FulfilDesk) -> None:
    """What cannot be undone: not without an answer, not for one that waits, not for one that is taken back."""
    await sql(office, TASK)
    erased = "UPDATE task SET erased_by = 's-1', erased_at = '2026-11-02 09:00:00'"
    for change in (erased, f"{erased}, erased_for = 9"):
        with pytest.raises(IntegrityError):
            await sql(office, change)
    await sql(office, DECISION, id="d", state="proposed", outcome="granted", by=None)
    with pytest.raises(IntegrityError):
        await sql(office, f"{erased}, erased_for = 9")
    await sql(office, "UPDATE decision SET state = 'approved', approved_by = 's-2'")
    await sql(office, f"{erased}, erased_for = 9")
    with pytest.raises(IntegrityError):
        await sql(office, "UPDATE decision SET state = 'sent_back', approved_by = NULL")


async def test_a_package_is_released_for_an_approved_answer_only(office: FulfilDesk) -> None:
    """Neither without an answer nor for one that waits or was not checked; and the approval stays with the package."""
    with pytest.raises(IntegrityError):
        await sql(office, PACKAGE)
    await sql(office, DECISION, id="d", state="proposed", outcome="granted", by=None)
    with pytest.raises(IntegrityError):
        await sql(office, PACKAGE)
    await sql(office, "UPDATE decision SET state = 'approved', approved_by = 's-2'")
    with pytest.raises(IntegrityError):
        await sql(office, PACKAGE)
    await sql(office, CHECK)
    await sql(office, PACKAGE)
    with pytest.raises(IntegrityError):
        await sql(office, "UPDATE decision SET state = 'sent_back', approved_by = NULL")


BATCH = """
INSERT INTO erase_batch (id, state, content_hash, proposed_by, proposed_at, approved_by)
VALUES ('b', :state, '-', 's-1', '2026-11-02 09:00:00', :by)
"""
LATER = """
INSERT INTO erase_later (id, case_id, reference, task_id, decision, subject_index, category, system, holder, outcome,
                         rule, kept_until, state, batch_id, made_at)
VALUES ('l', :case, '-', 't', 1, '', 'C01', 'FIN', '-', 'kept:legal_obligation', 'R6-6', '2026-10-01', :state, :batch,
        '2026-11-02 09:00:00')
"""
HOLD = """
INSERT INTO hold (id, case_id, number, subject_index, state, systems, categories, review_on, placed_by, placed_at,
                  approved_by, ended_by)
VALUES ('h', :case, 1, '', :state, '', '', '2027-01-01', 's-3', '2026-11-02 09:00:00', :by, :ended)
"""


async def test_no_erasure_for_later_goes_by_one_person(office: FulfilDesk) -> None:
    """R6-14: not without a batch, not by one that waits, and no batch by who proposed it; the approval stays."""
    for state, batch in product(("released", "done"), (None, "b")):
        with pytest.raises(IntegrityError):
            await sql(office, LATER, state=state, batch=batch)
    for by in ("s-1", "", None):
        with pytest.raises(IntegrityError, match="erase_batch_"):
            await sql(office, BATCH, state="approved", by=by)
    await sql(office, BATCH, state="proposed", by=None)
    with pytest.raises(IntegrityError):
        await sql(office, LATER, state="released", batch="b")
    await sql(office, "UPDATE erase_batch SET state = 'approved', approved_by = 's-2'")
    await sql(office, LATER, state="released", batch="b")
    with pytest.raises(IntegrityError):
        await sql(office, "UPDATE erase_batch SET state = 'withdrawn'")


async def test_a_hold_takes_two_people_and_a_person_to_lift_it(office: FulfilDesk) -> None:
    """R7.1-1, R7.1-4: not by its placer, not by nobody; and no clock lifts it."""
    for state, by in product(("active", "review", "lifted"), ("s-3", "", None)):
        with pytest.raises(IntegrityError, match="hold_"):
            await sql(office, HOLD, state=state, by=by, ended="s-3")
    for ended in ("system", "", None):
        with pytest.raises(IntegrityError, match="hold_lifted_by_a_person"):
            await sql(office, HOLD, state="lifted", by="s-2", ended=ended)
    await sql(office, HOLD, state="active", by="s-2", ended=None)
