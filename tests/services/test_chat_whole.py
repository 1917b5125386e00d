"""The chat and the whole desk: the code and the acknowledgement come by mail, also when the desk restarts midway."""

from __future__ import annotations

import re
from pathlib import Path

from services.sandbox.world import MailWorld
from shared.platform.clock import JumpingClock
from tests.harness import START, House, running
from tests.services.chat_visitor import ADDRESS, ASKS, NAME, Visitor, words


def letter(world: MailWorld, about: str) -> str:
    """The text of the last letter to Noor with these words in its subject."""
    return next(mail.text for mail in reversed(world.kept(ADDRESS)) if about in mail.subject)


def code_in(text: str) -> str:
    """The code of a letter."""
    found = re.search(r"^\d{8}$", text, re.MULTILINE)
    assert found
    return found.group()


async def visitor_of(house: House, before: Visitor | None = None) -> Visitor:
    """The same browser, on the desk as it runs now."""
    visitor = Visitor(house.web, "nl", before.token if before else "", before.last if before else 0)
    await visitor.open()
    return visitor


async def test_a_restart_in_the_middle_loses_nothing_and_says_nothing_twice(tmp_path: Path) -> None:
    """From first words to the acknowledgement; the desk is another process half-way, and an answer got lost."""
    clock = JumpingClock(START)
    world = MailWorld(["info@desk.example"], clock)
    await world.start()
    smtp = {"host": world.smtp.host, "port": world.smtp.port, "security": "plain"}
    try:
        async with running(tmp_path, clock, smtp=smtp) as house:
            noor = await visitor_of(house)
            await noor.news()
            await noor.up_to_the_code()
            await house.settle()
            code = code_in(letter(world, "Je code voor de chat"))
            await noor.say(code, client_id="code-sent-once")
        async with running(tmp_path, clock, smtp=smtp) as house:
            noor = await visitor_of(house, noor)
            again = await noor.say(code, client_id="code-sent-once")  # its answer was lost with the process
            assert (again["lines"], again["stage"]) == ([], "check")
            assert "Je verzoek is binnen" in words(await noor.say("Ja, dat klopt"))
            await noor.say(pick="mail_me")
            every = [line["n"] for line in (await noor.news(0))["lines"]]
            assert every == list(range(1, len(every) + 1))
            await house.settle()
    finally:
        await world.stop()
    told = letter(world, "Je gesprek met de privacybalie")
    assert ASKS in told
    assert NAME in told
    subjects = [mail.subject for mail in world.kept(ADDRESS)]
    assert len([one for one in subjects if re.search(r"\[zaak 2026-\d+\]", one)]) == 1
    assert len(subjects) == 3
