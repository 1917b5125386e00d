"""The chat: many conversations at once over WebSockets, each with a message every five seconds; and idle connections.

`python -m bench.chat [CHATS] [SECONDS]`; the visitors run in a process of their own, on the same machine.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from bench.machine import machine, percentile, resident_mb, table
from shared.platform.crypto import new_code

CHATS, SECONDS = 500, 30
EVERY = 5.0
SAID = ("Ik wil graag weten welke gegevens jullie van mij hebben.", "het gaat om 2024", "ik was toen cliënt")


class Counted:
    """What the visitors saw."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.refused: list[str] = []
        self.lines: list[int] = []
        self.lost = 0


async def _open(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientWebSocketResponse:
    headers = {"Cookie": f"chat={new_code()}", "Origin": url}
    socket = await session.ws_connect(f"{url}/chat/socket", headers=headers)
    await socket.receive_json()
    return socket


async def _visit(
    session: aiohttp.ClientSession, url: str, number: int, chats: int, until: float, seen: Counted
) -> None:
    """One conversation; the visitors begin spread over the first five seconds."""
    await asyncio.sleep(EVERY * number / chats)
    socket, last = await _open(session, url), 2
    turn = 0
    while time.monotonic() < until:
        began, message = time.perf_counter(), {"id": new_code(), "text": SAID[turn % len(SAID)]}
        await socket.send_json(message)
        last = await _answered(socket, message["id"], last, seen)
        seen.times.append(time.perf_counter() - began)
        turn += 1
        await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - began)))
    seen.lines.append(last)
    await socket.close()


async def _answered(socket: aiohttp.ClientWebSocketResponse, wanted: str, last: int, seen: Counted) -> int:
    """Wait until a message is taken and answered; gives the number of the last line. Numbers follow one another."""
    taken = answered = False
    while not (taken and answered):
        told: dict[str, Any] = await socket.receive_json(timeout=60)
        if told.get("refused"):
            seen.refused.append(told["code"])
            return last
        taken = taken or told.get("taken") == wanted
        for line in told.get("lines", []):
            seen.lost += line["n"] != last + 1
            last, answered = line["n"], answered or line["who"] == "desk"
    return last


async def _measure(url: str, pid: int, chats: int, seconds: int) -> list[tuple[str, str]]:
    seen, idle_before = Counted(), resident_mb(pid)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        idle = await asyncio.gather(*(_open(session, url) for _ in range(chats)))
        idle_mb = resident_mb(pid) - idle_before
        await asyncio.gather(*(socket.close() for socket in idle))
        until, cpu = time.monotonic() + seconds, _cpu(pid)
        await asyncio.gather(*(_visit(session, url, number, chats, until, seen) for number in range(chats)))
        cpu = _cpu(pid) - cpu
    return [
        (f"{chats} idle connections: memory of the desk", f"+{idle_mb:.0f} MiB"),
        (f"{chats} chats, a message every {EVERY:.0f} s, {seconds} s: messages answered", str(len(seen.times))),
        (
            "the same: from sent to answered",
            f"p50 {percentile(seen.times, 0.5) * 1000:.0f} ms, p95 {percentile(seen.times, 0.95) * 1000:.0f} ms",
        ),
        ("the same: refused, lines missing or twice", f"{len(seen.refused)}, {seen.lost}"),
        ("the same: CPU of the desk a message", f"{cpu / max(1, len(seen.times)) * 1000:.1f} ms"),
    ]


def _cpu(pid: int) -> float:
    """Seconds of processor that a process and its children used."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / 100
        waiting += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
    return total


def measure(chats: int = CHATS, seconds: int = SECONDS) -> list[tuple[str, str]]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        ready_file = Path(directory) / "ready.json"
        command = [sys.executable, "-m", "bench.chat_desk", directory, str(ready_file), str(chats + 10)]
        desk = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            while not ready_file.exists():
                if desk.poll() is not None:
                    raise RuntimeError("the desk ended before it was ready")
                time.sleep(0.05)
            ready = json.loads(ready_file.read_text())
            return asyncio.run(_measure(ready["web"], desk.pid, chats, seconds))
        finally:
            desk.terminate()
            desk.wait(20)


if __name__ == "__main__":
    print(f"Machine: {machine()}")
    table("The chat", measure(*map(int, sys.argv[1:3])))
