"""Fulfil through its doors: a case from opened to answered, in time, by two people."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from services.fulfil.rules.lifecycle import LIFECYCLE
from services.fulfil.store.cases import CaseRow, DecisionRow, WaitingRow
from services.fulfil.usecases.opening import open_cases
from shared.contracts.fulfil_timers import AlarmDue, PackageAsked
from shared.contracts.intake import FollowUpReceived, TriageDone, TriageNeeded
from shared.contracts.notify import LetterSent
from shared.contracts.people import CORR, EXCERPT
from shared.contracts.verify import (
    CopyReceived,
    CopyRejected,
    IdentityNotNeeded,
    IdentityRefused,
    IdentityRequested,
)
from shared.platform.message import Parcel
from shared.vocabulary import Kind, Letter
from tests.servers.postgres import Postgres
from tests.services.fulfil_desk import CASE, INCOMING, START, FulfilDesk, running

OTHER = "6f1f0f5e-0000-5000-8000-000000000002"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as running_office:
        yield running_office


async def requested(office: FulfilDesk, attempt: int = 1) -> IdentityRequested:
    """Staff asked for a copy."""
    return IdentityRequested(
        case_id=CASE,
        at=office.clock.now(),
        attempt=attempt,
        reference="2026-0001",
        requester=await office.person(),
        link="sealed",
        why="no_other_way",
        answer_by=office.clock.now() + timedelta(days=14),
    )


async def test_a_request_that_is_delivered_twice_opens_one_case(office: FulfilDesk) -> None:
    """The second delivery has another id on the bus, and changes nothing all the same."""
    first = await office.request()
    await office.hear(first)
    await office.hear(first)
    async with office.desk.work() as work:
        await open_cases(office.desk, work, [first])
    assert len(await office.rows(CaseRow)) == 1
    assert len(await office.said("case.opened")) == 1
    assert await office.events() == ["opened"]


async def test_a_case_opens_with_its_reference_and_all_its_dates(office: FulfilDesk) -> None:
    """The example E01 of the specification; the next case of the year gets the next number."""
    await office.hear(await office.request())
    await office.hear(await office.request(case_id=OTHER))
    row = await office.row()
    assert (row.reference, (await office.row(OTHER)).reference) == ("2026-0001", "2026-0002")
    assert (row.receipt_day, row.week_due) == (date(2026, 11, 2), date(2026, 11, 9))
    assert (row.nominal, row.statutory_due, row.work_due) == (date(2026, 12, 2),) * 3
    opened = (await office.said("case.opened"))[0]
    assert (opened.week_due, opened.statutory_due) == (row.week_due, row.statutory_due)


async def test_a_fact_about_a_case_that_is_not_there_yet_waits(office: FulfilDesk) -> None:
    """Identity is established before the case is heard of: the message stays pending, then takes effect."""
    early = await office.verified()
    await office.hear(early)
    assert await office.inbox_state(early) == "pending"
    await office.hear(await office.request())
    await office.jump(seconds=3)
    assert await office.inbox_state(early) == "done"  # the case was not sorted yet: noted, and nothing moved
    assert (await office.row()).state == "received"


async def test_the_lifecycle_runs_through_the_doors(office: FulfilDesk) -> None:
    """From a mail to an approved answer: each step by its own door, each said to the other services once."""
    await office.hear(await office.request())
    assert await office.press("kinds", kinds=["objection_direct_marketing", "erasure"]) == 303
    triaged = (await office.said("case.triaged"))[0]
    assert triaged.kinds == [Kind.ERASURE, Kind.OBJECTION_DIRECT_MARKETING]
    await office.hear(await requested(office))
    assert (await office.row()).state == "identity_pending"
    await office.hear(CopyReceived(case_id=CASE, at=office.clock.now(), attempt=1))
    assert f"/staff/verify/{CASE}" in await office.page("/staff/queue?tab=verification")
    await office.hear(await office.verified())
    row = await office.row()
    assert (row.state, row.identity, row.holder_id) == ("in_progress", "established", "s-1")
    tasks = await office.tasks()
    assert {task.actions for task in tasks if task.system == "MAIL"} == {"erase,stop_advertising"}
    assert (await office.post("/staff/tasks/nothing-found", {"task": [task.id for task in tasks]}))[0] == 303
    assert await office.press("propose", outcome="granted", reasons="All is erased.") == 303
    seen = (await office.decision()).content_hash
    assert await office.press("approve", "s-2", content_hash=seen) == 303
    row = await office.row()
    assert (row.state, row.outcome) == ("answered", "granted")
    assert await office.inbox_state(PackageAsked(case_id=CASE, at=START, number=1)) is not None
    assert await office.press("step", event="close") == 303
    assert [m.outcome for m in await office.said("case.closed")] == ["granted"]


async def test_only_another_person_may_approve(office: FulfilDesk) -> None:
    """The officer may both propose and approve, but not the same answer (R2-4)."""
    await office.to_progress()
    await office.post("/staff/tasks/nothing-found", {"task": [task.id for task in await office.tasks()]}, "s-3")
    assert await office.press("propose", "s-3", outcome="granted", reasons="Done.") == 303
    seen = (await office.decision()).content_hash
    assert await office.press("approve", "s-3", content_hash=seen) == 409
    assert await office.press("approve", "s-1", content_hash=seen) == 404  # a handler does not even see that page
    assert (await office.row()).state == "awaiting_approval"
    assert "cannot approve it" in await office.page(f"/staff/cases/{CASE}", "s-3")


async def test_the_database_itself_insists_on_two_people(office: FulfilDesk) -> None:
    """Even a fault in the program cannot record one person as both."""
    await office.to_approval()
    with pytest.raises(IntegrityError, match="decision_two_people"):
        async with office.desk.work() as work:
            await work.session.exec(update(DecisionRow).values(state="approved", approved_by="s-1"))


async def test_a_second_click_on_approve_changes_nothing_and_says_what_happened(office: FulfilDesk) -> None:
    """The form still carries the version from before."""
    await office.to_approval()
    version, seen = (await office.row()).version, (await office.decision()).content_hash
    fields: dict[str, object] = {"version": version, "content_hash": seen}
    assert (await office.post(f"/staff/cases/{CASE}/approve", fields, "s-2"))[0] == 303
    status, text = await office.post(f"/staff/cases/{CASE}/approve", fields, "s-2")
    assert status == 409
    assert "This case was changed after you opened the page" in text
    assert (await office.events()).count("approve") == 1


async def test_an_approval_is_bound_to_what_was_seen(office: FulfilDesk) -> None:
    """Other content than the approver saw is refused, although the version is right."""
    await office.to_approval()
    assert await office.press("approve", "s-2", content_hash="0" * 64) == 409
    assert (await office.row()).state == "awaiting_approval"


async def test_a_form_from_before_somebody_elses_change_is_refused(office: FulfilDesk) -> None:
    """Two people open the case; the second to press gets told what the first did."""
    await office.hear(await office.request())
    version = (await office.row()).version
    assert await office.press("kinds", kinds="access", version=version) == 303
    fields: dict[str, object] = {"kinds": "erasure", "version": version}
    status, text = await office.post(f"/staff/cases/{CASE}/kinds", fields, "s-3")
    assert status == 409
    assert "Confirm what is asked" in text
    assert (await office.row()).kinds == "access"


async def test_a_proposal_needs_every_task_answered_and_reasons(office: FulfilDesk) -> None:
    """Spec 10: no answer with open tasks or empty required fields."""
    await office.to_progress()
    assert await office.press("propose", outcome="granted", reasons="Done.") == 409
    await office.post("/staff/tasks/nothing-found", {"task": [task.id for task in await office.tasks()]})
    assert await office.press("propose", outcome="granted", reasons="  ") == 400
    assert (await office.row()).state == "in_progress"


async def test_a_task_answer_is_checked_sealed_and_can_be_taken_back(office: FulfilDesk) -> None:
    """Found needs words; a second answer needs the first taken back; the words never lie in clear."""
    await office.to_progress()
    task = (await office.tasks())[0]
    where = f"/staff/tasks/{task.id}/answer"
    fields: dict[str, object] = {f"outcome-{task.id}": "found", f"text-{task.id}": ""}
    assert (await office.post(where, fields))[0] == 400
    fields[f"text-{task.id}"] = "Two newsletters to noor@clients.example"
    assert (await office.post(where, fields))[0] == 303
    assert (await office.post(where, fields))[0] == 409
    kept = next(each for each in await office.tasks() if each.id == task.id)
    assert kept.outcome == "found"
    assert "newsletters" not in (kept.text_sealed or "")
    assert "Two newsletters" in await office.page(f"/staff/cases/{CASE}")
    assert (await office.post(f"/staff/tasks/{task.id}/take-back", {}))[0] == 303
    assert next(each for each in await office.tasks() if each.id == task.id).outcome is None


async def test_a_proposal_that_is_sent_back_can_be_proposed_anew(office: FulfilDesk) -> None:
    """The second proposal is a decision of its own."""
    await office.to_approval()
    assert await office.press("send-back", "s-2", reason="Name the newsletter.") == 303
    assert (await office.row()).state == "in_progress"
    assert "Name the newsletter." in await office.page(f"/staff/cases/{CASE}")
    assert await office.press("propose", outcome="partly_granted", reasons="Better words.", withheld="yes") == 303
    decision = await office.decision()
    assert (decision.number, decision.withheld, decision.b_recht) == (2, True, True)


async def test_alarms_reach_staff_while_the_case_is_open(office: FulfilDesk) -> None:
    """Handlers hear of each date; the officer too once something was missed; the record keeps it."""
    await office.hear(await office.request())
    await office.jump(days=7)
    near = await office.said("deadline.near")
    assert [(m.alarm, m.staff_id) for m in near] == [("week_work_due", "s-1")]
    await office.jump(days=1)
    missed = [m.staff_id for m in await office.said("deadline.near") if m.alarm == "week_missed"]
    assert missed == ["s-1", "s-3"]
    await office.jump(days=30)
    row = await office.row()
    assert (row.week_missed, row.missed) == (True, True)
    assert "deadline_missed" in await office.events()
    assert "Too late by law" in await office.page(f"/staff/cases/{CASE}")


async def test_a_human_reaction_keeps_the_promise_of_the_week(office: FulfilDesk) -> None:
    """The status letter is such a reaction; the alarms of the week fall silent."""
    await office.hear(await office.request())
    await office.jump(days=2)
    assert await office.press("status", words="We are looking.", expected="2026-11-20") == 303
    assert await office.press("status", words="Too far away.", expected="2027-11-20") == 400
    told = (await office.said("status.told"))[0]
    assert (told.number, told.expected) == (1, date(2026, 11, 20))
    assert "week_met" in await office.events()
    assert await office.inbox_state(AlarmDue(case_id=CASE, at=START, alarm="week_missed")) == "cancelled"
    await office.jump(days=6)
    assert await office.said("deadline.near") == []


async def test_an_answered_case_alarms_nobody(office: FulfilDesk) -> None:
    """All timers are taken back at the approval."""
    await office.to_approval()
    assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
    await office.jump(days=60)
    assert await office.said("deadline.near") == []
    assert not (await office.row()).missed


async def test_a_request_that_lay_long_warns_once_for_what_has_passed(office: FulfilDesk) -> None:
    """Only the latest passed date speaks at once, not all of them."""
    late = await office.request(received_at=START - timedelta(days=28))
    await office.hear(late)
    assert sorted(m.alarm for m in await office.said("deadline.near")) == [
        "week_missed",
        "week_missed",
        "work_due_soon",
    ]


async def test_messages_and_copies_wait_in_the_queue_until_somebody_looked(office: FulfilDesk) -> None:
    """Also when the word that it is done overtakes the word that it waits."""
    at = office.clock.now()
    await office.hear(TriageNeeded(case_id=INCOMING, at=at, received_at=at, reason="unsure"))
    assert f"/staff/triage/{INCOMING}" in await office.page("/staff/queue")
    await office.hear(TriageDone(case_id=INCOMING, at=at, outcome="not_a_request"))
    assert "Nothing to do" in await office.page("/staff/queue")
    await office.hear(TriageDone(case_id=OTHER, at=at, outcome="attached"))
    await office.hear(TriageNeeded(case_id=OTHER, at=at, received_at=at, reason="unsure"))
    assert all(row.done_at for row in await office.rows(WaitingRow))


async def test_a_rejected_copy_puts_the_case_back_with_the_requester(office: FulfilDesk) -> None:
    """From “identity” to “waiting for the requester”, and nothing is disclosed meanwhile."""
    await office.hear(await office.request())
    await office.press("kinds", kinds="access")
    await office.hear(await requested(office), CopyReceived(case_id=CASE, at=office.clock.now(), attempt=1))
    rejected = CopyRejected(
        case_id=CASE,
        at=office.clock.now(),
        attempt=1,
        reference="2026-0001",
        requester=await office.person(),
        reasons=["bsn_visible"],
        link="sealed",
        answer_by=office.clock.now(),
    )
    await office.hear(rejected)
    assert f"/staff/cases/{CASE}" in await office.page("/staff/queue?tab=waiting")
    assert CASE not in await office.page("/staff/queue?tab=verification")


async def test_who_was_not_identified_may_come_back(office: FulfilDesk) -> None:
    """D-20: an approver closes; a later genuine message opens the case again with new dates and new alarms."""
    await office.hear(await office.request())
    await office.press("kinds", kinds="access")
    await office.hear(await requested(office), IdentityRefused(case_id=CASE, at=office.clock.now(), by="s-1"))
    assert await office.press("step", event="not_identified", **{"note-not_identified": "No answer."}) == 409
    assert await office.press("step", "s-2", event="not_identified", **{"note-not_identified": "No answer."}) == 303
    await office.jump(days=20)
    box = await office.desk.keyring.box(CASE, CORR)
    sealed = box.seal(EXCERPT, "Hier ben ik weer.")
    back = FollowUpReceived(
        case_id=CASE,
        at=office.clock.now(),
        incoming_id=OTHER,
        received_at=office.clock.now(),
        verified=True,
        subject="-",
        excerpt=sealed,
    )
    await office.hear(back)
    row = await office.row()
    assert (row.state, row.round, row.receipt_day) == ("received", 2, date(2026, 11, 22))
    assert await office.inbox_state(AlarmDue(case_id=CASE, at=START, alarm="half", number=2)) == "pending"
    await office.press("kinds", kinds="access")
    assert [m.number for m in await office.said("case.triaged")] == [1, 2]


async def test_who_was_identified_before_is_not_asked_again_for_the_same(office: FulfilDesk) -> None:
    """A withdrawn case that is opened again keeps what was established; more kinds are for verify to judge."""
    await office.to_progress()
    await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."})
    await office.press("step", event="reopen", **{"note-reopen": "Changed their mind."})
    assert await office.press("kinds", kinds=["objection_direct_marketing", "access"]) == 303
    assert (await office.row()).state == "triaged"
    await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."})
    await office.press("step", event="reopen", **{"note-reopen": "Only the advertising."})
    assert await office.press("kinds", kinds="objection_direct_marketing") == 303
    assert (await office.row()).state == "in_progress"
    assert [m.number for m in await office.said("case.closed")] == [1, 2]


def test_the_frozen_check_of_the_table_is_the_lifecycles() -> None:
    """A state that is added to the lifecycle needs a migration."""
    first = importlib.import_module("services.fulfil.migrations.versions.0001_cases")
    assert LIFECYCLE.sql_check("state") == first.STATES


async def test_a_closed_case_takes_no_more_facts(office: FulfilDesk) -> None:
    """A late fact is noted and done, and does not come back for ever."""
    await office.hear(await office.request())
    await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."})
    late = IdentityNotNeeded(case_id=CASE, at=office.clock.now(), rule="L0")
    await office.hear(late)
    assert await office.inbox_state(late) == "done"
    assert ("message.too_late", "system") in await office.noted()
    assert (await office.row()).state == "closed"


async def test_what_a_stranger_wrote_is_shown_as_text(office: FulfilDesk) -> None:
    """A subject with markup does nothing on the page."""
    await office.hear(await office.request(subject="<script>alert(1)</script>"))
    text = await office.page(f"/staff/cases/{CASE}")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


async def test_every_view_is_noted_with_who_looked(office: FulfilDesk) -> None:
    """The queue, the tasks and the case."""
    await office.hear(await office.request())
    for path in ("/staff/queue", "/staff/tasks", f"/staff/cases/{CASE}"):
        await office.page(path)
    assert {("queue.viewed", "s-1"), ("tasks.viewed", "s-1"), ("case.viewed", "s-1")} <= set(await office.noted())


async def test_what_is_not_there_looks_like_what_one_may_not_see(office: FulfilDesk) -> None:
    """An unknown case, an unknown task, and an administrator who looks at a case: the same page."""
    await office.hear(await office.request())
    await office.page(f"/staff/cases/{OTHER}", status=404)
    await office.page(f"/staff/cases/{CASE}", "s-9", status=404)
    assert (await office.post(f"/staff/tasks/{OTHER}/take-back", {}))[0] == 404


async def test_the_queue_finds_a_case_by_its_reference(office: FulfilDesk) -> None:
    """An exact reference opens the case; anything else gets a sentence."""
    await office.hear(await office.request())
    headers = await office.as_staff()
    async with office.web.get("/staff/queue?q=2026-1", headers=headers, allow_redirects=False) as answer:
        assert "A reference looks like" in await answer.text()
    async with office.web.get("/staff/queue?q=2026-0001", headers=headers, allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"/staff/cases/{CASE}"


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_page_works_in_both_languages(office: FulfilDesk, language: str) -> None:
    """In every state that a case goes through, for each role that may look."""
    await office.hear(await office.request())
    seen = set()

    async def look() -> None:
        for who in ("s-1", "s-2", "s-3"):
            seen.add(await office.page(f"/staff/cases/{CASE}", who, language=language))
        for tab in ("triage", "verification", "tasks", "waiting", "approval", "all"):
            seen.add(await office.page(f"/staff/queue?tab={tab}", language=language))
        seen.add(await office.page("/staff/tasks", language=language))

    await look()
    await office.press("kinds", kinds="objection_direct_marketing")
    await look()
    await office.hear(await requested(office))
    await look()
    await office.hear(await office.verified())
    await look()
    await office.post("/staff/tasks/nothing-found", {"task": [task.id for task in await office.tasks()]})
    await office.press("propose", outcome="refused", reasons="Not yours.")
    await look()
    await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash)
    await office.hear(LetterSent(case_id=CASE, at=START, delivery_id=OTHER, letter=Letter.T11, message_id="x"))
    await look()
    assert len(seen) > 20


@pytest.mark.servers
async def test_the_life_of_a_case_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same tables and locks hold there: five requests at a moment get five references, four clicks one approval."""
    admin = postgres.create_database("fulfil_life")
    own = admin.replace("postgres@", "{service}@")
    async with running(tmp_path, database_url=own, database_admin_url=admin) as office:
        requests = [await office.request(case_id=f"6f1f0f5e-0000-5000-8000-00000000010{n}") for n in range(5)]
        parcels = [Parcel(m.id, m.type, m.body()) for m in requests]
        await office.worker.accept(parcels)
        await asyncio.gather(*(office.worker.once() for _ in range(5)))
        await office.settle()
        assert {row.reference for row in await office.rows(CaseRow)} == {f"2026-000{n}" for n in range(1, 6)}
        await office.to_approval()
        version, seen = (await office.row()).version, (await office.decision()).content_hash
        tries = [office.press("approve", "s-2", version=version, content_hash=seen) for _ in range(4)]
        assert sorted(await asyncio.gather(*tries)) == [303, 409, 409, 409]
        with pytest.raises(IntegrityError, match="decision_two_people"):
            async with office.desk.work() as work:
                await work.session.exec(update(DecisionRow).values(approved_by="s-1"))
        assert CASE in await office.page("/staff/queue?tab=all")
