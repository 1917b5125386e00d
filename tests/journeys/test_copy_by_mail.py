"""The requester answers the question for a copy by mail: staff see it, or what became of it, and the mail is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from shared.vocabulary import Role
from tests.faults.walk import ASKS, Client, Walk
from tests.pictures import EMPTY_PDF, marked_copy
from tests.security.test_canary import moved
from tests.security.test_mailed_canary import answer_to, in_mailbox
from tests.security.whole_desk import DESK, WholeDesk, opened
from tests.services.mailed import photo

pytestmark = pytest.mark.slow

NOOR: Final = Client("Noor Bakker", "noor@clients.example", "Mijn gegevens", ASKS)
MARK: Final = b"the-copy@clients.example"


@asynccontextmanager
async def walking(directory: Path, client: Client = NOOR) -> AsyncIterator[tuple[WholeDesk, Walk]]:
    """A desk with a mailbox, one colleague, and a case that was opened by mail."""
    async with opened(directory, with_mailbox=True) as desk:
        staff = {"handler": await desk.invite("Sanne", "sanne@desk.example", Role.HANDLER)}
        async with Walk(desk.url, desk.world, staff, client, b"", move=partial(moved, desk)) as walk:
            await desk.deliver(bytes(client.mail(DESK, desk.house.clock)), client.address)
            await walk.find_case()
            await walk.confirm_kinds()
            yield desk, walk


async def answered(desk: WholeDesk, walk: Walk, name: str, data: bytes) -> None:
    """Staff ask for a copy; the requester answers the letter with an attachment."""
    await walk.ask_for_copy()
    letter = await walk.letter("/identity/upload#")
    await desk.deliver(answer_to(letter.message_id, letter.subject, (name, data)), NOOR.address)


async def text_of(walk: Walk, path: str) -> str:
    """What a page tells the colleague."""
    page = await walk.until(lambda: walk.see("handler", path), path)
    return " ".join(page.text.split())


async def test_a_copy_in_answer_to_our_letter_waits_in_the_queue(tmp_path: Path) -> None:
    """As an upload does: in the list of identity, with its picture; the original has left the mailbox."""
    async with walking(tmp_path / "data") as (desk, walk):
        await answered(desk, walk, "IMG_2024.png", marked_copy())
        assert "kwam per mail" in await text_of(walk, f"/staff/verify/{walk.case}")
        assert "afzender en briefwisseling zijn bewezen" in await text_of(walk, f"/staff/verify/{walk.case}")
        assert "2026-0001" in await text_of(walk, "/staff/verify?tab=look")
        assert (await walk.see_picture())[:4] == b"\x89PNG"
        assert "Er is een kopie binnen" in await text_of(walk, f"/staff/cases/{walk.case}")
        assert not any(MARK in mail for mail in in_mailbox(desk.world))
        await walk.approve_copy()


async def test_a_copy_that_cannot_be_used_is_asked_for_again(tmp_path: Path) -> None:
    """A broken PDF: destroyed; staff say what was wrong, and the requester reads it with a new link (T03)."""
    async with walking(tmp_path / "data") as (desk, walk):
        await answered(desk, walk, "paspoort.pdf", EMPTY_PDF)
        before = len(desk.world.kept(NOOR.address))
        assert "2026-0001" in await text_of(walk, "/staff/verify?tab=look")
        assert "niet bruikbaar" in await text_of(walk, f"/staff/cases/{walk.case}")
        page = await walk.see("handler", f"/staff/verify/{walk.case}")
        assert page is not None
        await walk._signed["handler"].submit(page, "/again")  # the reason that the machine saw is ticked
        again = await walk.letter("/identity/upload#", newer_than=desk.world.kept(NOOR.address)[before - 1].number)
        assert "niet goed te lezen" in again.text
        assert not any(MARK in mail for mail in in_mailbox(desk.world))


async def test_a_copy_that_nobody_asked_for_is_told_and_not_kept(tmp_path: Path) -> None:
    """It came with the request itself: staff see that there was one, and may ask properly."""
    async with walking(tmp_path / "data", Client(NOOR.name, NOOR.address, document=photo())) as (desk, walk):
        case = await text_of(walk, f"/staff/cases/{walk.case}")
        assert "Een kopie die per mail kwam, is niet bewaard" in case
        assert "niemand had erom gevraagd" in case
        assert "vernietigd zonder ernaar te kijken" in await text_of(walk, f"/staff/verify/{walk.case}")
        incoming = await desk.one("intake", "SELECT id FROM incoming")
        assert "de naam zegt het" in await text_of(walk, f"/staff/messages/{incoming}")
        assert not any(b"paspoort.png" in mail for mail in in_mailbox(desk.world))
