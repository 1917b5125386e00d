"""What fulfil shows of a copy that came by mail and was not kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from shared.contracts.verify import CopyNotKept, IdentityRequested
from tests.services.fulfil_desk import CASE, INCOMING, FulfilDesk, running
from tests.services.test_fulfil import requested

Why = Literal["not_asked", "already_here", "unusable", "too_large", "gone"]
TELLS = {
    "not_asked": "nobody had asked for it",
    "already_here": "another copy was here already",
    "unusable": "it could not be used; ask again",
    "too_large": "it was too large to look at",
    "gone": "it could not be fetched in time",
}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as running_office:
        await running_office.hear(await running_office.request())
        await running_office.press("kinds", kinds="access")
        yield running_office


def not_kept(office: FulfilDesk, why: Why, case_id: str = CASE) -> CopyNotKept:
    """Verify says that a copy is gone."""
    return CopyNotKept(case_id=case_id, at=office.clock.now(), incoming_id=INCOMING, number=0, attempt=1, why=why)


@pytest.mark.parametrize("why", TELLS)
async def test_the_line_of_time_says_why_a_mailed_copy_was_not_kept(office: FulfilDesk, why: Why) -> None:
    """In words, in the reader's language."""
    await office.hear(not_kept(office, why))
    page = await office.page(f"/staff/cases/{CASE}")
    assert "A copy that came by mail was not kept" in page
    assert TELLS[why] in page
    assert "niet bewaard" in await office.page(f"/staff/cases/{CASE}", language="nl")


@pytest.mark.parametrize(("why", "waits"), [(why, why not in {"not_asked", "already_here"}) for why in TELLS])
async def test_a_copy_that_came_in_vain_waits_for_a_person(office: FulfilDesk, why: Why, waits: bool) -> None:
    """Until the requester is asked again; what nobody asked for makes no work."""
    await office.hear(await requested(office), not_kept(office, why), not_kept(office, why))
    link = f"/staff/verify/{CASE}"
    assert (link in await office.page("/staff/queue?tab=verification")) is waits
    again: IdentityRequested = await requested(office, 2)
    await office.hear(again)
    assert link not in await office.page("/staff/queue?tab=verification")


async def test_a_copy_of_a_mail_that_waits_for_a_person_belongs_to_no_case(office: FulfilDesk) -> None:
    """It is named by the message's own id; the message is done, and nothing waits for ever."""
    message = not_kept(office, "not_asked", INCOMING)
    await office.hear(message)
    assert await office.inbox_state(message) == "done"
    assert "was not kept" not in await office.page(f"/staff/cases/{CASE}")
