"""The process is killed while it takes a mail out of the mailbox: it is gone in the end, and nobody is alarmed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
import sqlmodel

from services.intake.rules.removal import Removed
from services.intake.store import Removal
from services.sandbox.world import MailWorld
from shared.platform.clock import SystemClock
from shared.platform.crash import VARIABLE
from tests.services.intake_desk import ACCOUNT, intake_desk, mail
from tests.services.mailbox_server import MailboxServer

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
MAILS = [mail(message_id=f"<{number}@clients.example>") for number in range(3)]
KILLED = 137


async def child(orders: dict[str, object], crash_at: str = "") -> int:
    """Run intake in a process of its own; its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.removal_child",
        json.dumps(orders),
        cwd=HOUSE,
        env={**os.environ, VARIABLE: crash_at},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


@pytest.mark.parametrize("point", ["intake.mail.found:2", "intake.mail.removed:2"])
async def test_a_kill_leaves_no_mail_behind_and_calls_none_lost(tmp_path: Path, point: str) -> None:
    """Before it was expunged, and after that but before it was written down."""
    world = MailWorld([ACCOUNT], SystemClock())
    await world.start()
    (tmp_path / "secrets").mkdir()
    server = await asyncio.to_thread(MailboxServer, world.imap.port, *world.desk_imap, tmp_path / "secrets")
    orders = {"directory": str(tmp_path / "data"), "mailbox": server.settings()}
    await asyncio.to_thread(server.put, *MAILS)
    assert await child(orders, point) == KILLED
    assert await child(orders) == 0
    assert await asyncio.to_thread(server.flags) == {}
    async with intake_desk(tmp_path / "data") as intake, intake.desk.look() as session:
        rows = (await session.exec(sqlmodel.select(Removal))).all()
    assert [row.state for row in rows] == [Removed.DONE] * len(MAILS)
    await world.stop()
