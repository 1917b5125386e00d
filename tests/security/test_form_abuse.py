"""The form and the status page against those who mean ill: floods, guesses, traps, other people's drafts and texts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from services.intake.rules.form_limits import LIMITS, Counted, has_worked
from services.intake.rules.request_form import Answers
from services.intake.store.drafts import Draft, FormCount
from services.intake.usecases import drafting
from services.intake.usecases.drafting import TooOften
from tests.services.form_reader import Reader
from tests.services.intake_desk import IntakeDesk, intake_desk, mail

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
POSTS = ("", "/words", "/who", "/whom", "/name", "/address", "/code", "/check", "/code/fresh", "/new")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as running:
        yield running


@pytest.fixture
def reader(office: IntakeDesk) -> Reader:
    return Reader(office.web)


def worked(key: str) -> str:
    """What the page's script finds."""
    return next(str(number) for number in range(1_000_000) if has_worked(key, str(number)))


async def key_of(reader: Reader) -> str:
    """The key in the form of the last page."""
    found = reader.here.form("/request/check").css_first("input[name=key]")
    assert found is not None
    return found.attributes["value"] or ""


async def test_the_form_tells_nobody_who_is_known(office: IntakeDesk) -> None:
    """An address with a case and one that was never seen get the same pages, the same code and the same thanks."""
    await office.case(mail(sender="Noor <noor@post.example>"))
    pages = []
    for address in ("noor@post.example", "nobody@post.example"):
        reader, seen = Reader(office.web), []
        await reader.answer(address=address)
        seen.append(reader.here.text)
        await reader.fill("/request/check")
        seen.append(reader.here.text)
        pages.append([text.replace(address, "") for text in seen])
    assert pages[0] == pages[1]
    assert len(await office.said("form.code_asked")) == 2


async def test_a_flood_of_requests_is_held_off_without_a_puzzle(office: IntakeDesk, reader: Reader) -> None:
    """After five in an hour without a script one waits; with its work done more go; the words say until when."""
    most = LIMITS[Counted.WITHOUT_WORK].most
    for _ in range(most):
        await reader.answer()
        await reader.fill("/request/check")
        assert reader.heading == "We have your request"
        await reader.fill("/request/new")
    await reader.answer()
    held = await reader.fill("/request/check")
    assert held.status == 429
    assert "Wait until 11:01" in held.text
    assert "Check your answers" in held.text  # nothing that was filled in is lost
    await reader.fill("/request/check", work=worked(await key_of(reader)))
    assert reader.heading == "We have your request"
    assert len(await office.said("request.received")) == most + 1
    await office.jump(hours=1)
    await reader.fill("/request/new")
    await reader.answer()
    await reader.fill("/request/check")
    assert reader.heading == "We have your request"


async def test_one_place_begins_only_so_many_drafts(office: IntakeDesk) -> None:
    """It is counted by a keyed fingerprint; another place is free, an IPv6 network counts as one."""
    most = LIMITS[Counted.DRAFT].most
    for number in range(most):
        await drafting.begin(office.desk, Answers(wish="access"), f"2001:db8:1:2::{number}")
    with pytest.raises(TooOften) as held:
        await drafting.begin(office.desk, Answers(wish="access"), "2001:db8:1:2::ffff")
    assert 0 < held.value.seconds <= 3600
    await drafting.begin(office.desk, Answers(wish="access"), "2001:db8:1:3::1")
    await drafting.begin(office.desk, Answers(wish="access"), "192.0.2.7")
    async with office.desk.look() as session:
        rows = (await session.exec(select(FormCount))).all()
    assert {row.count for row in rows} == {most + 1, 1}
    assert all(re.fullmatch(r"[0-9a-f]{64}", row.place) for row in rows)


async def test_nobodys_mailbox_is_filled_with_codes(office: IntakeDesk) -> None:
    """Three codes a day to one address, from wherever; then one goes on without, and still asks."""
    for _ in range(LIMITS[Counted.ADDRESS].most + 2):
        reader = Reader(office.web)
        await reader.answer(address="victim@post.example")
    assert len(await office.said("form.code_asked")) == LIMITS[Counted.ADDRESS].most
    assert reader.heading == "Check your answers"
    await reader.fill("/request/check")
    assert reader.heading == "We have your request"


async def test_a_program_that_fills_in_everything_hears_so(office: IntakeDesk, reader: Reader) -> None:
    """The trap is sprung in words, and keeps nobody out who empties it."""
    await reader.answer()
    caught = await reader.fill("/request/check", website="https://casino.example")
    assert caught.status == 400
    assert "Leave the field" in caught.text
    assert await office.said("request.received") == []
    await reader.fill("/request/check", website="")
    assert reader.heading == "We have your request"


async def test_scripts_in_every_field_are_text(office: IntakeDesk, reader: Reader) -> None:
    """On the pages, in what staff read, and in the code's letter; nothing of it becomes a tag."""
    await reader.answer(who="other", words=SCRIPT, whom=SCRIPT, name=SCRIPT)
    assert reader.heading == "Check your answers"
    assert reader.here.html.count("&lt;script&gt;alert(1)") == 3
    await reader.fill("/request/check")
    (row,) = await office.rows()
    _, staff = await office.page(f"/staff/messages/{row.id}")
    for page in (reader.here.html, staff):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


async def test_a_body_of_a_megabyte_is_refused(reader: Reader) -> None:
    """413 for every form, at once, and nothing is kept of it."""
    await reader.answer()
    for place in POSTS:
        assert (await reader.post(f"/request{place}", words="x" * 1_000_000)).status == 413
    await reader.open("/request/check")
    assert reader.heading == "Check your answers"


async def test_the_draft_of_somebody_else_is_out_of_reach(office: IntakeDesk) -> None:
    """Neither its key nor a guessed cookie shows or sends it."""
    noor, other = Reader(office.web), Reader(office.web)
    await noor.answer(name="Noor Kanarie")
    stolen = await key_of(noor)
    await other.answer(name="Sam Ander")
    assert (await other.post("/request/check", key=stolen)).status == 400
    without = Reader(office.web)
    assert (await without.post("/request/check", key=stolen)).status == 400
    for guess in (stolen, "a" * 26, "' OR 1=1 --", "../" * 9, "x" * 5000):
        page = await Reader(office.web, cookies={"request": guess}).open("/request/check")
        assert "Kanarie" not in page.html
        assert page.status == 200
    async with office.desk.look() as session:
        assert len((await session.exec(select(Draft))).all()) == 2
    assert await office.said("request.received") == []


async def test_a_name_cannot_start_a_header(office: IntakeDesk, reader: Reader) -> None:
    """Line ends and control signs in a name or an address go nowhere near a mail."""
    await reader.answer(name="Noor\r\nBcc: all@post.example", address="noor@post.example")
    await reader.fill("/request/check")
    (row,) = await office.rows()
    assert (await office.words(row.id)).name == "Noor Bcc: all@post.example"
    for bad in ("noor@post.example\nbcc: b@post.example", "a@b@c", "noor@post.example, b@post.example", "<x>@y"):
        fresh = Reader(office.web)
        await fresh.answer(address=bad)
        assert fresh.here.status == 400
