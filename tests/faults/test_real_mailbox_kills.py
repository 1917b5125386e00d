"""The desk is killed again and again while it takes 400 mails from a real mailbox."""

from __future__ import annotations

import asyncio
import hashlib
import signal
from collections import deque
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from random import Random

import pytest

from services.intake.mailbox import TAKEN
from shared.platform import audit
from shared.platform.clock import SystemClock
from tests.faults.driver import AheadClock
from tests.faults.front_desk import FrontDesk, make_process
from tests.faults.life import KILLED
from tests.faults.points import named_points
from tests.faults.watched import requests
from tests.harness import make_settings, prepare
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT, START
from tests.services.mailbox_server import MailboxServer

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(600)]

MAILS, KILLS, ANEW_AFTER = 400, 25, 13
PASSPORT_EVERY = 8
ANY_MOMENT = "any moment"
"""Not at a point of the code: SIGKILL once some more mails are stored."""
PATIENCE = 150.0


def with_passport(raw: bytes, number: int) -> bytes:
    """The mail with a copy of an identity document, which must leave the mailbox."""
    made = message_from_bytes(raw, policy=SMTP)
    picture = b"\xff\xd8\xff" + Random(number).randbytes(20_000)  # noqa: S311 -- nobody looks at it
    made.add_attachment(picture, maintype="image", subtype="jpeg", filename="paspoort.jpg")
    return made.as_bytes()


def all_mails() -> list[bytes]:
    """Every mail of the run, every eighth with a passport."""
    plain = enumerate(requests(range(MAILS)))
    return [with_passport(raw, n) if n % PASSPORT_EVERY == 0 else raw for n, raw in plain]


class Run:
    """One run: mails arrive, the desk lives and dies."""

    def __init__(self, desk: FrontDesk, server: MailboxServer, mails: Sequence[bytes], dice: Random) -> None:
        self.desk, self._server, self._dice = desk, server, dice
        self._to_come = deque(mails)
        self.delivered: list[bytes] = []
        self.hit: list[str] = []

    def plan(self, points: Sequence[str]) -> list[str]:
        """Where it dies: every point once, then any."""
        first = list(points)
        self._dice.shuffle(first)
        return first + self._dice.choices(points, k=KILLS - len(points))

    async def die(self, point: str) -> None:
        """Live until killed there; a life that never passes so often ends in good order, and the next dies sooner."""
        for passing in (self._dice.randint(1, 4), 1, 1, 1):
            if await self._life(point, passing):
                self.hit.append(point)
                return
        raise AssertionError(f"never reached: {point}\n{self.desk.last_words()}")

    async def _life(self, point: str, passing: int) -> bool:
        some = len(self._to_come) // (KILLS + 2 - len(self.hit))
        await self._deliver(some // 2)
        whole, wanted = len(self.delivered) + some - some // 2, self._stored() + passing
        if point == ANY_MOMENT:
            life = self._within(lambda: self._stored() >= wanted, end=signal.SIGKILL)
        else:
            life = self._within(lambda: self.desk.at_rest(whole), f"{point}:{passing}")
        _, code = await asyncio.gather(self._deliver(some - some // 2), life)
        assert code in {0, KILLED, -signal.SIGKILL}, f"{point}: {code}\n{self.desk.last_words()}"
        return code != 0

    async def _within(self, over: Callable[[], bool], crash_at: str = "", end: int = signal.SIGTERM) -> int:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.desk.live(over, crash_at, end)
        except TimeoutError:
            told = f"{self._stored()} of {len(self.delivered)} mails stored; died at {self.hit}"
            raise AssertionError(f"no rest: {told}\n{self.desk.last_words()}") from None

    def _stored(self) -> int:
        return self.desk.count("intake", "SELECT count(*) FROM incoming")

    async def _deliver(self, count: int) -> None:
        some = [self._to_come.popleft() for _ in range(count)]
        self.delivered += some
        await asyncio.to_thread(self._server.put, *some)

    async def finish(self) -> None:
        """What is left comes in, and everything is done in peace."""
        await self._deliver(len(self._to_come))
        assert await self._within(lambda: self.desk.at_rest(MAILS) and self._is_tidy()) == 0
        assert await self._within(lambda: self.desk.at_rest(MAILS)) == 0

    def _is_tidy(self) -> bool:
        """Whether every mail with a passport is gone, and every other one is marked and otherwise untouched."""
        return list(self._server.flags().values()) == [{TAKEN}] * (MAILS - MAILS // PASSPORT_EVERY)


def check_messages(desk: FrontDesk, mails: Sequence[bytes]) -> None:
    """Each mail is one message, its sealed file is there, and each one opened one case; none is dead."""
    rows = desk.rows("intake", "SELECT sha256, state, case_id, raw_name FROM incoming")
    assert sorted(row[0] for row in rows) == sorted(hashlib.sha256(raw).hexdigest() for raw in mails)
    assert {row[1] for row in rows} == {"request"}, "a kill used up the tries of a mail"
    assert len({row[2] for row in rows}) == len(mails)
    assert all((desk.directory / "mail" / f"{row[3]}.sealed").exists() for row in rows)
    cases = desk.rows("fulfil", "SELECT id, reference FROM fulfil_case")
    assert {case for case, _ in cases} == {row[2] for row in rows}
    assert len({reference for _, reference in cases}) == len(cases) == len(mails)
    for service in ("intake", "fulfil"):
        assert desk.rows(service, "SELECT type, error FROM inbox WHERE state = 'dead'") == []


async def check_trail(desk: FrontDesk) -> None:
    """The chain of both services holds."""
    process = make_process(desk.settings, desk.clock, loops=False)
    try:
        for staff in process.staff:
            async with staff.desk.database.read() as connection:
                count, broken = await audit.verify(connection, staff.desk.audit_key)
            assert count > 0
            assert broken is None
    finally:
        await process.stop()


async def test_a_desk_killed_25_times_takes_400_mails_once_each(dovecot: Dovecot, tmp_path: Path) -> None:
    """At every point of intake and at any moment, the mailbox made anew in between: 0 lost, 0 twice, 0 unread."""
    (tmp_path / "secrets").mkdir()
    password = dovecot.password(ACCOUNT)
    server = await asyncio.to_thread(MailboxServer, dovecot.imap_port, ACCOUNT, password, tmp_path / "secrets")
    settings = make_settings(
        tmp_path / "data",
        mailbox=server.settings(),
        intake={"official_addresses": (ACCOUNT,), "canary_days": 0, "sweep_seconds": 5},
    )
    await asyncio.to_thread(prepare, settings)
    clock = AheadClock((START - SystemClock().now()).total_seconds())
    mails, points = all_mails(), [ANY_MOMENT, *sorted(p for p in named_points() if p.startswith("intake."))]
    async with FrontDesk(settings, clock) as desk:
        run = Run(desk, server, mails, Random(2026))  # noqa: S311 -- the run repeats itself on purpose
        for number, point in enumerate(run.plan(points)):
            if number == ANEW_AFTER:
                await asyncio.to_thread(server.make_anew, *run.delivered)
            await run.die(point)
        await run.finish()
    assert len(run.hit) == KILLS
    assert set(run.hit) == set(points)
    check_messages(desk, mails)
    await check_trail(desk)
