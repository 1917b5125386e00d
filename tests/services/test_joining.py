"""Two cases that are one request, cases out of one message, messages put aside: fulfil through its doors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fulfil.store.cases import CaseRow
from shared.contracts.fulfil_timers import AlarmDue
from shared.contracts.intake import FollowUpReceived, TriageNeeded, TriageSnoozed
from shared.contracts.people import CORR, EXCERPT, SUBJECT
from shared.platform.desk import Desk
from shared.vocabulary import Kind
from tests.services.fulfil_desk import CASE, INCOMING, START, FulfilDesk, running

NEWER = "6f1f0f5e-0000-5000-8000-000000000002"
OLDER_REFERENCE, NEWER_REFERENCE = "2026-0001", "2026-0002"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as desk:
        yield desk


async def two_cases(office: FulfilDesk) -> None:
    """The same wish twice; the second case's message came in first."""
    await office.hear(await office.request(Kind.ACCESS))
    await office.jump(minutes=1)
    earlier = START - timedelta(days=2)
    await office.hear(await office.request(Kind.ACCESS, case_id=NEWER, received_at=earlier))


async def join(office: FulfilDesk, case_id: str, reference: str, staff_id: str = "s-1") -> tuple[int, str]:
    """Press the button on the page of `case_id`."""
    version = (await office.row(case_id)).version
    return await office.post(f"/staff/cases/{case_id}/join", {"version": version, "reference": reference}, staff_id)


async def test_the_newer_case_is_closed_and_the_older_one_goes_on(office: FulfilDesk) -> None:
    """With the earlier dates; both pages lead to the other, and nothing is sent."""
    await two_cases(office)
    status, where = await join(office, NEWER, OLDER_REFERENCE)
    assert (status, where) == (303, f"/staff/cases/{CASE}?done=joined")
    newer, older = await office.row(NEWER), await office.row(CASE)
    assert (newer.state, newer.outcome, newer.joined_into) == ("closed", "joined", CASE)
    assert (older.state, older.received_at) == ("received", START - timedelta(days=2))
    (closed,) = await office.said("case.closed")
    assert (closed.case_id, closed.outcome, closed.joined_into) == (NEWER, "joined", CASE)
    assert {m.type for m in await office.said()} == {"case.opened", "case.closed", "dates.moved"}
    assert f"/staff/cases/{CASE}" in await office.page(f"/staff/cases/{NEWER}")
    page = await office.page(f"/staff/cases/{CASE}")
    assert NEWER_REFERENCE in page and "The dates count from an earlier message" in page


async def test_the_timers_of_the_case_that_goes_on_follow_its_dates(office: FulfilDesk) -> None:
    """The earlier week is missed when it ends, not two days later."""
    await two_cases(office)
    before = (await office.row(CASE)).week_due
    await join(office, NEWER, OLDER_REFERENCE)
    row = await office.row(CASE)
    assert row.week_due < before
    await office.jump(days=(row.week_due - START.date()).days + 1)
    assert (await office.row(CASE)).week_missed
    assert await office.inbox_state(AlarmDue(case_id=NEWER, at=START, alarm="week_missed")) == "cancelled"


async def test_opening_the_joined_case_again_takes_it_back(office: FulfilDesk) -> None:
    """Its own dates are what they were; the other keeps the earlier ones, which are the safe ones."""
    await two_cases(office)
    received = (await office.row(NEWER)).received_at
    await join(office, NEWER, OLDER_REFERENCE)
    form = {"version": (await office.row(NEWER)).version, "event": "reopen", "note-reopen": "Other wish after all."}
    assert (await office.post(f"/staff/cases/{NEWER}/step", form))[0] == 303
    newer = await office.row(NEWER)
    assert (newer.state, newer.outcome, newer.joined_into, newer.round) == ("received", None, "", 2)
    assert newer.received_at == received
    assert "Goes on with the same request" not in await office.page(f"/staff/cases/{CASE}")


@pytest.mark.parametrize(
    ("case_id", "reference", "status", "why"),
    [
        (CASE, OLDER_REFERENCE, 409, "cannot be joined with itself"),
        (CASE, NEWER_REFERENCE, 409, "is the newer one"),
        (NEWER, "2026-0999", 400, "no case with that reference"),
        (NEWER, "first", 400, "looks like 2026-0001"),
    ],
)
async def test_what_cannot_be_joined_says_why(
    office: FulfilDesk, case_id: str, reference: str, status: int, why: str
) -> None:
    """Nothing changes."""
    await two_cases(office)
    answer = await join(office, case_id, reference)
    assert answer[0] == status and why in answer[1]
    assert {row.state for row in await office.rows(CaseRow)} == {"received"}


async def test_a_closed_case_takes_no_other_in(office: FulfilDesk) -> None:
    """It is opened first, by a person."""
    await two_cases(office)
    await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."})
    status, text = await join(office, NEWER, OLDER_REFERENCE)
    assert status == 409 and "open that one again first" in text


async def test_an_approver_joins_nothing(office: FulfilDesk) -> None:
    """It is the work of a handler or the privacy officer."""
    await two_cases(office)
    assert (await join(office, NEWER, OLDER_REFERENCE, "s-2"))[0] == 404


async def test_a_second_click_joins_nothing_twice(office: FulfilDesk) -> None:
    """The form is of an older version then."""
    await two_cases(office)
    form = {"version": (await office.row(NEWER)).version, "reference": OLDER_REFERENCE}
    assert (await office.post(f"/staff/cases/{NEWER}/join", form))[0] == 303
    assert (await office.post(f"/staff/cases/{NEWER}/join", form))[0] == 409
    assert len(await office.said("case.closed")) == 1


async def followup(desk: Desk, *, takes_date: bool) -> FollowUpReceived:
    """A message that came in before the case was added to it."""
    box = await desk.keyring.box(CASE, CORR)
    return FollowUpReceived(
        case_id=CASE, at=START, incoming_id=INCOMING, received_at=START - timedelta(days=3), verified=False,
        subject=box.seal(SUBJECT, "vraag"), excerpt=box.seal(EXCERPT, "Ik wil dit ook."), takes_date=takes_date,
    )  # fmt: skip


@pytest.mark.parametrize("takes_date", [True, False])
async def test_an_earlier_message_moves_the_dates_only_when_a_person_chose_it(
    office: FulfilDesk, takes_date: bool
) -> None:
    """Otherwise it joins the line of time and starts no clock (R2-8)."""
    await office.hear(await office.request())
    await office.hear(await followup(office.desk, takes_date=takes_date))
    moved = (await office.row()).received_at < START
    assert moved is takes_date
    assert ("date_taken" in await office.events()) is takes_date


async def test_cases_out_of_one_message_point_to_each_other(office: FulfilDesk) -> None:
    """Also when the other one is opened a moment later."""
    first = await office.request()
    await office.hear(first.model_copy(update={"linked": [NEWER]}))
    assert "From the same message" not in await office.page(f"/staff/cases/{CASE}")
    second = await office.request(case_id=NEWER)
    await office.hear(second.model_copy(update={"linked": [CASE]}))
    assert NEWER_REFERENCE in await office.page(f"/staff/cases/{CASE}")
    assert OLDER_REFERENCE in await office.page(f"/staff/cases/{NEWER}", language="nl")


async def test_a_message_that_was_put_aside_leaves_the_queue_until_then(office: FulfilDesk) -> None:
    """The highest number counts, in whatever order they arrive."""
    at, until = office.clock.now(), office.clock.now() + timedelta(days=1)
    await office.hear(TriageNeeded(case_id=INCOMING, at=at, received_at=at, reason="unsure"))
    await office.hear(TriageSnoozed(case_id=INCOMING, at=at, number=3, until=until))
    await office.hear(TriageSnoozed(case_id=INCOMING, at=at, number=2, until=None))
    assert f"/staff/triage/{INCOMING}" not in await office.page("/staff/queue")
    await office.jump(days=1)
    assert f"/staff/triage/{INCOMING}" in await office.page("/staff/queue")
