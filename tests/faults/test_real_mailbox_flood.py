"""A flood of junk with a few real requests in it (trust, figures to reach)."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from shared.platform.clock import SystemClock
from tests.conftest import demand
from tests.faults.driver import AheadClock
from tests.faults.flood import flood, lay
from tests.faults.front_desk import FrontDesk
from tests.harness import make_settings, prepare
from tests.servers.daemon import make_directory
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT, START
from tests.services.mailbox_server import MailboxServer

JUNK, REQUESTS = 20_000, 20
AT_MOST = 300.0
"""Seconds."""

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(2 * AT_MOST)]


@pytest.fixture
def own_dovecot() -> Iterator[Dovecot]:
    """A server of this test's own, in memory where there is such a place: disks take long to lay 20,000 files."""
    demand(Dovecot)
    memory = Path("/dev/shm")  # noqa: S108 -- a fresh name is made inside
    if memory.is_dir():
        directory = Path(tempfile.mkdtemp(prefix="desk-flood-", dir=memory))
        directory.chmod(0o755)
    else:
        directory = make_directory("flood")
    with Dovecot(directory, (ACCOUNT,)) as made:
        yield made


Mails = Sequence[tuple[bytes, bool]]
"""As `flood` makes them."""


def hashes(mails: Mails) -> list[str]:
    """What identifies the requests among them, as IMAP hands them over."""
    return [hashlib.sha256(raw.replace(b"\n", b"\r\n")).hexdigest() for raw, is_request in mails if is_request]


async def opening(desk: FrontDesk, mails: Mails) -> float:
    """Let the desk take all of these mails; after how many seconds the last request had its case's reference."""
    began, opened, real = time.monotonic(), 0.0, hashes(mails)
    question = f"SELECT count(*) FROM incoming WHERE reference <> '' AND sha256 IN ({','.join('?' * len(real))})"  # noqa: S608 -- question marks only

    def over() -> bool:
        nonlocal opened
        seconds, at_rest = time.monotonic() - began, desk.at_rest(len(mails))  # first, or the last one slips between
        if not opened and desk.count("intake", question, *real) == len(real):
            opened = seconds
        return seconds > 1.5 * AT_MOST or at_rest

    assert await desk.live(over) == 0
    seconds = time.monotonic() - began
    print(f"{len(mails)} mails at rest after {seconds:.0f} s, the last request a case after {opened:.0f} s")
    assert opened, "not every request is a case"
    return opened


def check(desk: FrontDesk, mails: Mails) -> None:
    """Every mail is there, the requests are cases, and no other mail is one."""
    rows = desk.rows("intake", "SELECT sha256, state FROM incoming")
    print(f"what became of them: {dict(Counter(state for _, state in rows))}")
    assert len(rows) == len(mails)
    assert {digest for digest, state in rows if state == "request"} == set(hashes(mails))
    assert {state for _, state in rows} == {"request", "triage", "not_a_request"}
    assert desk.count("fulfil", "SELECT count(*) FROM fulfil_case") == REQUESTS


async def test_requests_within_a_flood_are_opened_in_five_minutes(own_dovecot: Dovecot, tmp_path: Path) -> None:
    """20 requests among 20,000 other mails, the last one behind them all; no other mail opens a case."""
    (tmp_path / "secrets").mkdir()
    password = own_dovecot.password(ACCOUNT)
    server = await asyncio.to_thread(MailboxServer, own_dovecot.imap_port, ACCOUNT, password, tmp_path / "secrets")
    settings = make_settings(
        tmp_path / "data",
        mailbox=server.settings(),
        intake={"official_addresses": (ACCOUNT,), "canary_days": 0},
    )
    await asyncio.to_thread(prepare, settings)
    mails = list(flood(JUNK, REQUESTS))
    folder = own_dovecot.maildir(ACCOUNT) / f".{server.folder}"
    await asyncio.to_thread(lay, own_dovecot, folder, iter(mails))
    async with FrontDesk(settings, AheadClock((START - SystemClock().now()).total_seconds())) as desk:
        opened = await opening(desk, mails)
    check(desk, mails)
    assert opened <= AT_MOST
    shutil.rmtree(tmp_path / "data")  # 20,000 files that nobody will look at
