"""The process is killed while it sends: no letter is lost, none goes twice, and what nobody knows is held."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.sandbox.world import MailWorld
from shared.contracts.references import CANARY_HEADER
from shared.platform.clock import SystemClock
from shared.platform.crash import VARIABLE
from shared.vocabulary import DeliveryState
from tests.services.notify_desk import SAM

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
CASES = ["2026-0001", "2026-0002", "2026-0003"]
POINTS = ["notify.send.before_sending", "notify.send.before_data", "notify.send.after_data"]
BEFORE_CANARY = "notify.canary.before_data"
KILLED = 137
AFTERWARDS = [1, 6, 12, 17, 23]
"""When the restarted service works, in minutes: the lease ends after 5, the archive's patience after 15."""


@pytest.fixture
async def world() -> AsyncIterator[MailWorld]:
    """A real SMTP server, and a real IMAP mailbox that files in `Sent` what the desk sends."""
    made = MailWorld(["info@desk.example"], SystemClock())
    await made.start()
    yield made
    await made.stop()


def settings(world: MailWorld, directory: Path, *, archive: bool) -> dict[str, Any]:
    """The settings of the child."""
    secret = directory / "password"
    secret.write_text(world.desk_imap.password)
    looked_up = {
        "enabled": archive,
        "host": world.imap.host,
        "port": world.imap.port,
        "security": "plain",
        "user": world.desk_imap.user,
        "password_file": str(secret),
        "folder": "Sent",
    }
    return {"smtp": {"port": world.smtp.port}, "archive": looked_up}


async def child(orders: dict[str, Any], crash_at: str = "") -> tuple[int, dict[str, Any]]:
    """Run the service in a process of its own; its exit code and what it reports."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.notify_child",
        json.dumps(orders),
        cwd=HOUSE,
        env={**os.environ, VARIABLE: crash_at},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await process.communicate()
    last = out.decode().splitlines()[-1:] if process.returncode == 0 else []
    return process.returncode or 0, json.loads(last[0]) if last else {}


@pytest.mark.parametrize("archive", [True, False], ids=["archive", "no_archive"])
@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_sending_loses_and_doubles_nothing(
    world: MailWorld, tmp_path: Path, point: str, archive: bool
) -> None:
    """Killed at the second of three letters, started again: sent once each, or held where nobody can know."""
    orders = {"directory": str(tmp_path), "settings": settings(world, tmp_path, archive=archive)}
    code, _ = await child({**orders, "cases": CASES, "minutes": [0]}, f"{point}:2")
    assert code == KILLED
    code, report = await child({**orders, "cases": [], "minutes": AFTERWARDS})
    assert code == 0
    unknowable = point != POINTS[0] and not archive
    expected = Counter({DeliveryState.SENT: 2, DeliveryState.HELD: 1} if unknowable else {DeliveryState.SENT: 3})
    assert Counter(report["states"].values()) == expected
    assert report["held"] == expected[DeliveryState.HELD]
    arrived = [mail.message_id for mail in world.kept(SAM)]
    assert len(arrived) == len(set(arrived)) == (2 if point == POINTS[1] and not archive else 3)
    assert set(report["sent"]) <= set(arrived)
    assert len(report["sent"]) == expected[DeliveryState.SENT]


@pytest.mark.parametrize(("point", "arrive"), [(BEFORE_CANARY, [2]), ("notify.job.leased", [1, 2])])
async def test_a_kill_while_the_desk_writes_to_itself_doubles_nothing(
    world: MailWorld, tmp_path: Path, point: str, arrive: list[int]
) -> None:
    """A test mail that was being handed over is given up (an alarm follows); one that was not goes; the next goes."""
    orders = {"directory": str(tmp_path), "settings": settings(world, tmp_path, archive=False), "cases": []}
    code, _ = await child({**orders, "canaries": [1], "minutes": [0]}, f"{point}:1")
    assert code == KILLED
    code, _ = await child({**orders, "canaries": [2], "minutes": AFTERWARDS})
    assert code == 0
    marks = [mail.headers[CANARY_HEADER].partition("-")[0] for mail in world.kept()]
    assert sorted(marks) == [str(number) for number in arrive]
