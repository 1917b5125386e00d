"""A real mailbox behind a bad line, or under a provider's hands: every mail becomes one message, whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from services.intake.mailbox import watch
from tests.faults.watched import TIMEOUT, Watched, requests, watched
from tests.faults.wire import Fault, Wire, wire_to
from tests.journeys.live import eventually
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT
from tests.services.mailbox_server import MailboxServer

pytestmark = [pytest.mark.servers, pytest.mark.slow]

SIZE = 100_000
SLACK = 5.0
"""Seconds that a busy machine may take beside what the desk waits for."""


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two tries to connect the desk waits an instant."""
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(watch, "LONGEST_PAUSE", 0.1)


@pytest.fixture
async def server(dovecot: Dovecot, tmp_path: Path) -> MailboxServer:
    """A fresh folder of the desk's account."""
    (tmp_path / "secrets").mkdir()
    return await asyncio.to_thread(
        MailboxServer, dovecot.imap_port, ACCOUNT, dovecot.password(ACCOUNT), tmp_path / "secrets"
    )


@pytest.fixture
async def wire(server: MailboxServer) -> AsyncIterator[Wire]:
    """The line to it."""
    async with wire_to(server.port) as made:
        yield made


@pytest.mark.parametrize("share", [0, 0.5, 1])
async def test_a_line_cut_within_a_mail_loses_and_doubles_none(
    server: MailboxServer, wire: Wire, tmp_path: Path, share: float
) -> None:
    """Twice in a row: before the first byte of a mail, in its middle, and after its last byte."""
    mails = requests(range(4), SIZE)
    after = int(share * len(mails[0]))
    wire.arm(Fault.CUT, after)
    await asyncio.to_thread(server.put, *mails)
    async with watched(tmp_path, server, wire.port) as desk:
        await wire.struck()
        wire.arm(Fault.CUT, after)
        await wire.struck()
        await desk.has_read(mails)
        await desk.sweeps_again()
        await desk.exactly(mails)
        await desk.only_marked(len(mails))


async def test_a_line_cut_at_any_command_loses_and_doubles_none(
    server: MailboxServer, wire: Wire, tmp_path: Path
) -> None:
    """Each command is lost on its way once, and each answer: what the server did is not known to the desk then."""
    strikes = [(command, after) for command in (b"SELECT", b"IDLE", b"SEARCH", b"FETCH", b"STORE") for after in (0, 1)]
    mails = requests(range(len(strikes)))
    async with watched(tmp_path, server, wire.port) as desk:
        for raw, (command, after) in zip(mails, strikes, strict=True):
            wire.arm_at(command, after_it=bool(after))
            await desk.put(raw)
            if command == b"SELECT":
                wire.cut()
            await wire.struck()
            await desk.has_read([raw])
        await desk.sweeps_again()
        await desk.exactly(mails)
        await desk.only_marked(len(mails))


async def goes_dark_and_returns(desk: Watched, wire: Wire, seconds: float) -> None:
    """The desk must try a new connection within so many seconds, and know itself that it is cut off."""
    before, began = wire.connections, time.monotonic()

    async def tries_anew() -> bool:
        return wire.connections > before

    await eventually(tries_anew, "a new connection", seconds)
    assert time.monotonic() - began < seconds
    await desk.becomes_silent()
    wire.is_black_hole = False


async def test_a_black_hole_is_noticed_while_waiting(server: MailboxServer, wire: Wire, tmp_path: Path) -> None:
    """A dead line looks healthy to who only listens; the next sweep on the other connection tells (mail 1.1)."""
    first, later = requests(range(2)), requests(range(2, 5))
    async with watched(tmp_path, server, wire.port, sweep_every=1.5) as desk:
        await desk.put(*first)
        await desk.has_read(first)
        await desk.sweeps_again()
        wire.go_silent()
        await desk.put(*later)
        await goes_dark_and_returns(desk, wire, 1.5 + 2 * TIMEOUT + SLACK)
        await desk.has_read(later)
        await desk.sweeps_again()
        await desk.exactly([*first, *later])
        await desk.only_marked(5)


async def test_a_black_hole_is_noticed_while_fetching(server: MailboxServer, wire: Wire, tmp_path: Path) -> None:
    """The rest of a mail never comes; half a mail is not kept."""
    mails = requests(range(3), SIZE)
    wire.arm(Fault.SILENCE, SIZE // 2)
    async with watched(tmp_path, server, wire.port) as desk:
        await desk.put(*mails)
        await wire.struck()
        await goes_dark_and_returns(desk, wire, TIMEOUT + SLACK)
        assert await desk.intake.rows() == []
        await desk.has_read(mails)
        await desk.sweeps_again()
        await desk.exactly(mails)
        await desk.only_marked(3)


async def places(desk: Watched) -> int:
    """Under how many UIDVALIDITYs mails were seen."""
    async with desk.intake.desk.database.read() as connection:
        return int((await connection.execute(text("SELECT count(DISTINCT uidvalidity) FROM place"))).scalar() or 0)


async def test_a_folder_made_anew_while_watched_opens_nothing_twice(server: MailboxServer, tmp_path: Path) -> None:
    """The provider restores the folder with the same mails, in another order, and with new ones between them."""
    old, new = requests(range(4)), requests(range(4, 7))
    async with watched(tmp_path, server) as desk:
        await desk.put(*old)
        await desk.has_read(old)
        await asyncio.to_thread(server.make_anew, *reversed(old), *new)
        await desk.has_read(new)
        await desk.sweeps_again()
        await desk.exactly([*old, *new])
        await desk.only_marked(7)
        assert await places(desk) == 2


async def test_a_folder_made_anew_between_fetch_and_mark_opens_nothing_twice(
    server: MailboxServer, wire: Wire, tmp_path: Path
) -> None:
    """What was fetched of the old folder is kept; it cannot be marked there, and comes again from the new one."""
    mails = requests(range(3), SIZE)
    wire.arm(Fault.HOLD, SIZE // 2)
    async with watched(tmp_path, server, wire.port) as desk:
        await desk.put(*mails)
        await wire.struck()
        await asyncio.to_thread(server.make_anew, *mails)
        wire.let_go()
        await desk.has_read(mails)
        await desk.sweeps_again()
        await desk.exactly(mails)
        await desk.only_marked(3)


@pytest.mark.parametrize("replaced", [False, True], ids=["gone", "replaced"])
async def test_a_folder_renamed_and_back_keeps_its_mails_apart(
    server: MailboxServer, wire: Wire, tmp_path: Path, replaced: bool
) -> None:
    """A renamed folder is not ours: an alarm, or whoever has its name now; back again, what came meanwhile is taken."""
    before, meanwhile, other = requests(range(2)), requests(range(2, 4)), requests(range(4, 6))
    ours, aside = server.folder, f"{server.folder}-aside"
    async with watched(tmp_path, server, wire.port) as desk:
        await desk.put(*before)
        await desk.has_read(before)
        await asyncio.to_thread(server.rename, ours, aside)
        if replaced:
            await asyncio.to_thread(server.create, ours)
            await desk.put(*other)
            await desk.has_read(other)
            await asyncio.to_thread(server.rename, ours, f"{ours}-other")
        server.folder = aside
        await desk.put(*meanwhile)
        await wire.many_more_connections()
        await desk.becomes_silent()
        await wire.many_more_connections()
        assert not await desk.is_ready()
        server.folder = ours
        await asyncio.to_thread(server.rename, aside, ours)
        await desk.has_read(meanwhile)
        await desk.sweeps_again()
        await desk.exactly([*before, *meanwhile, *(other if replaced else [])])
        await desk.only_marked(4)
