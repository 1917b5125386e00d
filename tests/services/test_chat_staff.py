"""Colleagues in the chat: who waits, who holds it, the desk's silence, and going on as a case outside the hours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from services.intake.store.chats import Chat
from tests.services.chat_visitor import ASKS, SAME_ORIGIN, Visitor, words
from tests.services.intake_desk import START, IntakeDesk, intake_desk

LIST = "/staff/chats"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    """An office of intake with its chat, on a Monday at ten."""
    async with intake_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
async def noor(desk: IntakeDesk) -> Visitor:
    """Somebody who asks something."""
    visitor = Visitor(desk.web)
    await visitor.open()
    await visitor.say(ASKS)
    return visitor


async def page_of(desk: IntakeDesk) -> str:
    """The address of the one chat."""
    async with desk.desk.look() as session:
        return f"{LIST}/{(await session.exec(select(Chat))).one().id}"


async def as_other(desk: IntakeDesk, path: str, **fields: str) -> int:
    """A second colleague presses a button; gives the status."""
    token = await desk.sessions.open("s-2", "Bo Handler", ("handler",))
    headers = {"Cookie": f"desk={token}; lang=en", **SAME_ORIGIN}
    async with desk.web.post(path, data=fields or {"x": ""}, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def test_who_asks_for_a_colleague_stands_first(desk: IntakeDesk, noor: Visitor) -> None:
    """The requester hears that somebody was called; the list says so."""
    assert "called a colleague" in words(await noor.say("Kan ik met een medewerker praten?"))
    status, page = await desk.page(LIST)
    assert status == 200
    assert "asks for a colleague" in page
    begun = START.isoformat().replace("+", "%2B")
    assert await desk.page(f"{LIST}/news?since={begun}") == (200, '{"count": 0}')
    assert await desk.page(f"{LIST}/news?since=2026-11-02T08:59:59%2B00:00") == (200, '{"count": 1}')


async def test_outside_the_hours_it_says_when_and_goes_on(desk: IntakeDesk, noor: Visitor) -> None:
    """Saturday: back on Monday at nine, and the conversation goes on as before."""
    await desk.jump(days=5)
    news = await noor.say(pick="person")
    assert "Monday 9 November at 9:00" in words(news)
    assert news["stage"] == "more"
    assert (await noor.say(pick="no_more"))["stage"] == "name"


async def test_while_a_colleague_holds_it_the_desk_is_silent(desk: IntakeDesk, noor: Visitor) -> None:
    """Taken over, answered, handed back: the desk goes on with its last question."""
    path = await page_of(desk)
    assert (await desk.page(path))[0] == 200
    assert (await desk.press(f"{path}/take"))[0] == 303
    news = await noor.news()
    assert "Sam Handler is here" in words(news)
    assert news["replies"] == []
    heard = await noor.say("nee")
    assert [line["who"] for line in heard["lines"]] == ["requester"]
    assert (await desk.press(f"{path}/write", text="Hallo Noor", token="a" * 26))[0] == 303
    assert (await desk.press(f"{path}/write", text="Hallo Noor", token="a" * 26))[0] == 303
    assert [(line["who"], line["text"]) for line in (await noor.news())["lines"]] == [("staff", "Hallo Noor")]
    await desk.press(f"{path}/back")
    news = await noor.news()
    assert "Is there anything else" in words(news)
    assert news["replies"]
    assert (await noor.say("nee"))["stage"] == "name"
    actions = [action for action, _, _ in await desk.trail()]
    assert {"chat.viewed", "chat.taken_over", "chat.answered", "chat.handed_back"} <= set(actions)


async def test_a_lease_ends_by_itself(desk: IntakeDesk, noor: Visitor) -> None:
    """Behind a closed laptop nobody waits: the next word is answered by the desk."""
    await desk.press(f"{await page_of(desk)}/take")
    await desk.jump(minutes=6)
    assert "We go on together" in words(await noor.say("nee"))


async def test_an_open_page_keeps_the_lease(desk: IntakeDesk, noor: Visitor) -> None:
    """As long as it is looked at."""
    path = await page_of(desk)
    await desk.press(f"{path}/take")
    for _ in range(3):
        await desk.jump(minutes=4)
        assert (await desk.press(f"{path}/stay"))[0] == 204
    assert len((await noor.say("nog iets"))["lines"]) == 2  # that somebody came, and the own line


async def test_a_second_colleague_can_take_over_and_the_first_is_told(desk: IntakeDesk, noor: Visitor) -> None:
    """Presence is told, not enforced; who lost it cannot write unseen."""
    path = await page_of(desk)
    await desk.press(f"{path}/take")
    assert "Sam Handler" in (await desk.page(path, "handler"))[1]
    assert await as_other(desk, f"{path}/take") == 303
    status, told = await desk.press(f"{path}/write", text="Hallo", token="b" * 26)
    assert status == 409
    assert "a colleague took it over" in told
    assert "Bo Handler is here" in words(await noor.news())


async def test_only_who_works_on_cases_sees_chats(desk: IntakeDesk, noor: Visitor) -> None:
    """Need to know: not the approver, not the administrator; a made-up id is no page."""
    for role in ("approver", "admin"):
        assert (await desk.page(LIST, role))[0] == 404
    assert (await desk.page(f"{LIST}/6f1f0f5e-0000-5000-8000-000000000001"))[0] == 404


async def test_the_staffs_page_hears_new_lines(desk: IntakeDesk, noor: Visitor) -> None:
    """By asking behind the last one it has."""
    path = await page_of(desk)
    await noor.say("het gaat om 2024")
    status, told = await desk.page(f"{path}/lines?after=5")
    assert status == 200
    assert "het gaat om 2024" in told
    assert '"mine": false' in told
