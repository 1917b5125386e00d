"""From the form to the status page, through all four offices: what the requester does is what staff see, and back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.live import link_in
from tests.security.whole_desk import WholeDesk, opened
from tests.services.form_reader import Reader

pytestmark = pytest.mark.slow
NOOR = "noor@post.example"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[WholeDesk]:
    async with opened(tmp_path) as running:
        yield running


@pytest.fixture
def reader(desk: WholeDesk) -> Reader:
    return Reader(desk.house.web)


async def acknowledged(desk: WholeDesk, reader: Reader, **answers: str) -> str:
    """Send the form and let the letters go; the link to the status page."""
    await reader.answer(**answers)
    await reader.fill("/request/check")
    await desk.house.settle()
    (letter,) = [each for each in desk.world.kept(NOOR) if "/status#" in each.text]
    return link_in(letter.text, "/status")


async def test_the_form_is_acknowledged_and_its_page_opens(desk: WholeDesk, reader: Reader) -> None:
    """A code to the address, the acknowledgement with its link, the page with steps and dates."""
    link = await acknowledged(desk, reader)
    subjects = [each.subject for each in desk.world.kept(NOOR)]
    assert subjects == ["Your code", "[zaak 2026-0001] We have received your request"]
    await reader.open("/status")
    await reader.fill("/status", code=link)
    assert reader.heading == "Your request 2026-0001"
    assert reader.here.tree.css_first("[aria-current=step]").text(strip=True).startswith("1Received")  # type: ignore[union-attr]
    for said in ("You need not do anything now.", "We have your request"):
        assert said in reader.here.text


async def test_a_message_and_a_wish_to_withdraw_reach_the_case(desk: WholeDesk, reader: Reader) -> None:
    """By the existing way of messages; the case stays open until a person closes it (R2-8, R2-9)."""
    link = await acknowledged(desk, reader)
    await reader.open("/status")
    await reader.fill("/status", code=link)
    await reader.fill("/status/message", message="Dank je wel, tot snel.")
    assert "We have your message." in reader.here.text
    await reader.post("/status/message", about="withdrawal", withdrawal="", form="x")
    await reader.post("/status/message", about="withdrawal", withdrawal="", form="x")
    await desk.house.settle()
    case = await desk.one("fulfil", "SELECT id FROM fulfil_case")
    page = await (await desk.ask("GET", f"/staff/cases/{case}", await desk.token("handler"))).text()
    assert "Dank je wel, tot snel." in page
    assert page.count("I want to withdraw my request.") == 1
    assert "seems to take the request back" in page
    assert await desk.one("fulfil", "SELECT state FROM fulfil_case") == "received"
    assert await desk.one("intake", "SELECT count(*) FROM incoming WHERE state = 'triage'") == "0"


async def test_a_complaint_waits_for_a_person(desk: WholeDesk, reader: Reader) -> None:
    """It is laid with the case, and before somebody who decides what it is (9.2)."""
    link = await acknowledged(desk, reader)
    await reader.post("/status", code=link)
    await reader.post("/status/message", about="complaint", complaint="Dit duurt me te lang.", form="x")
    await desk.house.settle()
    assert await desk.one("intake", "SELECT count(*) FROM incoming WHERE state = 'triage'") == "1"
    assert await desk.one("fulfil", "SELECT count(*) FROM case_event WHERE event = 'followup'") == "1"


async def test_a_link_past_its_day_opens_with_a_code(desk: WholeDesk, reader: Reader) -> None:
    """After thirty days it shows nothing; a code to the address makes it good again, in the same words for any link."""
    link = await acknowledged(desk, reader)
    desk.house.clock.jump(timedelta(days=31))
    dead = await reader.post("/status", code=link)
    unknown = await reader.post("/status", code="http://desk.example/status#" + "a" * 26)
    assert dead.status == unknown.status == 400
    asked = [
        re.sub(r'value="[^"]*"', "", (await reader.post("/status/code", code=one)).html) for one in (link, "b" * 26)
    ]
    assert asked[0] == asked[1]
    await desk.house.settle()
    letter = desk.world.kept(NOOR)[-1]
    assert letter.subject == "[zaak 2026-0001] Your code"
    assert "for the page of your request" in letter.text
    code = re.search(r"^\s*(\d{8})\s*$", letter.text, re.MULTILINE)
    assert code
    assert (await reader.post("/status/fresh", link=link, fresh="00000000")).status == 400
    await reader.post("/status/fresh", link=link, fresh=code[1])
    assert reader.heading == "Your request 2026-0001"


async def test_staff_see_what_the_requester_sees(desk: WholeDesk, reader: Reader) -> None:
    """The same template: steps and dates alike, and no button that works."""
    link = await acknowledged(desk, reader)
    await reader.post("/status", code=link)
    theirs = reader.here.tree.css_first(".steps")
    case = await desk.one("fulfil", "SELECT id FROM fulfil_case")
    staff = Reader(desk.house.web, cookies={"desk": await desk.token("handler")})
    await staff.open(f"/staff/cases/{case}/as-client")
    ours = staff.here.tree.css_first(".steps")
    assert theirs is not None
    assert ours is not None
    assert theirs.html == ours.html
    assert staff.here.tree.css_first("fieldset[disabled]") is not None
