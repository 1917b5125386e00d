"""The ladder through its doors: what is on file, the link to it, the answer, the call, and what follows (spec 4.2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.verify.rules.verification import State
from shared.contracts.fulfil import CaseClosed
from shared.platform.crypto import KeyDestroyed
from shared.vocabulary import Kind, Level, Method
from tests.servers.postgres import Postgres
from tests.services.ladder_desk import (
    CLIENTS,
    ON_FILE,
    LadderDesk,
    called,
    ladder_desk,
)
from tests.services.verify_desk import CASE


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[LadderDesk]:
    """An office of verify with a client directory."""
    async with ladder_desk(tmp_path) as made:
        yield made


async def test_a_link_to_the_address_on_file_establishes_who_it_is(office: LadderDesk) -> None:
    """L1 from the button to the verdict: only the address on file gets it, and where L1 is enough that settles it."""
    await office.case(Kind.RECTIFICATION)
    assert await office.press("file", term="client-7") == 303
    assert await office.press("link", theirs_alone="yes") == 303
    letter = await office.letter()
    assert letter.address == ON_FILE
    assert letter.came_from == "n•••@c•••.example"
    assert (await office.confirm(letter)).status == 303
    row = await office.row()
    assert (row.stands, row.method, row.decided_by) == (State.VERIFIED, Method.KNOWN_ADDRESS, "s-1")
    (said,) = await office.said("identity.verified")
    assert (said.level, said.method, said.by) == (Level.L1, Method.KNOWN_ADDRESS, "s-1")
    assert await office.rungs() == [
        ("L1", "known_address", "sent", "s-1"),
        ("L1", "known_address", "passed", "subject"),
    ]


async def test_a_link_that_is_not_enough_counts_as_a_rung(office: LadderDesk) -> None:
    """A file needs L2: the link is written down as passed, and the copy needs no reason against it any more (R4-1)."""
    await office.case(Kind.ACCESS)
    letter = await office.link()
    assert (await office.confirm(letter)).status == 303
    assert (await office.row()).stands is State.OPEN
    assert await office.said("identity.verified") == []
    page = await office.page()
    assert "without_L1" not in page
    assert "without_L2" in page
    assert await office.press("ask", without_L2="cannot_come") == 303


async def test_a_link_that_was_sent_a_minute_ago_was_not_tried_yet(office: LadderDesk) -> None:
    """R4-1: neither the copy nor a reason that what is on file contradicts; after days without an answer it was."""
    await office.case(Kind.ACCESS)
    await office.link()
    assert await office.press("ask", without_L2="cannot_come") == 409
    assert await office.press("ask", without_L1="no_address_on_file", without_L2="cannot_come") == 409
    assert await office.press("ask", without_L1="failed_three_times", without_L2="cannot_come") == 409
    await office.jump(days=3)
    assert await office.press("ask", without_L2="no_number_on_file") == 409
    assert await office.press("ask", without_L2="cannot_come") == 303


async def test_a_kind_that_needs_no_proof_asks_for_none(office: LadderDesk) -> None:
    """L0: no link, no call, whatever is on file (R4.4-1)."""
    await office.case(Kind.OBJECTION_DIRECT_MARKETING)
    assert await office.press("file", term="client-7") == 409
    assert await office.press("link", theirs_alone="yes") == 409
    assert await office.press("call", call="both_right", topic=["coach", "place"]) == 409
    assert await office.said("identity.address_asked") == []


async def test_a_second_letter_stops_the_first(office: LadderDesk) -> None:
    """One link at a time, and each for half an hour."""
    await office.case(Kind.RECTIFICATION)
    first, second = await office.link(), await office.link()
    assert (await office.confirm(first)).status == 400
    await office.jump(minutes=30)
    assert (await office.confirm(second)).status == 400
    assert (await office.row()).stands is State.OPEN


async def test_the_reader_gets_a_fresh_code_at_the_same_address(office: LadderDesk) -> None:
    """Who reads the letter late asks on the page; who asks too often, or with no link of ours, hears the same."""
    await office.case(Kind.RECTIFICATION)
    old = await office.link()
    assert await office.fresh(old) == await office.fresh("made-up-link")
    assert len(await office.said("identity.address_asked")) == 1  # within the minute
    await office.jump(hours=9)
    assert await office.fresh(old) == 303
    new = await office.letter()
    assert (new.address, new.by_staff) == (ON_FILE, False)
    assert new.code != old.code
    assert (await office.confirm(old)).status == 400
    assert (await office.confirm(new)).status == 303
    assert (await office.row()).stands is State.VERIFIED


async def test_three_failed_links_are_for_a_person(office: LadderDesk) -> None:
    """R4-4: no fourth one; the rung counts as tried."""
    await office.case(Kind.ACCESS)
    for _ in range(3):
        letter = await office.link()
        for _ in range(5):
            assert (await office.confirm(letter, "00000000")).status == 400
    assert await office.press("link", theirs_alone="yes") == 409
    assert "failed three times" in await office.page()
    assert await office.press("ask", without_L1="failed_three_times", without_L2="cannot_come") == 303


async def test_a_call_to_the_number_on_file_with_two_questions(office: LadderDesk) -> None:
    """L2: no number, no call; one question is not enough; both right, and it is settled."""
    await office.case(Kind.ACCESS)
    assert await office.press("call", **called("both_right")) == 409
    assert await office.press("file", term="client-7") == 303
    assert await office.press("call", call="both_right", topic=["coach"]) == 409
    assert await office.press("call", call="not_reached") == 303
    assert await office.press("call", **called("both_right")) == 303
    row = await office.row()
    assert (row.stands, row.method) == (State.VERIFIED, Method.CALL_BACK)
    assert [rung[2] for rung in await office.rungs()] == ["no_answer", "passed"]


async def test_ticks_alone_prove_no_link_and_no_call(office: LadderDesk) -> None:
    """These two count only where they happened."""
    await office.case(Kind.RECTIFICATION)
    ticks = ["link_to_file_address", "answered_from_there"]
    assert await office.press("establish", method="known_address", seen=ticks) == 409
    assert await office.press("establish", method="call_back", seen=["number_on_file", "two_answers"]) == 409


@pytest.mark.parametrize("term", ["client-99", "sam@clients.example", "Kim Jansen", ""])
async def test_nobody_or_several_is_nobody(office: LadderDesk, term: str) -> None:
    """Unknown, shared by two, or two of one name: nothing is on file, and nothing can be sent."""
    await office.case(Kind.RECTIFICATION)
    assert await office.press("file", term=term) == (409 if term else 400)
    assert await office.press("link", theirs_alone="yes") == 409
    assert await office.said("identity.address_asked") == []


async def test_what_the_file_says_is_typed_where_there_is_no_directory(tmp_path: Path) -> None:
    """It must be older than the request, whole, and somebody must say that the mailbox is theirs alone."""
    async with ladder_desk(tmp_path, directory={}) as office:
        await office.case(Kind.RECTIFICATION)
        assert await office.press("file", term="client-7") == 409
        assert await office.press("file/typed", address="not an address", since="2024-01-01") == 409
        assert await office.press("file/typed", address=ON_FILE, since="tomorrow") == 400
        assert await office.press("file/typed", address=ON_FILE, since="2026-11-02") == 303
        assert await office.press("link", theirs_alone="yes") == 409  # came in with the request
        assert await office.press("file/typed", address=ON_FILE, since="2024-01-01") == 303
        assert await office.press("link") == 409
        assert await office.press("link", theirs_alone="yes") == 303
        assert (await office.letter()).address == ON_FILE


async def test_what_is_on_file_is_masked_until_asked_and_gone_with_the_case(office: LadderDesk) -> None:
    """The page shows a mask; showing it is noted; when the case closes its key is destroyed."""
    await office.case(Kind.RECTIFICATION)
    await office.press("file", term="client-7")
    assert ON_FILE not in await office.page()
    assert "n•••@o•••.example" in await office.page()
    shown = await office.show()
    assert ON_FILE in await shown.text()
    assert shown.headers["Cache-Control"] == "no-store"
    assert "identity.file_seen" in [action for action, _ in await office.trail()]
    await office.hear(CaseClosed(case_id=CASE, at=office.clock.now(), outcome="withdrawn"))
    assert (await office.show()).status == 404
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(f"on_file:{CASE}:1", "id")


async def test_a_changed_contact_voids_what_rested_on_it_and_the_old_address_is_told(office: LadderDesk) -> None:
    """R2.3-2: the old address hears of it, the level goes up, and what is proved anew is a new fact."""
    await office.case(Kind.RECTIFICATION)
    await office.confirm(await office.link())
    assert await office.press("contact-changed") == 303
    row = await office.row()
    assert (row.stands, row.needs, row.method) == (State.OPEN, Level.L2, None)
    (told,) = await office.said("identity.contact_changed")
    assert (await office.address_of(told.old), told.voided) == (ON_FILE, True)
    assert await office.press("call", **called("both_right")) == 303
    first, second = await office.said("identity.verified")
    assert first.id != second.id
    assert [rung[2] for rung in await office.rungs()] == ["sent", "passed", "void", "passed"]


async def test_the_directory_file_is_read_as_it_is_now(office: LadderDesk, tmp_path: Path) -> None:
    """A new export counts at once; a broken one is said, and staff can type."""
    await office.case(Kind.RECTIFICATION)
    (tmp_path / "clients.csv").write_text("name,telefoon\nNoor,1\n", encoding="utf-8")
    assert await office.press("file", term="client-7") == 409
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    assert await office.press("file", term="client-7") == 303


@pytest.mark.servers
async def test_the_ladder_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same tables and locks hold there: eight answers at a moment use a link once, and five wrong ones void it."""
    admin = postgres.create_database("verify_ladder")
    own = admin.replace("postgres@", "{service}@")
    async with ladder_desk(tmp_path, database_url=own, database_admin_url=admin) as office:
        await office.case(Kind.ACCESS)
        wrong = await office.link()
        answers = await asyncio.gather(*(office.confirm(wrong, "00000000") for _ in range(8)))
        assert {answer.status for answer in answers} == {400}
        assert [one.tries for one in await office.challenges()] == [5]
        right = await office.link()
        answers = await asyncio.gather(*(office.confirm(right) for _ in range(4)))
        assert sorted(answer.status for answer in answers) == [303, 400, 400, 400]
        assert [rung[2] for rung in await office.rungs()] == ["sent", "failed", "sent", "passed"]
        assert await office.press("call", **called("both_right")) == 303
        assert (await office.row()).stands is State.VERIFIED
