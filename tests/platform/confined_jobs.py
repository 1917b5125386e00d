"""Jobs for the tests of the confined process: a good one, and what hostile bytes might make a decoder do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any


def do(data: bytes, facts: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Do what `facts["act"]` names."""
    result = _ACTS[facts["act"]](data, facts)
    return {"result": result, "pid": os.getpid()}, data[::-1]


def _raise(data: bytes, facts: dict[str, Any]) -> None:
    raise LookupError(data.decode())


def _loop(data: bytes, facts: dict[str, Any]) -> None:
    while True:
        pass


def _kill_parent(data: bytes, facts: dict[str, Any]) -> None:
    os.kill(os.getppid(), signal.SIGUSR1)


def _thread(data: bytes, facts: dict[str, Any]) -> None:
    threading.Thread(target=len, args=(data,)).start()


def _environment(data: bytes, facts: dict[str, Any]) -> list[str]:
    return sorted(os.environ)


def _descriptors(data: bytes, facts: dict[str, Any]) -> list[int]:
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def _chatter(data: bytes, facts: dict[str, Any]) -> None:
    sys.stdout.write(data.decode())
    sys.stderr.write(data.decode())
    sys.stdout.flush()


_ACTS: dict[str, Any] = {
    "reverse": lambda data, _facts: len(data),
    "raise": _raise,
    "loop": _loop,
    "wait": lambda _data, _facts: signal.pause(),
    "exit": lambda _data, _facts: os._exit(0),
    "abort": lambda _data, _facts: os.abort(),
    "allocate": lambda _data, _facts: len(bytearray(2 << 30)),
    "socket": lambda _data, _facts: socket.socket(),
    "write": lambda data, facts: Path(facts["path"]).write_bytes(data),
    "delete": lambda _data, facts: Path(facts["path"]).unlink(),
    "read": lambda _data, facts: len(Path(facts["path"]).read_bytes()),
    "program": lambda _data, _facts: subprocess.run(["/bin/true"], check=True),
    "fork": lambda _data, _facts: os.fork(),
    "kill_parent": _kill_parent,
    "thread": _thread,
    "environment": _environment,
    "descriptors": _descriptors,
    "chatter": _chatter,
    "break_frames": lambda data, facts: os.write(max(_descriptors(data, facts)), b"\xff" * 64),
    "not_json": lambda _data, _facts: {1, 2},
    "pillow": lambda _data, _facts: __import__("PIL.Image").__name__,
}
