"""The whole desk as a user meets it: start to ready, mail in to acknowledgement delivered, memory at rest."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import tempfile
import time
import urllib.request
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from bench.machine import resident_mb, spread

MAILS = 40


def _mail(number: int, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Persoon {number} <persoon{number}@bench.example>"
    mail["To"] = to
    mail["Subject"] = "Vraag over mijn gegevens"
    mail["Message-ID"] = make_msgid(domain="bench.example")
    mail.set_content("Goedemiddag, ik wil graag weten welke gegevens jullie over mij hebben. Groet, een klant")
    return mail


def _has_letter(web: str, address: str) -> bool:
    with urllib.request.urlopen(f"{web}/sandbox/mail.json?to={address}") as answer:  # noqa: S310 -- our own loopback address
        return bool(json.load(answer))


def _round_trip(ready: dict[str, Any], number: int) -> float:
    began = time.perf_counter()
    with smtplib.SMTP(ready["smtp"]["host"], ready["smtp"]["port"]) as link:
        link.send_message(_mail(number, ready["desk_address"]))
    while not _has_letter(ready["web"], f"persoon{number}@bench.example"):
        time.sleep(0.005)
    return time.perf_counter() - began


def measure() -> list[tuple[str, str]]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        ready_file = Path(directory) / "ready.json"
        command = [sys.executable, "-m", "services", "demo", "--data", f"{directory}/data", "--port", "0"]
        began = time.perf_counter()
        demo = subprocess.Popen([*command, "--no-samples", "--ready-file", str(ready_file)], stderr=subprocess.DEVNULL)
        try:
            while not ready_file.exists():
                if demo.poll() is not None:
                    raise RuntimeError("the demo ended before it was ready")
                time.sleep(0.01)
            start = time.perf_counter() - began
            ready = json.loads(ready_file.read_text())
            idle = resident_mb(demo.pid)
            times = [_round_trip(ready, number) for number in range(MAILS)]
            after = resident_mb(demo.pid)
        finally:
            demo.terminate()
            demo.wait(20)
    return [
        ("demo: start to ready (first start: keys, databases, accounts)", f"{start:.1f} s"),
        ("mail in -> acknowledgement delivered, embedded", spread(times)),
        ("resident memory idle, with its child processes and mail world", f"{idle:.0f} MiB"),
        (f"the same after {MAILS} requests", f"{after:.0f} MiB"),
    ]
