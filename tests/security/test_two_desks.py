"""Two desks that write to each other fall silent after at most two mails each, whatever the way between them drops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlmodel import select

from services.fulfil.store.cases import CaseRow
from services.intake.usecases.storing import store_mail
from services.notify.store import Delivery
from shared.platform.clock import JumpingClock
from tests.harness import START, House, running
from tests.services.test_smtp import Postbox, box, serving

pytestmark = pytest.mark.slow

ONE, OTHER = "info@one.example", "privacy@other.example"
Way = Callable[[bytes, str], bytes]


class Desk:
    """One desk with a mail server that keeps what it sends."""

    def __init__(self, address: str, house: House, postbox: Postbox) -> None:
        self.address, self.house, self._postbox = address, house, postbox
        self._read = 0

    async def gets(self, raw: bytes) -> None:
        """A mail lies in its mailbox and is dealt with."""
        await store_mail(self.house.desk("intake"), self.address, raw, self.house.clock.now())
        await self.house.settle()

    def sends(self) -> list[tuple[bytes, str]]:
        """What it sent since the last look: each mail, and the sender of its envelope."""
        new = self._postbox.taken[self._read :]
        self._read = len(self._postbox.taken)
        return [(bytes(each.original_content or b""), str(each.mail_from or "")) for each in new]

    @property
    def sent(self) -> int:
        """How many mails it ever sent."""
        return len(self._postbox.taken)


@asynccontextmanager
async def a_desk(directory: Path, address: str, clock: JumpingClock) -> AsyncIterator[Desk]:
    """A whole desk that writes from `address`."""
    postbox = Postbox()
    async with serving(box(postbox)) as smtp:
        given = {"host": smtp.host, "port": smtp.port, "security": "plain"}
        overrides = {"smtp": given, "mail": {"sender": address}, "intake": {"official_addresses": [address]}}
        async with running(directory, clock, **overrides) as house:
            yield Desk(address, house, postbox)


def whole(raw: bytes, sender: str) -> bytes:
    """As a proper mail server delivers it: with the sender of the envelope on top."""
    return f"Return-Path: <{sender.strip('<>')}>\r\n".encode() + raw


def stripped(raw: bytes, _sender: str) -> bytes:
    """As a careless gateway delivers it: nothing says any more that a machine wrote it, or which mail it answers."""
    mail = message_from_bytes(raw, policy=SMTP)
    for name in ("Auto-Submitted", "X-Loop", "X-Auto-Response-Suppress", "In-Reply-To", "References", "Reply-To"):
        del mail[name]
    return mail.as_bytes()


def renumbered(raw: bytes, sender: str) -> bytes:
    """As the worst of them: it also writes a Message-ID of its own."""
    mail = message_from_bytes(stripped(raw, sender), policy=SMTP)
    old = str(mail["Message-ID"])
    del mail["Message-ID"]
    mail["Message-ID"] = f"<gw.{old.strip('<>')}>"
    return mail.as_bytes()


def request(sender: str, to: str, number: int = 1) -> bytes:
    """A request that seems to come from a desk."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Mijn gegevens"
    mail["Message-ID"] = f"<first.{number}@elsewhere.example>"
    mail.set_content("Ik wil graag weten welke gegevens jullie van mij hebben.\n")
    return mail.as_bytes()


async def answer_each_other(one: Desk, other: Desk, way: Way) -> int:
    """Carry mails to and fro until there are none; returns the rounds that took."""
    for rounds in range(50):
        mails = [(other, mail) for mail in one.sends()] + [(one, mail) for mail in other.sends()]
        if not mails:
            return rounds
        for receiver, (raw, sender) in mails:
            await receiver.gets(way(raw, sender))
    raise AssertionError("they never stop")


@pytest.mark.parametrize("way", [whole, stripped, renumbered])
async def test_two_desks_fall_silent(tmp_path: Path, way: Way) -> None:
    """A request in the name of one desk to the other; then each gets what the other answers (mail 1.7)."""
    clock = JumpingClock(START)
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    async with a_desk(tmp_path / "one", ONE, clock) as one, a_desk(tmp_path / "other", OTHER, clock) as other:
        await one.gets(request(OTHER, ONE))
        await answer_each_other(one, other, way)
        assert 1 <= one.sent <= 2
        assert other.sent <= 2


async def test_a_desk_that_is_written_to_in_its_own_name_answers_nobody_for_ever(tmp_path: Path) -> None:
    """The answer comes back to the desk itself, and ends there."""
    async with a_desk(tmp_path, ONE, JumpingClock(START)) as one:
        await one.gets(request(ONE, ONE))
        for _ in range(5):
            for raw, sender in one.sends():
                await one.gets(whole(raw, sender))
        assert one.sent <= 2


async def test_the_second_request_of_a_day_gets_its_own_acknowledgement_and_the_fourth_waits_for_a_person(
    tmp_path: Path,
) -> None:
    """Caps hold back answers, never cases; what is held back stands among the letters and can be let out."""
    async with a_desk(tmp_path, ONE, JumpingClock(START)) as one:
        for number in range(4):
            await one.gets(request("noor@clients.example", ONE, number))
        assert one.sent == 3
        async with one.house.desk("fulfil").look() as session:
            assert len((await session.exec(select(CaseRow))).all()) == 4
        async with one.house.desk("notify").look() as session:
            rows = (await session.exec(select(Delivery))).all()
        [held] = [row for row in rows if row.state == "skipped"]
        assert (held.letter, held.reason) == ("T01", "held_back")
        assert held.detail == "this sender got 3 automatic answers in 24 hours"
