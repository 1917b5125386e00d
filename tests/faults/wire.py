"""A wire between the desk and its IMAP server that a test can cut, silence or hold, to the byte.

It reads what the server says line by line and literal by literal, so that a fault can be placed within a mail.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum, auto

from tests.servers.ports import LOOPBACK

LONGEST_LINE = 16 * 1024 * 1024
CHUNK = 64 * 1024
_LITERAL = re.compile(rb"\{(\d+)\}\r\n$")
_COMMAND = re.compile(rb"^[^ ]+ (?:UID )?([A-Z]+)", re.MULTILINE)


class Fault(Enum):
    """What can happen to a link."""

    CUT = auto()
    """Both sides are hung up on at once."""
    SILENCE = auto()
    """Nothing gets through any more, either way, and nobody is told: a black hole."""
    HOLD = auto()
    """The server's words wait until the wire is told to let go."""


class Link:
    """One connection through the wire."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.near, self.far = near, far
        self.silent = False

    def cut(self) -> None:
        """Hang up on both, without the words of a good end."""
        for side in (self.near, self.far):
            side.transport.abort()


class Wire:
    """Listens on `port` and connects to the server's port. Faults are armed one at a time and happen once."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._links: set[Link] = set()
        self._in_literal: tuple[Fault, int] | None = None
        self._at_command: tuple[bytes, bool] | None = None
        self._cut_answer: set[Link] = set()
        self._go_on = asyncio.Event()
        self._go_on.set()
        self._server: asyncio.Server | None = None
        self.happened = asyncio.Event()
        """Set when the armed fault has happened."""
        self.is_black_hole = False
        """Whether new connections are taken and never answered."""
        self.connections = 0
        self.port = 0

    def arm(self, fault: Fault, after: int) -> None:
        """Let it happen after so many bytes of the next mail that is at least that long."""
        self._in_literal = (fault, after)
        self.happened.clear()

    def arm_at(self, command: bytes, *, after_it: bool) -> None:
        """Cut at the client's next such command: before it reaches the server, or when its answer comes."""
        self._at_command = (command, after_it)
        self.happened.clear()

    def go_silent(self) -> None:
        """Swallow everything on every link, and on new ones until `is_black_hole` is taken back."""
        self.is_black_hole = True
        for link in self._links:
            link.silent = True

    async def struck(self, seconds: float = 20.0) -> None:
        """Wait until the armed fault has happened."""
        async with asyncio.timeout(seconds):
            await self.happened.wait()

    async def many_more_connections(self, more: int = 4, seconds: float = 20.0) -> None:
        """Wait until somebody tried and tried again."""
        wanted = self.connections + more
        async with asyncio.timeout(seconds):
            while self.connections < wanted:
                await asyncio.sleep(0.02)

    def let_go(self) -> None:
        """Let what is held through."""
        self._go_on.set()

    def cut(self) -> None:
        """Cut every link."""
        for link in list(self._links):
            link.cut()

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0, limit=LONGEST_LINE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Cut what is left, and listen no more."""
        assert self._server is not None
        self._server.close()
        self.let_go()
        self.cut()
        while self._links:
            await asyncio.sleep(0)

    async def _serve(self, client: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            server, far = await asyncio.open_connection(LOOPBACK, self._server_port, limit=LONGEST_LINE)
        except OSError:
            near.transport.abort()  # nobody is there: the client is hung up on
            return
        link = Link(near, far)
        link.silent = self.is_black_hole
        self._links.add(link)
        ways = [asyncio.create_task(self._up(client, link)), asyncio.create_task(self._down(server, link))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            link.cut()
            self._links.discard(link)

    async def _up(self, client: asyncio.StreamReader, link: Link) -> None:
        """What the desk says."""
        while data := await client.read(CHUNK):
            if self._at_command and self._at_command[0] in _COMMAND.findall(data):
                _, after_it = self._at_command
                self._at_command = None
                self._cut_answer.add(link)
                if not after_it:
                    self._cut(link)
                    return
            await self._pass(link, link.far, data)

    async def _down(self, server: asyncio.StreamReader, link: Link) -> None:
        """What the server says."""
        while line := await server.readline():
            if link in self._cut_answer:
                self._cut(link)
                return
            await self._pass(link, link.near, line)
            literal = _LITERAL.search(line)
            if literal:
                await self._literal(server, link, int(literal[1]), is_mail=b"BODY[]" in line)

    async def _literal(self, server: asyncio.StreamReader, link: Link, size: int, *, is_mail: bool) -> None:
        """So many bytes, and perhaps what is armed, in their middle."""
        if is_mail and self._in_literal and self._in_literal[1] <= size:
            fault, first = self._in_literal
            self._in_literal = None
            await self._bytes(server, link, first)
            size -= first
            await self._strike(link, fault)
        await self._bytes(server, link, size)

    async def _strike(self, link: Link, fault: Fault) -> None:
        if fault is Fault.CUT:
            self._cut(link)
        elif fault is Fault.SILENCE:
            self.go_silent()
            self.happened.set()
        else:
            self._go_on.clear()
            self.happened.set()
            await self._go_on.wait()

    def _cut(self, link: Link) -> None:
        self._cut_answer.discard(link)
        link.cut()
        self.happened.set()

    async def _bytes(self, server: asyncio.StreamReader, link: Link, size: int) -> None:
        while size and (data := await server.read(min(size, CHUNK))):
            await self._pass(link, link.near, data)
            size -= len(data)

    async def _pass(self, link: Link, side: asyncio.StreamWriter, data: bytes) -> None:
        if not link.silent:
            side.write(data)
            await side.drain()


@asynccontextmanager
async def wire_to(server_port: int) -> AsyncIterator[Wire]:
    """A wire for one test."""
    wire = Wire(server_port)
    await wire.start()
    try:
        yield wire
    finally:
        await wire.stop()
