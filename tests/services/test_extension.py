"""The extension of a term: once, with reasons, by two people, and in force only when its letter is out in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from services.fulfil.store.cases import CaseRow
from services.fulfil.store.measures import MeasureRow
from shared.contracts.fulfil_timers import AlarmDue
from shared.contracts.notify import LetterFailed, LetterSent, delivery_of
from shared.vocabulary import ExtensionGround, Kind, Letter
from tests.services.fulfil_desk import CASE, START, FulfilDesk, running

WORDS = "Je gegevens staan in vier systemen, en we moeten gegevens van anderen weghalen."
FIRST, LONGER = date(2026, 12, 2), date(2027, 2, 2)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with a request for access whose kinds are confirmed."""
    async with running(tmp_path) as made:
        await made.hear(await made.request(Kind.ACCESS))
        assert await made.press("kinds", kinds="access") == 303
        yield made


async def propose(office: FulfilDesk, staff: str = "s-1", **changes: object) -> tuple[int, str]:
    """Send the form of the extension."""
    fields = {"version": (await office.row()).version, "parts": "access", "grounds": "complex"}
    return await office.post(f"/staff/cases/{CASE}/extension", {**fields, "extension-words": WORDS, **changes}, staff)


async def measure(office: FulfilDesk) -> MeasureRow:
    """The newest measure."""
    return max(await office.rows(MeasureRow), key=lambda row: row.number)


async def decide(office: FulfilDesk, how: str, staff: str = "s-3", **more: object) -> tuple[int, str]:
    """Approve, send back or withdraw the newest measure."""
    row, version = await measure(office), (await office.row()).version
    about = {"version": version, "measure": row.id, "what": row.what, "content_hash": row.content_hash}
    return await office.post(f"/staff/cases/{CASE}/measure/{how}", {**about, **more}, staff)


async def letter_out(office: FulfilDesk, handed_over_at: datetime | None = None) -> None:
    """Notify tells that T10 went out."""
    delivery = delivery_of(CASE, Letter.T10, str((await measure(office)).number))
    sent = LetterSent(
        case_id=CASE,
        at=office.clock.now(),
        delivery_id=delivery,
        letter=Letter.T10,
        message_id="<x@desk.example>",
        handed_over_at=handed_over_at,
    )
    await office.hear(sent)


async def test_an_extension_goes_from_proposal_to_new_dates(office: FulfilDesk) -> None:
    """D-10 to D-13: the handler proposes, the FG approves, the letter goes, and then everything follows the new day."""
    assert (await propose(office))[0] == 303
    shown = await office.page(f"/staff/cases/{CASE}", "s-3", language="nl")
    assert "Precies dit goedkeuren" in shown
    assert "dinsdag 2 februari 2027" in shown
    assert (await decide(office, "approve"))[0] == 303
    assert (await office.row()).statutory_due == FIRST, "nothing moves before the letter is out"
    [told] = await office.said("extension.approved")
    assert (told.first_due, told.extended_due, told.parts) == (FIRST, LONGER, [Kind.ACCESS])
    assert [step.step for step in told.due_sum] == ["received", "month", "extended", "working_day"]
    assert told.grounds == [ExtensionGround.COMPLEX]
    await letter_out(office)
    row = await office.row()
    assert (row.statutory_due, row.nominal, row.work_due) == (LONGER, LONGER, LONGER)
    assert row.reacted_at is not None
    [moved] = await office.said("dates.moved")
    assert moved.statutory_due == LONGER
    events = await office.events()
    assert [e for e in events if "extension" in e] == ["extension_proposed", "extension_approved", "extension_in_force"]
    queue = await office.page("/staff/queue?tab=all", language="nl")
    assert "di 2 feb" in queue
    page = await office.page(f"/staff/cases/{CASE}", language="nl")
    assert "Met twee maanden verlengd: dinsdag 2 februari 2027. (D-12; AVG art. 12(3))" in page


async def test_all_alarms_follow_the_new_dates(office: FulfilDesk) -> None:
    """The old series falls silent, also the one that would say “missed”; the new one rings on the new days."""
    await propose(office)
    await decide(office, "approve")
    await letter_out(office)
    old, new = (AlarmDue(case_id=CASE, at=START, alarm="missed", number=number) for number in (1, 2))
    assert await office.inbox_state(new) == "pending"
    await office.jump(days=31)
    assert not (await office.row()).missed
    assert await office.inbox_state(old) == "cancelled"
    assert await office.said("deadline.near") == []
    await office.jump(days=62)
    assert (await office.row()).missed
    rung = await office.said("deadline.near")
    assert {near.number for near in rung} == {2}
    assert {"half", "three_quarters", "work_due_soon", "work_due", "missed"} <= {near.alarm for near in rung}
    assert {near.staff_id for near in rung if near.alarm == "missed"} == {"s-1", "s-3"}, "the FG is told"


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"parts": []}, 409), ({"grounds": []}, 409), ({"extension-words": " "}, 400), ({"parts": "erasure"}, 409)],
)
async def test_an_incomplete_proposal_is_refused_and_comes_back_filled(
    office: FulfilDesk, changes: dict[str, object], status: int
) -> None:
    """No ground, no part, no words: not sent; what was written stands in the form again."""
    answered, page = await propose(office, **changes)
    assert answered == status
    assert (WORDS in page) is ("extension-words" not in changes)
    assert 'id="extend" open' in page
    assert await office.rows(MeasureRow) == []


async def test_advertising_and_consent_are_never_extended(tmp_path: Path) -> None:
    """D-14: the form offers only what can be extended, and the server refuses the rest."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.OBJECTION_DIRECT_MARKETING))
        await office.press("kinds", kinds="objection_direct_marketing")
        assert (await propose(office, parts="objection_direct_marketing"))[0] == 409
        assert "/extension" not in await office.page(f"/staff/cases/{CASE}")


async def test_a_part_that_is_not_extended_keeps_the_first_day_for_the_case(tmp_path: Path) -> None:
    """D-13: the letter names both days; the case stays on the earlier one, so nothing is late unseen."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ACCESS, Kind.OBJECTION_DIRECT_MARKETING))
        await office.press("kinds", kinds=["access", "objection_direct_marketing"])
        await propose(office)
        await decide(office, "approve")
        [told] = await office.said("extension.approved")
        assert told.rest == [Kind.OBJECTION_DIRECT_MARKETING]
        await letter_out(office)
        row = await office.row()
        assert (row.statutory_due, row.extended_kinds) == (FIRST, "access")
        assert "Another part is not extended" in await office.page(f"/staff/cases/{CASE}")


async def test_the_second_person_is_another_one_and_the_officer(office: FulfilDesk) -> None:
    """R2-4, D-13: neither who proposed it nor an ordinary approver."""
    await propose(office, "s-3")
    assert (await decide(office, "approve", "s-3"))[0] == 409
    assert (await decide(office, "approve", "s-2"))[0] == 409
    assert (await decide(office, "approve", "s-1"))[0] == 404
    assert await office.said("extension.approved") == []


async def test_until_it_is_approved_it_can_be_withdrawn_or_sent_back(office: FulfilDesk) -> None:
    """And a better one put in its place; after that it stands."""
    await propose(office)
    assert (await propose(office))[0] == 409, "one at a time"
    assert (await decide(office, "withdraw", "s-1"))[0] == 303
    await propose(office)
    assert (await decide(office, "send-back", "s-3"))[0] == 400
    assert (await decide(office, "send-back", "s-3", **{"measure-reason": "Noem de systemen."}))[0] == 303
    assert "Noem de systemen." in await office.page(f"/staff/cases/{CASE}")
    await propose(office)
    await decide(office, "approve")
    assert (await decide(office, "withdraw", "s-1"))[0] == 409
    await letter_out(office)
    assert (await propose(office))[0] == 409, "once a case (D-10)"
    assert [row.state for row in await office.rows(MeasureRow)] == ["withdrawn", "sent_back", "in_force"]


async def test_a_proposal_stands_under_to_approve_and_its_approver_is_warned(office: FulfilDesk) -> None:
    """The FG finds it in the queue, once beside the case's own list, and hears of dates while it waits."""
    assert "A proposal waits" not in await office.page("/staff/queue?tab=approval", "s-3")
    await propose(office)
    assert "A proposal waits for a second person" in await office.page("/staff/queue?tab=approval", "s-3")
    everything = await office.page("/staff/queue?tab=all", "s-3")
    assert everything.count(f'href="/staff/cases/{CASE}"') == 1
    await office.jump(days=16)
    assert "s-3" in {near.staff_id for near in await office.said("deadline.near") if near.alarm == "half"}
    await decide(office, "approve")
    assert "A proposal waits" not in await office.page("/staff/queue?tab=approval", "s-3")


async def test_after_the_first_term_it_is_too_late(office: FulfilDesk) -> None:
    """D-11: the last day itself is in time; after it neither proposing nor approving works, and the page says why."""
    await office.jump(days=30)
    assert (await propose(office))[0] == 303
    await office.jump(days=1)
    status, page = await decide(office, "approve")
    assert status == 409
    assert "too late" in page
    await decide(office, "withdraw", "s-1")
    status, page = await propose(office)
    assert (status, "too late" in page) == (409, True)
    assert "The term can no longer be extended" in await office.page(f"/staff/cases/{CASE}")


@pytest.mark.parametrize(("late_by", "state"), [(timedelta(0), "void"), (timedelta(days=2), "in_force")])
async def test_a_letter_that_goes_out_too_late_extends_nothing(
    office: FulfilDesk, late_by: timedelta, state: str
) -> None:
    """D-11: sent, not approved, within the first term; one handed over in time counts, even if found out later."""
    await office.jump(days=29)
    await propose(office)
    await decide(office, "approve")
    await office.jump(days=2)
    await letter_out(office, office.clock.now() - late_by)
    assert (await measure(office)).state == state
    assert ((await office.row()).statutory_due == LONGER) is (state == "in_force")
    assert ("extension_too_late" in await office.events()) is (state == "void")


async def test_a_letter_that_failed_is_seen_on_the_case(office: FulfilDesk) -> None:
    """While the first day stays; once it is sent again, the extension holds after all."""
    await propose(office)
    await decide(office, "approve")
    delivery = delivery_of(CASE, Letter.T10, "1")
    at = office.clock.now()
    await office.hear(LetterFailed(case_id=CASE, at=at, delivery_id=delivery, letter=Letter.T10, held=False))
    assert "Its letter did not go out" in await office.page(f"/staff/cases/{CASE}")
    assert (await office.row()).statutory_due == FIRST
    await letter_out(office)
    assert "Its letter did not go out" not in await office.page(f"/staff/cases/{CASE}")
    assert (await office.row()).statutory_due == LONGER


async def test_another_letter_of_the_case_puts_no_extension_in_force(office: FulfilDesk) -> None:
    """Only the very letter that was approved."""
    await propose(office)
    await decide(office, "approve")
    other = LetterSent(
        case_id=CASE,
        at=office.clock.now(),
        delivery_id=delivery_of(CASE, Letter.T10, "7"),
        letter=Letter.T10,
        message_id="<y@desk.example>",
    )
    await office.hear(other)
    assert (await measure(office)).state == "approved"


async def test_what_is_approved_is_what_was_seen(office: FulfilDesk) -> None:
    """A tampered text, another hash or other dates: refused, and nothing goes out."""
    await propose(office)
    assert (await decide(office, "approve", content_hash="0" * 64))[0] == 409
    async with office.desk.work() as work:
        row = await work.session.get_one(MeasureRow, (await measure(office)).id)
        row.grounds = "many"
        work.session.add(row)
    assert (await decide(office, "approve"))[0] == 409
    assert await office.said("extension.approved") == []


async def test_who_is_slower_hears_who_was_faster_and_keeps_the_draft(office: FulfilDesk) -> None:
    """Two people send the form at once: one proposal, and the other sees by whom, with the own words still there."""
    version = (await office.row()).version
    assert (await propose(office, "s-3"))[0] == 303
    status, page = await propose(office, "s-1", version=version)
    assert status == 409
    assert "An extension was proposed" in page
    assert "Fem Officer" in page
    assert len(await office.rows(MeasureRow)) == 1
    headers = await office.as_staff()
    async with office.web.get(f"/staff/cases/{CASE}/extension", headers=headers, allow_redirects=False) as again:
        assert (again.status, again.headers["Location"]) == (303, f"/staff/cases/{CASE}")


async def test_a_case_opened_again_with_new_dates_can_be_extended_anew(office: FulfilDesk) -> None:
    """The extension belonged to the first receipt: it ends with those dates, and the new ones are those of a month."""
    await propose(office)
    await decide(office, "approve")
    await letter_out(office)
    assert await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."}) == 303
    await office.jump(days=40)
    assert await office.press("step", event="reopen", **{"note-reopen": "They want it after all."}) == 303
    row: CaseRow = await office.row()
    assert (row.extended_kinds, row.extension_id) == ("", None)
    assert row.statutory_due == date(2027, 1, 12)
    assert (await measure(office)).state == "void"
    assert await office.press("kinds", kinds="access") == 303
    assert (await propose(office))[0] == 303


async def test_the_longest_reasons_fit_the_message(office: FulfilDesk) -> None:
    """1,500 bytes go; one more is refused with the text kept."""
    assert (await propose(office, **{"extension-words": "x" * 1501}))[0] == 400
    assert (await propose(office, **{"extension-words": "x" * 1500}))[0] == 303
    assert (await decide(office, "approve"))[0] == 303


async def test_a_case_that_ends_takes_its_proposal_along(office: FulfilDesk) -> None:
    """Nothing waits in a closed case."""
    await propose(office)
    await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."})
    assert (await measure(office)).state == "withdrawn"
