"""Fixtures of several services' tests: a mailbox on each kind of real IMAP server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.sandbox.world import MailWorld
from shared.platform.clock import SystemClock
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT
from tests.services.mailbox_server import MailboxServer


@pytest.fixture(params=["sandbox", pytest.param("dovecot", marks=pytest.mark.servers)])
async def mailbox_server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MailboxServer]:
    """A fresh folder on each kind of server."""
    (tmp_path / "secrets").mkdir()
    if request.param == "dovecot":
        dovecot: Dovecot = request.getfixturevalue("dovecot")
        server = await asyncio.to_thread(
            MailboxServer, dovecot.imap_port, ACCOUNT, dovecot.password(ACCOUNT), tmp_path / "secrets"
        )
        yield server
        await asyncio.to_thread(server.clear)  # the account is shared: a mail of this test is no mail of the next
        return
    world = MailWorld([ACCOUNT], SystemClock())
    await world.start()
    yield await asyncio.to_thread(MailboxServer, world.imap.port, *world.desk_imap, tmp_path / "secrets")
    await world.stop()
