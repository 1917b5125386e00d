"""Free ports on loopback, far from those the kernel hands out to outgoing connections."""

from __future__ import annotations

import itertools
import os
import re
import socket
from collections.abc import Iterator

LOOPBACK = "127.0.0.1"
LOWEST, HIGHEST = 20_000, 32_000  # below Linux' ephemeral range: no client socket takes one in between


def _candidates() -> Iterator[int]:
    """Count through the range from a place that differs per pytest-xdist worker and per process."""
    worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
    span = HIGHEST - LOWEST
    first = (worker * 1_000 + os.getpid() * 37) % span
    return (LOWEST + (first + step) % span for step in itertools.count())


_remaining = _candidates()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port nobody listens on; never the same one twice in this process."""
    for port in itertools.islice(_remaining, HIGHEST - LOWEST):
        if _is_free(port):
            return port
    raise OSError(f"No free port between {LOWEST} and {HIGHEST}: end some of the servers that run here.")


def greets(port: int, expected: bytes) -> bool:
    """Say whether a server on the port speaks first, and with these bytes."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as link:
            return link.recv(64).startswith(expected)
    except OSError:
        return False
