"""`privacybalie demo` as somebody types it: one process, its ready file, its mail world, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest

from shared.platform.config import PREFIX
from tests.journeys.live import eventually
from tests.journeys.visitor import Visitor
from tests.servers.daemon import wait_for
from tests.servers.ports import LOOPBACK

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
NOOR = "noor@clients.example"
READY_SECONDS, STOP_SECONDS = 60.0, 10.0
MAIL_KEYS = {"message_id", "from", "to", "subject", "date", "text", "html", "headers"}


class Demo:
    """A demo that runs, and what it told in its ready file."""

    def __init__(self, process: subprocess.Popen[bytes], told: dict[str, Any]) -> None:
        self.process, self.told = process, told

    def interrupt(self) -> tuple[int | None, float]:
        """Press Ctrl-C; the exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        wait_for(lambda: self.process.poll() is not None, 2 * STOP_SECONDS)
        return self.process.returncode, time.monotonic() - began

    def post(self, subject: str, text: str) -> None:
        """Noor writes to the desk by SMTP, as any mail program would."""
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Noor van der Linden <{NOOR}>", self.told["desk_address"]
        mail["Subject"], mail["Message-ID"] = subject, make_msgid(domain="clients.example")
        mail.set_content(text)
        with smtplib.SMTP(self.told["smtp"]["host"], self.told["smtp"]["port"]) as link:
            link.send_message(mail)

    async def mails(self, visitor: Visitor, address: str) -> list[dict[str, Any]]:
        """What the desk sent to an address."""
        status, kind, data = await visitor.fetch(f"/sandbox/mail.json?to={address}")
        assert (status, kind) == (200, "application/json")
        kept: list[dict[str, Any]] = json.loads(data)
        return kept


def command(*options: str) -> list[str]:
    """The demo without sample mails."""
    return [sys.executable, "-m", "services", "demo", "--no-samples", *options]


def environment() -> dict[str, str]:
    """Ours, without variables of the product."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


@contextmanager
def demo(data: Path, *options: str) -> Iterator[Demo]:
    """Start a demo and wait until it says that it is ready."""
    ready, log = data.with_name("ready.json"), data.with_name("demo.log")
    ready.unlink(missing_ok=True)
    arguments = command("--data", str(data), "--ready-file", str(ready), *options)
    with log.open("ab") as output:
        process = subprocess.Popen(arguments, env=environment(), stdout=output, stderr=output, start_new_session=True)
    try:
        wait_for(lambda: ready.exists() or process.poll() is not None, READY_SECONDS)
        assert ready.exists(), log.read_text(encoding="utf-8")[-4000:]
        yield Demo(process, json.loads(ready.read_text(encoding="utf-8")))
    finally:
        process.kill()
        process.wait()


def check_ready_file(told: dict[str, Any]) -> None:
    """The keys that scripts rely on (others may stand beside them)."""
    assert told.keys() >= {"web", "smtp", "imap", "desk_address", "desk_imap", "staff"}
    assert told["smtp"].keys() == told["imap"].keys() == {"host", "port"}
    assert told["desk_imap"].keys() == {"user", "password"}
    assert all(one.keys() >= {"user", "password", "roles"} for one in told["staff"])
    assert {role for one in told["staff"] for role in one["roles"]} == {"handler", "approver", "fg", "admin"}
    assert told["web"].startswith(f"http://{LOOPBACK}:")


async def sign_in(visitor: Visitor, one: dict[str, Any]) -> str:
    """Sign in with what the ready file says; the address of the page that follows."""
    form = await visitor.open("/staff/sign-in")
    page = await visitor.submit(form, "/staff/sign-in", name=one["user"], password=one["password"])
    assert page.status == 200, page.text
    return page.url


def refused(options: Sequence[str]) -> str:
    """What a demo says that cannot start; it ends with code 2 and without a traceback."""
    done = subprocess.run(command(*options), env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


async def test_a_mail_to_the_demo_is_acknowledged_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    """The ready file is enough to mail the desk, to read its answer, to sign in, and to do so again tomorrow."""
    data = tmp_path / "data"
    with demo(data, "--port", "0") as first:
        check_ready_file(first.told)
        await asyncio.to_thread(first.post, "Mijn gegevens", "Welke gegevens hebben jullie over mij? Groet, Noor")
        async with Visitor(first.told["web"]) as visitor:

            async def answers() -> list[dict[str, Any]]:
                return await first.mails(visitor, NOOR)

            (answer,) = await eventually(answers, "the acknowledgement")
            assert answer.keys() == MAIL_KEYS
            assert "[zaak " in answer["subject"]
            assert answer["from"] == first.told["desk_address"]
            assert answer["to"] == NOOR
            assert answer["headers"]["Auto-Submitted"] == "auto-replied"
        for one in first.told["staff"]:
            async with Visitor(first.told["web"]) as visitor:
                assert "/staff/sign-in" not in await sign_in(visitor, one), one["roles"]
        code, seconds = await asyncio.to_thread(first.interrupt)
        assert (code, seconds < STOP_SECONDS) == (0, True)
    with demo(data, "--port", "0") as second:
        assert second.told["staff"] == first.told["staff"]
        async with Visitor(second.told["web"]) as visitor:
            await sign_in(visitor, second.told["staff"][0])
            queue = await visitor.open("/staff/queue")
            assert queue.links("/staff/cases/"), "the case of the first start is still there"
        code, seconds = await asyncio.to_thread(second.interrupt)
        assert (code, seconds < STOP_SECONDS) == (0, True)


def test_a_port_in_use_is_a_sentence(tmp_path: Path) -> None:
    """The port and a way out, exit code 2."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(["--data", str(tmp_path / "data"), "--port", str(port)])
    assert f"web.port: {LOOPBACK}:{port} cannot be used" in said
    assert "Choose a free port." in said


def test_a_port_that_is_none_is_wrong_use() -> None:
    """The option and its range."""
    assert "--port" in refused(["--port", "70000"])
