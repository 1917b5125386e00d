"""A possible data breach: the officer hears at once and until they decide; the request's own clock is left alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fulfil.store.breaches import BreachRow
from shared.contracts.fulfil import DeadlineNear
from shared.vocabulary import Context, Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running

WHY = "Een brief ging naar het oude adres. Hij is ongeopend teruggekomen."


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with a request that tells of a leak."""
    async with running(tmp_path) as made:
        request = await made.request(Kind.COMPLAINT)
        await made.hear(request.model_copy(update={"context": [Context.POSSIBLE_BREACH]}))
        yield made


async def warned(office: FulfilDesk) -> list[tuple[str, str]]:
    """Who was warned of what, about the breach."""
    said: list[DeadlineNear] = await office.said("deadline.near")
    return [(each.alarm, each.staff_id) for each in said if each.alarm.startswith("breach")]


async def pass_hours(office: FulfilDesk, hours: int) -> None:
    """Time passes, an hour at a time."""
    for _ in range(hours):
        await office.jump(hours=1)


async def test_the_officer_hears_at_once_and_three_times_more(office: FulfilDesk) -> None:
    """R6.4-1: nobody else is told, and the dates of the request stay."""
    row = await office.row()
    first = await warned(office)
    assert {alarm for alarm, _ in first} == {"breach_noticed"}
    assert {staff for _, staff in first} == {"s-3"}
    await pass_hours(office, 73)
    assert [alarm for alarm, _ in await warned(office)] == [
        "breach_noticed", "breach_half", "breach_soon", "breach_due",
    ]  # fmt: skip
    assert (await office.row()).statutory_due == row.statutory_due


async def test_a_decision_with_its_reason_ends_the_warnings(office: FulfilDesk) -> None:
    """AVG 33(5): sealed, with who and when; a second decision is refused."""
    form = {"breach-outcome": "not_reported", "breach-reasons": WHY}
    assert await office.press("breach-decide", "s-1", **form) == 404
    assert await office.press("breach-decide", "s-3", **{**form, "breach-reasons": " "}) == 400
    assert await office.press("breach-decide", "s-3", **{**form, "breach-outcome": "whatever"}) == 400
    assert await office.press("breach-decide", "s-3", **form) == 303
    assert await office.press("breach-decide", "s-3", **form) == 409
    await pass_hours(office, 73)
    assert len(await warned(office)) == 1
    [row] = await office.rows(BreachRow)
    assert (row.outcome, row.decided_by) == ("not_reported", "s-3")
    assert WHY not in (row.reasons_sealed or "")
    assert "noted, not reported" in await office.page(f"/staff/cases/{CASE}")


async def test_staff_can_mark_a_case_once(tmp_path: Path) -> None:
    """The hours run from when the office knew: now."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ACCESS))
        assert "A possible data breach" not in await office.page(f"/staff/cases/{CASE}")
        await office.jump(days=2)
        form = {"breach-outcome": "no_breach", "breach-reasons": WHY}
        assert await office.press("breach-decide", "s-3", **form) == 409
        assert await office.press("breach") == 303
        assert await office.press("breach") == 409
        [row] = await office.rows(BreachRow)
        assert office.clock.now() - row.known_at < timedelta(minutes=1)
        await office.settle()
        assert [alarm for alarm, _ in await warned(office)] == ["breach_noticed"]
        page = await office.page(f"/staff/cases/{CASE}", "s-3")
        assert "A possible data breach" in page
        assert "What was it?" in page
        assert "What was it?" not in await office.page(f"/staff/cases/{CASE}")
