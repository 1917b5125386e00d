"""A pause counts only where the desk applies it and two people agree; a fee is off, bounded, and told before work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.fulfil.store.cases import CaseRow
from services.fulfil.store.measures import MeasureRow
from shared.contracts.verify import IdentityRequested
from shared.vocabulary import Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running

FEE = {
    "fee-words": "Dit verzoek is hetzelfde als de drie ervoor.",
    "fee-evidence": "Zaken 2026-0002 tot en met 2026-0004.",
    "amount": "45,50",
    "cost": "60",
    "not-first": "yes",
    "not-routine": "yes",
    "not-our-mistake": "yes",
}


async def asked(office: FulfilDesk, after_days: int = 1) -> None:
    """The kinds are confirmed, and proof of identity is asked for some days after receipt."""
    await office.hear(await office.request(Kind.ACCESS))
    await office.press("kinds", kinds="access")
    await office.jump(days=after_days)
    question = IdentityRequested(
        case_id=CASE,
        at=office.clock.now(),
        attempt=1,
        reference="2026-0001",
        requester=await office.person(),
        link="sealed",
        why="no_other_way",
        answer_by=office.clock.now() + timedelta(days=14),
    )
    await office.hear(question)


async def decide(office: FulfilDesk, how: str, staff: str = "s-2", **more: object) -> tuple[int, str]:
    """Decide on the newest measure."""
    row, version = (await office.rows(MeasureRow))[-1], (await office.row()).version
    about = {"version": version, "measure": row.id, "what": row.what, "content_hash": row.content_hash}
    return await office.post(f"/staff/cases/{CASE}/measure/{how}", {**about, **more}, staff)


@pytest.fixture
async def applies(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office that applies pauses."""
    async with running(tmp_path, pause={"mode": "apply"}) as made:
        yield made


async def test_by_default_a_pause_is_only_shown(tmp_path: Path) -> None:
    """D-16: with both facts the later day stands beside the earlier one, which stays; nobody can let it count."""
    async with running(tmp_path) as office:
        await asked(office)
        assert "the pause would run on" in await office.page(f"/staff/cases/{CASE}")
        await office.jump(days=7)
        await office.hear(await office.verified())
        page = await office.page(f"/staff/cases/{CASE}")
        assert "The last day would be Wednesday 9 December 2026. It is only shown" in page
        assert "a pause is shown and does not count" in page
        assert "/pause" not in page
        assert await office.press("pause", **{"pause-words": "No address on file."}) == 409
        assert (await office.row()).statutory_due == date(2026, 12, 2)


async def test_an_approved_pause_counts_from_question_to_answer(applies: FulfilDesk) -> None:
    """D-17: two people; the days come from the facts; the day of the law moves, the day of the work does not."""
    await asked(applies)
    await applies.jump(days=7)
    await applies.hear(await applies.verified())
    assert await applies.press("pause", **{"pause-words": " "}) == 400
    assert await applies.press("pause", **{"pause-words": "No address on file."}) == 303
    assert (await decide(applies, "approve", "s-1"))[0] == 404
    assert (await decide(applies, "approve"))[0] == 303
    row = await applies.row()
    assert (row.paused_days, row.statutory_due, row.work_due) == (7, date(2026, 12, 9), date(2026, 12, 2))
    assert row.week_due == date(2026, 11, 9), "D-18"
    [moved] = await applies.said("dates.moved")
    assert [step.step for step in moved.due_sum] == ["received", "month", "paused", "working_day"]
    page = await applies.page(f"/staff/cases/{CASE}", language="nl")
    assert "De termijn stond 7 dag(en) stil: woensdag 9 december 2026." in page
    await applies.jump(days=24)
    assert not (await applies.row()).missed
    await applies.jump(days=8)
    assert (await applies.row()).missed


async def test_a_pause_that_is_approved_early_counts_when_identity_is_proved(applies: FulfilDesk) -> None:
    """Until the answer is there the earlier day stays, and its alarms (D-16, D-20)."""
    await asked(applies)
    await applies.press("pause", **{"pause-words": "No address on file."})
    assert (await decide(applies, "approve"))[0] == 303
    assert (await applies.row()).statutory_due == date(2026, 12, 2)
    await applies.jump(days=7)
    await applies.hear(await applies.verified())
    assert (await applies.row()).statutory_due == date(2026, 12, 9)
    assert "pause_in_force" in await applies.events()


async def test_a_question_that_came_late_pauses_nothing(applies: FulfilDesk) -> None:
    """D-17: after three working days it is our own delay, and the form is not there."""
    await asked(applies, after_days=4)
    assert "/pause" not in await applies.page(f"/staff/cases/{CASE}")
    assert await applies.press("pause", **{"pause-words": "No address on file."}) == 409


async def test_the_answer_is_late_and_the_requester_hears_why(applies: FulfilDesk) -> None:
    """Past the law's day the status form says sorry: T40 with the cause and the day; the FG was told."""
    await asked(applies)
    await applies.jump(days=31)
    page = await applies.page(f"/staff/cases/{CASE}", language="nl")
    assert "Excuses: het antwoord is te laat" in page
    assert "De laatste dag volgens de wet is voorbij" in page
    status = {"words": "A colleague was ill.", "expected": "2026-12-10"}
    assert await applies.press("status", **status) == 303
    [told] = await applies.said("late.told")
    assert told.expected == date(2026, 12, 10)
    assert await applies.said("status.told") == []
    assert {n.staff_id for n in await applies.said("deadline.near") if n.alarm == "missed"} == {"s-1", "s-3"}


@pytest.fixture
async def charges(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office that may ask fees, with a request whose kinds are confirmed."""
    async with running(tmp_path, fee={"enabled": True, "max_eur": "50.00"}) as made:
        await made.hear(await made.request(Kind.RECTIFICATION))
        await made.press("kinds", kinds="rectification")
        yield made


async def test_by_default_no_fee_can_be_asked(tmp_path: Path) -> None:
    """R4.5-2: off; no form, and a forged one is refused."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.RECTIFICATION))
        await office.press("kinds", kinds="rectification")
        assert "/fee" not in await office.page(f"/staff/cases/{CASE}", "s-3")
        assert await office.press("fee", "s-3", **FEE) == 409


async def test_a_fee_takes_the_officer_and_another_person_and_is_told(charges: FulfilDesk) -> None:
    """R4.5-2, R4.5-3: proposed by the FG, approved by an approver exactly as seen, told with its evidence."""
    assert await charges.press("fee", "s-1", **FEE) == 404
    assert "/fee" not in await charges.page(f"/staff/cases/{CASE}")
    assert await charges.press("fee", "s-3", **FEE) == 303
    assert (await decide(charges, "approve", "s-3"))[0] == 409
    assert "€ 45.50" in await charges.page(f"/staff/cases/{CASE}", "s-2")
    assert (await decide(charges, "approve", content_hash="0" * 64))[0] == 409
    assert (await decide(charges, "approve"))[0] == 303
    [told] = await charges.said("fee.approved")
    assert (told.cents, told.statutory_due) == (4550, date(2026, 12, 2))
    assert await charges.press("fee", "s-3", **FEE) == 409, "once"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"amount": "50,01", "cost": "90"}, 409),
        ({"amount": "45", "cost": "44,99"}, 409),
        ({"amount": "0"}, 409),
        ({"amount": "-5"}, 409),
        ({"amount": "4,555"}, 400),
        ({"amount": "NaN"}, 400),
        ({"amount": "Infinity"}, 400),
        ({"amount": "veel"}, 400),
        ({"fee-evidence": ""}, 400),
        ({"not-first": ""}, 409),
        ({"not-routine": ""}, 409),
        ({"not-our-mistake": ""}, 409),
    ],
)
async def test_a_fee_that_may_not_be_is_refused_and_the_form_comes_back(
    charges: FulfilDesk, changes: dict[str, str], status: int
) -> None:
    """Bounds, ticks and evidence; what was written is not lost."""
    fields = {"version": (await charges.row()).version, **FEE, **changes}
    answered, page = await charges.post(f"/staff/cases/{CASE}/fee", fields, "s-3")
    assert answered == status
    assert "Dit verzoek is hetzelfde als de drie ervoor." in page
    assert await charges.rows(MeasureRow) == []


async def test_a_fee_comes_before_the_work(charges: FulfilDesk) -> None:
    """Once a task is answered it is too late."""
    await charges.hear(await charges.verified())
    tasks = await charges.tasks()
    await charges.post("/staff/tasks/nothing-found", {"task": [tasks[0].id]})
    assert await charges.press("fee", "s-3", **FEE) == 409


async def test_a_second_correction_within_six_months_shows_a_notice_and_nothing_else(charges: FulfilDesk) -> None:
    """R4.5-1, R4.5-4: the handler reads it; a routine change does not count; no fee comes of it by itself."""
    other = "6f1f0f5e-0000-5000-8000-000000000002"
    assert "Second request for a correction" not in await charges.page(f"/staff/cases/{CASE}")
    await charges.jump(days=20)
    await charges.hear(await charges.request(Kind.RECTIFICATION, case_id=other))
    page = await charges.page(f"/staff/cases/{other}")
    assert "Second request for a correction within 6 months; the one before came on Monday 2 November 2026." in page
    async with charges.desk.work() as work:
        row = await work.session.get_one(CaseRow, other)
        row.context = "routine_update"
        work.session.add(row)
    assert "Second request for a correction" not in await charges.page(f"/staff/cases/{other}")
    assert await charges.rows(MeasureRow) == []


async def test_an_erasure_is_recorded_after_two_people_and_not_while_it_is_kept(tmp_path: Path) -> None:
    """R2-4: not before the answer is approved; what is kept comes after its day; once."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ERASURE))
        await office.press("kinds", kinds="erasure")
        await office.hear(await office.verified())
        found, kept, *rest = await office.tasks()
        await office.post(f"/staff/tasks/{found.id}/answer", {f"outcome-{found.id}": "found", f"text-{found.id}": "x"})
        until = {f"outcome-{kept.id}": "kept", f"text-{kept.id}": "Tax law.", f"until-{kept.id}": "2026-11-20"}
        await office.post(f"/staff/tasks/{kept.id}/answer", until)
        await office.post("/staff/tasks/nothing-found", {"task": [task.id for task in rest]})
        assert (await office.post(f"/staff/tasks/{found.id}/erased", {}))[0] == 409
        fates = {f"outcome-{found.id}": "erased", f"outcome-{kept.id}": "erased"}
        assert await office.press("erasing", **fates) == 303
        await office.press("propose", outcome="granted", reasons="All of it, the invoices after their day.")
        assert (await office.post(f"/staff/tasks/{found.id}/erased", {}))[0] == 409
        assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
        assert f"/staff/tasks/{found.id}/erased" in await office.page(f"/staff/cases/{CASE}")
        assert (await office.post(f"/staff/tasks/{found.id}/erased", {}))[0] == 303
        assert (await office.post(f"/staff/tasks/{found.id}/erased", {}))[0] == 409
        assert (await office.post(f"/staff/tasks/{kept.id}/erased", {}))[0] == 409
        assert (await office.post(f"/staff/tasks/{rest[0].id}/erased", {}))[0] == 409
        await office.jump(days=19)
        assert (await office.post(f"/staff/tasks/{kept.id}/erased", {}))[0] == 303
        assert (await office.events()).count("task_erased") == 2


async def test_a_refused_answer_form_comes_back_filled(charges: FulfilDesk) -> None:
    """Nobody types an answer twice: too long, or the case changed in between; the newest step says by whom."""
    await charges.hear(await charges.verified())
    await charges.post("/staff/tasks/nothing-found", {"task": [task.id for task in await charges.tasks()]})
    old = (await charges.row()).version
    await charges.press("status", "s-3", words="We are busy with it.", expected="2026-11-20")
    fields = {"version": old, "outcome": "refused", "reasons": "Nothing is wrong in our files.", "withheld": "yes"}
    status, page = await charges.post(f"/staff/cases/{CASE}/propose", fields)
    assert status == 409
    assert "Nothing is wrong in our files.</textarea>" in page
    assert 'value="refused" checked' in page
    assert "Word was sent of how far the case is" in page
    assert "Fem Officer" in page
    fields["version"] = (await charges.row()).version
    assert (await charges.post(f"/staff/cases/{CASE}/propose", fields))[0] == 303
