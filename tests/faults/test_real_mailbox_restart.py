"""The mail server dies while the desk sweeps, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.mailbox import watch
from tests.conftest import demand
from tests.faults.watched import requests, watched
from tests.faults.wire import Fault, wire_to
from tests.servers.daemon import make_directory
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT
from tests.services.mailbox_server import MailboxServer

pytestmark = [pytest.mark.servers, pytest.mark.slow]

SIZE = 100_000


@pytest.fixture
async def own_dovecot() -> AsyncIterator[Dovecot]:
    """A server of this test's own, to be killed."""
    demand(Dovecot)
    made = Dovecot(make_directory("killed"), (ACCOUNT,))
    with made:
        yield made


async def test_a_server_killed_while_it_is_swept_loses_and_doubles_no_mail(
    own_dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times SIGKILL in the middle of a mail; what is there and what arrives between is taken once."""
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(watch, "LONGEST_PAUSE", 0.1)
    (tmp_path / "secrets").mkdir()
    password = own_dovecot.password(ACCOUNT)
    server = await asyncio.to_thread(MailboxServer, own_dovecot.imap_port, ACCOUNT, password, tmp_path / "secrets")
    mails = requests(range(12), SIZE)
    async with wire_to(own_dovecot.imap_port) as wire, watched(tmp_path, server, wire.port) as desk:
        for start in range(0, 12, 4):
            wire.arm(Fault.HOLD, SIZE // 2)
            await desk.put(*mails[start : start + 4])
            await wire.struck()
            await asyncio.to_thread(own_dovecot.kill)
            wire.let_go()
            await wire.many_more_connections()
            await desk.becomes_silent()
            await asyncio.to_thread(own_dovecot.start)
        await desk.has_read(mails)
        await desk.sweeps_again()
        await desk.exactly(mails)
        await desk.only_marked(12)
