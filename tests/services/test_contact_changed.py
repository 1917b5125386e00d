"""What the link to the address on file, and a changed contact, do to a case: it waits; it asks anew who it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.verify import AddressAsked, ContactChanged, IdentityVerified
from shared.vocabulary import Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office of fulfil with a case of which the kinds are confirmed."""
    async with running(tmp_path / "data") as made:
        await made.hear(await made.request(Kind.ERASURE))
        await made.press("kinds", kinds="erasure")
        yield made


async def asked(office: FulfilDesk, **changes: Any) -> AddressAsked:
    """A link went to the address on file."""
    given: dict[str, Any] = {"number": 1, "by_staff": True} | changes
    return AddressAsked(
        case_id=CASE, at=office.clock.now(), reference="2026-0001", on_file=await office.person(), came_from="sealed",
        link="sealed", code="sealed", valid_until=office.clock.now(), **given,
    )  # fmt: skip


async def changed(office: FulfilDesk, *, voided: bool) -> ContactChanged:
    """The contact data changes."""
    old = await office.person()
    return ContactChanged(case_id=CASE, at=office.clock.now(), number=1, reference="2026-0001", old=old, voided=voided)


async def test_a_link_to_the_address_on_file_keeps_the_promise_of_the_week(office: FulfilDesk) -> None:
    """A person reacted (D-18), and the case waits for the requester; a fresh code is no further reaction."""
    await office.hear(await asked(office))
    row = await office.row()
    assert (row.state, row.identity) == ("identity_pending", "requested")
    assert row.reacted_at is not None
    assert row.identity_asked_on is not None
    await office.hear(await asked(office, number=2, by_staff=False))
    assert (await office.events()).count("address_asked") == 2


async def test_a_fresh_code_by_itself_is_no_reaction_of_ours(office: FulfilDesk) -> None:
    """The week's promise is kept by people."""
    await office.hear(await asked(office, by_staff=False))
    assert (await office.row()).reacted_at is None


async def test_a_changed_contact_takes_back_what_waits_for_approval(office: FulfilDesk) -> None:
    """Verification and proposal are void; the same case goes on when identity is proved anew."""
    await office.hear(await office.verified())
    found = [task.id for task in await office.tasks()]
    assert (await office.post("/staff/tasks/nothing-found", {"task": found}))[0] == 303
    assert await office.press("propose", outcome="granted", reasons="All is erased.") == 303
    seen = (await office.decision()).content_hash
    await office.hear(await changed(office, voided=True))
    row = await office.row()
    assert (row.state, row.identity) == ("identity_pending", "needed")
    assert await office.press("approve", "s-2", content_hash=seen) == 409
    again: IdentityVerified = (await office.verified()).model_copy(update={"again": 1})
    await office.hear(again)
    row = await office.row()
    assert (row.state, row.identity) == ("in_progress", "established")
    assert await office.press("propose", outcome="granted", reasons="All is erased.") == 303


async def test_a_change_that_voids_nothing_is_a_line_in_the_case(office: FulfilDesk) -> None:
    """The old address is told all the same."""
    await office.hear(await office.verified(), await changed(office, voided=False))
    row = await office.row()
    assert (row.state, row.identity) == ("in_progress", "established")
    assert "contact_changed" in await office.events()
