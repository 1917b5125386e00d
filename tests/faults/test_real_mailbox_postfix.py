"""The whole way of a mail: SMTP, Postfix, LMTP, Dovecot, the desk."""

from __future__ import annotations

import asyncio
import smtplib
import time
from pathlib import Path
from statistics import median

import pytest

from tests.faults.watched import requests, watched
from tests.journeys.live import eventually
from tests.servers.dovecot import Dovecot
from tests.servers.ports import LOOPBACK
from tests.servers.postfix import Postfix
from tests.services.mailbox_server import MailboxServer

pytestmark = [pytest.mark.servers, pytest.mark.slow]

READER = "latency@desk.example"
AT_MOST = 10.0
"""Seconds for one mail on a busy machine; alone it takes less than one."""


def post(postfix: Postfix, raw: bytes) -> None:
    """A client sends one mail."""
    with smtplib.SMTP(LOOPBACK, postfix.smtp_port, local_hostname="localhost", timeout=30) as link:
        link.sendmail("client@clients.example", [READER], raw)


async def test_a_posted_mail_is_a_request_within_seconds(dovecot: Dovecot, postfix: Postfix, tmp_path: Path) -> None:
    """The desk hears of it by IDLE: the next full sweep is far away."""
    (tmp_path / "secrets").mkdir()
    password = await asyncio.to_thread(dovecot.add_user, READER)
    server = await asyncio.to_thread(MailboxServer, dovecot.imap_port, READER, password, tmp_path / "secrets")
    server.folder, took = "INBOX", []
    async with watched(tmp_path, server, sweep_every=300) as desk:
        for number, raw in enumerate(requests(range(6)), 1):

            async def is_request(wanted: int = number) -> bool:
                return len(await desk.intake.said("request.received")) == wanted

            began = time.monotonic()
            await asyncio.to_thread(post, postfix, raw)
            await eventually(is_request, "the request", AT_MOST)
            took.append(time.monotonic() - began)
        assert len(await desk.intake.rows()) == 6
    # The first one may wait until the office is set up.
    print(f"from SMTP to the request: median {median(took[1:]):.2f} s, longest {max(took[1:]):.2f} s")
