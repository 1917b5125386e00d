"""A bell that wakes a thread while it waits for a socket."""

from __future__ import annotations

import selectors
import socket
from contextlib import suppress


class Bell:
    """Rung from any thread; one thread waits for it, beside a connection. Rings add up to one."""

    def __init__(self) -> None:
        self._hear, self._pull = socket.socketpair()
        self._hear.setblocking(False)
        self._pull.setblocking(False)

    def ring(self) -> None:
        """Wake who waits, now or at the next wait."""
        with suppress(OSError):  # it rings already, or nobody will wait any more
            self._pull.send(b"!")

    def wait(self, seconds: float, beside: socket.socket | None = None) -> bool:
        """Wait until it rings, or until there is something to read on the connection; whether either came in time."""
        # Not `select`: it knows no file numbers over 1023.
        with selectors.DefaultSelector() as watched:
            watched.register(self._hear, selectors.EVENT_READ)
            if beside is not None:
                watched.register(beside, selectors.EVENT_READ)
            came = bool(watched.select(seconds))
        with suppress(BlockingIOError):
            while self._hear.recv(64):
                pass
        return came

    def close(self) -> None:
        """No one waits any more."""
        self._hear.close()
        self._pull.close()
