"""What a page of verify asks by itself, and the tab of what is in my own hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.platform.sessions import IDLE_LIMIT
from tests.services.verify_desk import CASE, VerifyDesk, verify_desk

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office of verify in which a case waits."""
    async with verify_desk(tmp_path / "data") as made:
        await made.case()
        yield made


async def test_a_page_that_is_left_open_does_not_keep_the_session(office: VerifyDesk) -> None:
    """The scripts of an unattended screen ask on; the session ends after half an hour all the same."""
    headers, asked = await office.staff(), {"since": office.clock.now().isoformat()}
    for _ in range(int(IDLE_LIMIT / MINUTE) - 1):
        office.clock.jump(MINUTE)
        async with office.web.get("/staff/verify/news", params=asked, headers=headers) as answer:
            assert answer.status == 200
        async with office.web.post(f"/staff/verify/{CASE}/hold", data={"looked": "at"}, headers=headers) as answer:
            assert (await answer.json())["mine"] is True
    office.clock.jump(MINUTE)
    for path in ("/staff/verify/news", "/staff/verify"):
        async with office.web.get(path, params=asked, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 303


async def test_what_i_have_in_hand_is_on_my_tab(office: VerifyDesk) -> None:
    """Until the lease runs out, or a colleague takes it over; the colleague's tab is another."""
    sam, kim = await office.staff(), await office.staff(name="Kim Second", staff_id="s-2")
    assert await mine(office, sam) == 0
    async with office.web.get(f"/staff/verify/{CASE}", headers=sam) as answer:
        assert answer.status == 200
    assert (await mine(office, sam), await mine(office, kim)) == (1, 0)
    async with office.web.post(f"/staff/verify/{CASE}/take-over", headers=kim, data={}) as answer:
        assert answer.status == 200
    assert (await mine(office, sam), await mine(office, kim)) == (0, 1)
    office.clock.jump(10 * MINUTE)
    assert await mine(office, kim) == 0


async def mine(office: VerifyDesk, headers: dict[str, str]) -> int:
    """How often the case stands on this person's own tab, which says so when there is nothing."""
    async with office.web.get("/staff/verify", params={"tab": "mine"}, headers=headers) as answer:
        text = await answer.text()
    count = text.count("data-open")
    assert ("You have nothing in hand" in text) is (count == 0)
    return count
