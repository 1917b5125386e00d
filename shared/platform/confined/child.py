"""The child: lock up, then run one function on one frame after the other until the pipe closes.

Started as `python -m shared.platform.confined.child ORDERS`, where ORDERS is the JSON of `Orders`. It writes
nothing to standard output or error: what a job prints, and what an exception says, could be someone's data.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from shared.platform.confined import frames, landlock, limits, seccomp
from shared.platform.confined.orders import Orders
from shared.platform.confined.outcome import Protection
from shared.platform.memory import leave_the_program_alone

Job = Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]


def main() -> None:
    """Lock up, say hello with what holds, serve."""
    orders = Orders(**json.loads(sys.argv[1]))
    reading, writing = _take_pipes()
    job, protection = _lock(orders)
    _send(writing, {"protection": asdict(protection)}, b"")
    while (frame := _receive(reading)) is not None:
        limits.allow_cpu(orders.seconds)
        _send(writing, *_answer(job, *frame))


def _take_pipes() -> tuple[int, int]:
    """Move the pipes away from where `input` and `print` would find them."""
    pipes = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return pipes


def _lock(orders: Orders) -> tuple[Job, Protection]:
    """Shut every door; the job's own code is loaded in between, since that may need threads and libraries."""
    limits.bound(orders.memory_mb, (orders.jobs + 1) * (orders.seconds + 1) + 30)
    namespaces = limits.separate()
    module, _, function = orders.entry.partition(":")
    job: Job = getattr(importlib.import_module(module), function)
    leave_the_program_alone()
    limits.alone()
    files = landlock.read_only(orders.readable)
    filtered = seccomp.refuse_calls()
    return job, Protection(network=namespaces or _no_socket(), seccomp=filtered, namespaces=namespaces, files=files)


def _no_socket() -> bool:
    try:
        socket.socket().close()
    except PermissionError:
        return True
    return False


def _answer(job: Job, facts: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Run the job; of an exception only the type's name goes back, since its text could quote the data."""
    try:
        found, result = job(data, facts)
        frames.pack({"facts": found}, result)
    except MemoryError:
        return {"failed": "memory"}, b""
    except Exception as error:  # noqa: BLE001 -- whatever hostile bytes provoke ends this job only
        return {"failed": f"raised:{type(error).__name__}"}, b""
    return {"facts": found}, result


def _receive(pipe: int) -> tuple[dict[str, Any], bytes] | None:
    """Read a frame; None when the parent has closed the pipe."""
    prefix = _exactly(pipe, frames.PREFIX.size)
    if not prefix:
        return None
    head, data = frames.lengths(prefix)
    return frames.facts(_exactly(pipe, head)), _exactly(pipe, data)


def _exactly(pipe: int, length: int) -> bytes:
    """Read so many bytes, fewer only when the pipe closes first."""
    found = bytearray()
    while len(found) < length:
        piece = os.read(pipe, min(length - len(found), 1 << 20))
        if not piece:
            break
        found += piece
    return bytes(found)


def _send(pipe: int, facts: dict[str, Any], data: bytes) -> None:
    for piece in frames.pack(facts, data):
        view = memoryview(piece)
        while view:
            view = view[os.write(pipe, view) :]


if __name__ == "__main__":
    main()
