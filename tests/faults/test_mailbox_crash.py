"""The process is killed while it takes mail in: no mail is lost, none opens two cases."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.rules.incoming import State
from services.sandbox.world import MailWorld
from shared.platform.clock import SystemClock
from shared.platform.crash import VARIABLE
from tests.services.intake_desk import ACCOUNT, intake_desk, mail
from tests.services.mailbox_server import MailboxServer

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
MAILS = [mail(message_id=f"<{number}@clients.example>") for number in range(4)]
POINTS = [
    "intake.raw.stored:2",
    "intake.before_commit:2",
    "intake.row.committed:2",
    "intake.batch.safe",
    "intake.keyword.set",
    "intake.job.leased:2",
]
KILLED = 137


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MailboxServer]:
    world = MailWorld([ACCOUNT], SystemClock())
    await world.start()
    (tmp_path / "secrets").mkdir()
    yield await asyncio.to_thread(MailboxServer, world.imap.port, *world.desk_imap, tmp_path / "secrets")
    await world.stop()


async def child(orders: dict[str, Any], crash_at: str = "") -> int:
    """Run intake in a process of its own; its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.intake_child",
        json.dumps(orders),
        cwd=HOUSE,
        env={**os.environ, VARIABLE: crash_at},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


@pytest.mark.parametrize(
    ("point", "anew"), [*((point, False) for point in POINTS), ("intake.row.committed:2", True), (POINTS[3], True)]
)
async def test_a_kill_loses_no_mail_and_doubles_none(
    server: MailboxServer, tmp_path: Path, point: str, anew: bool
) -> None:
    """Nor does it make one wait. Also when the folder was restored with new numbers before the restart."""
    orders = {"directory": str(tmp_path / "data"), "mailbox": server.settings()}
    await asyncio.to_thread(server.put, *MAILS)
    assert await child(orders, point) == KILLED
    if anew:
        await asyncio.to_thread(server.make_anew, *MAILS)
    assert await child(orders) == 0
    async with intake_desk(tmp_path / "data") as intake:
        assert [row.stands for row in await intake.rows()] == [State.REQUEST] * len(MAILS)
        requests = await intake.said("request.received")
        assert len({m.case_id for m in requests}) == len(requests) == len(MAILS)
