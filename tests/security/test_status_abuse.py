"""The status page against those who mean ill: guessed links, floods, hostile texts; and what it keeps to itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from services.fulfil.store.status import StatusGuessRow, StatusLinkRow
from services.fulfil.usecases import status_link
from services.fulfil.usecases.status_link import GUESSES
from services.fulfil.usecases.status_message import LONGEST, MESSAGES_A_DAY
from shared.contracts.notify import LetterSent
from shared.contracts.people import CODE, CONTACT, CORR, LEFT, LINK
from shared.vocabulary import Letter
from tests.servers.postgres import Postgres
from tests.services.form_reader import Reader
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.packaged import NAMES, approve

SCRIPT = "<script>alert(1)</script>"
PRIVATE = ("Noor", "Bakker", "clients.example", "Mijn gegevens", "reclame", "Wat weten jullie")
DEAD = ("", "x", "a" * 26, "http://desk.example/status#" + "b" * 26, "' OR 1=1 --", "../../etc", "#", "é" * 400)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path, access_letter=NAMES) as running_office:
        yield running_office


@pytest.fixture
def reader(office: FulfilDesk) -> Reader:
    return Reader(office.web)


async def link_of(office: FulfilDesk) -> str:
    """The link that goes into the acknowledgement."""
    said = (await office.said("case.opened"))[0]
    return (await office.desk.keyring.box(CASE, CONTACT)).unseal(LINK, said.status_link)


async def sent(office: FulfilDesk, letter: Letter) -> None:
    """A letter of the case goes out, a day after the one before."""
    await office.jump(days=1)
    ids = {"delivery_id": f"d-{letter}", "message_id": f"<{letter}@desk.example>"}
    await office.hear(LetterSent(case_id=CASE, at=office.clock.now(), letter=letter, **ids))


async def look(office: FulfilDesk, reader: Reader) -> str:
    """Open the page; its words."""
    await reader.post("/status", code=await link_of(office))
    assert reader.heading == "Your request 2026-0001"
    return reader.here.text


async def test_the_page_discloses_nothing_of_what_is_kept(office: FulfilDesk, reader: Reader) -> None:
    """Neither who asks, nor what, nor the answer, nor that an address on file was written to."""
    await approve(office)
    for letter in (Letter.T01, Letter.T02B, Letter.T02C, Letter.T05, Letter.T39B, Letter.S01):
        await sent(office, letter)
    text = await look(office, reader)
    assert [word for word in PRIVATE if word in reader.here.html] == []
    assert "Granted" not in text
    shown = [node.text(strip=True) for node in reader.here.tree.css("main ul li")]
    names = ("Message about who you are", "We have your request")
    assert [each.startswith(name) for each, name in zip(shown, names, strict=True)] == [True, True]


async def test_a_case_that_closed_without_an_answer_says_only_that(office: FulfilDesk, reader: Reader) -> None:
    """Not why, not how the question of identity was answered; the steps between stay open."""
    await office.hear(await office.request())
    assert await office.press("step", event="withdraw", **{"note-withdraw": "Ingetrokken"}) == 303
    text = await look(office, reader)
    assert "Closed" in text
    assert "Withdrawn" not in text
    assert "Ingetrokken" not in text
    assert reader.here.tree.css_first(".steps .todo") is not None


async def test_every_link_that_shows_nothing_says_the_same(office: FulfilDesk, reader: Reader) -> None:
    """Unknown, mistyped, past its day, or never a link at all; for the link and for its code."""
    await office.hear(await office.request())
    link = await link_of(office)
    await office.jump(days=31)
    pages, codes = set(), set()
    for dead in (link, *(each for each in DEAD if each)):
        pages.add(re.sub(r'value="[^"]*"', "", (await reader.post("/status", code=dead)).html))
        codes.add(re.sub(r'value="[^"]*"', "", (await reader.post("/status/code", code=dead)).html))
    assert len(pages) == len(codes) == 1
    assert len(await office.said("status.code_asked")) == 1


async def test_guessing_ends_soon(office: FulfilDesk, reader: Reader) -> None:
    """After twenty wrong links an hour one place waits; who has a link still gets in; no address is kept."""
    await office.hear(await office.request())
    for number in range(GUESSES):
        assert (await reader.post("/status", code=f"{number:026d}")).status == 400
    assert (await reader.post("/status", code="z" * 26)).status == 429
    await look(office, reader)
    (row,) = await office.rows(StatusGuessRow)
    assert re.fullmatch(r"[0-9a-f]{64}", row.place)
    await office.jump(hours=1, seconds=1)
    assert (await reader.post("/status", code="z" * 26)).status == 400


async def test_a_code_for_the_page_wears_out(office: FulfilDesk, reader: Reader) -> None:
    """A second one comes only after a while; five wrong ones void it; without one asked no code fits."""
    await office.hear(await office.request())
    link = await link_of(office)
    assert (await reader.post("/status/fresh", link=link, fresh="12345678")).status == 400
    for _ in range(3):
        await reader.post("/status/code", code=link)
    (said,) = await office.said("status.code_asked")
    code = (await office.desk.keyring.box(CASE, CONTACT)).unseal(CODE, said.code)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        assert (await reader.post("/status/fresh", link=link, fresh=wrong)).status == 400
    assert (await reader.post("/status/fresh", link=link, fresh=code)).status == 400


async def test_messages_are_text_short_and_few(office: FulfilDesk, reader: Reader) -> None:
    """A script is text, sealed on its way; a long one comes back as it was; after ten a day one calls."""
    await office.hear(await office.request())
    await look(office, reader)
    long = await reader.post("/status/message", about="message", message="x" * (LONGEST + 1), form="1")
    assert long.status == 400
    assert "x" * LONGEST in long.html
    assert (await reader.post("/status/message", about="message", message=" ", form="1")).status == 400
    assert (await reader.post("/status/message", about="everything", message="x", form="1")).status == 400
    for number in range(MESSAGES_A_DAY):
        await reader.post("/status/message", about="complaint", complaint=SCRIPT, form=str(number))
        assert reader.here.status == 200
    over = await reader.post("/status/message", about="message", message=SCRIPT, form="one more")
    assert over.status == 429
    assert SCRIPT not in over.html
    assert "&lt;script&gt;" in over.html
    left = await office.said("message.left")
    assert len(left) == MESSAGES_A_DAY
    assert SCRIPT not in left[0].body()
    assert (await office.desk.keyring.box(CASE, CORR)).unseal(LEFT, left[0].text) == SCRIPT


async def test_a_message_sent_twice_is_said_once(office: FulfilDesk, reader: Reader) -> None:
    """The form carries its own key."""
    await office.hear(await office.request())
    await look(office, reader)
    for _ in range(3):
        await reader.post("/status/message", about="message", message="Hallo", form="same")
    assert len(await office.said("message.left")) == 1


async def test_bodies_of_a_megabyte_are_refused(reader: Reader) -> None:
    """413 for every form of the page."""
    for place in ("", "/code", "/fresh", "/message", "/leave"):
        assert (await reader.post(f"/status{place}", message="x" * 1_000_000)).status == 413


async def test_what_was_erased_takes_no_message(office: FulfilDesk, reader: Reader) -> None:
    """The page says how far the case was; nothing more is taken in, and no code goes anywhere."""
    await office.hear(await office.request())
    link = await link_of(office)
    await reader.post("/status", code=link)
    for part in (CONTACT, CORR):
        await office.desk.keyring.destroy(CASE, part)
    assert (await reader.post("/status/message", about="message", message="Hallo", form="1")).status == 400
    await reader.post("/status/code", code=link)
    assert await office.said("message.left", "status.code_asked") == []


async def test_the_link_is_kept_as_a_fingerprint(office: FulfilDesk, reader: Reader) -> None:
    """Neither the table, nor the message, nor an address of a page holds it."""
    await office.hear(await office.request())
    token = (await link_of(office)).rpartition("#")[2]
    async with office.desk.look() as session:
        (row,) = (await session.exec(select(StatusLinkRow))).all()
    assert token not in row.model_dump_json()
    assert token not in (await office.said("case.opened"))[0].body()
    await look(office, reader)
    assert token not in reader.here.url + reader.here.html
    await reader.fill("/status/leave")
    await reader.open("/status/page")
    assert reader.heading == "How far is my request?"


async def test_staff_without_the_right_do_not_see_it(office: FulfilDesk) -> None:
    """Nobody signed in, and a case that is not there, look alike; that somebody looked is noted."""
    await office.hear(await office.request())
    await office.page(f"/staff/cases/{CASE}/as-client", "s-9", status=404)
    await office.page("/staff/cases/none/as-client", status=404)
    await office.page(f"/staff/cases/{CASE}/as-client")
    assert ("case.viewed", "s-1") in await office.noted()


@pytest.mark.servers
async def test_the_status_page_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same there: guesses at one moment are counted one by one, a code opens once."""
    admin = postgres.create_database("fulfil_status")
    own = admin.replace("postgres@", "{service}@")
    async with running(tmp_path, database_url=own, database_admin_url=admin) as office:
        await office.hear(await office.request())
        reader, link = Reader(office.web), await link_of(office)
        await asyncio.gather(*(reader.post("/status", code=f"{number:026d}") for number in range(4)))
        (row,) = await office.rows(StatusGuessRow)
        assert row.count == 4
        await office.jump(days=31)
        await reader.post("/status/code", code=link)
        (said,) = await office.said("status.code_asked")
        code = (await office.desk.keyring.box(CASE, CONTACT)).unseal(CODE, said.code)
        twice = [status_link.renew(office.desk, link, code) for _ in range(2)]
        assert sorted(await asyncio.gather(*twice)) == [False, True]
        await look(office, reader)
