"""An IMAP server that says what a test wants it to say, and remembers what it was told: for what no real one does."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass
class Script:
    """How the server behaves. `heard` holds every command, without its tag, in upper case up to the first space."""

    greeting: str = "* OK ready"
    capabilities: str = "IMAP4rev1 AUTH=XOAUTH2"
    token: str = ""
    refuses_folder: str = ""
    """What SELECT is refused with."""
    heard: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it hangs up."""
        await self._say(writer, self.greeting)
        while line := (await reader.readline()).decode().strip():
            tag, _, command = line.partition(" ")
            verb, _, rest = command.partition(" ")
            self.heard.append(verb.upper())
            answer = await self._answer(verb.upper(), rest, reader, writer)
            await self._say(writer, f"{tag} {answer}")
        writer.close()

    async def _answer(self, verb: str, rest: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if verb == "CAPABILITY":
            await self._say(writer, f"* CAPABILITY {self.capabilities}")
        elif verb == "AUTHENTICATE":
            return await self._authenticate(rest, reader, writer)
        elif verb in {"SELECT", "EXAMINE"}:
            if self.refuses_folder:
                return f"BAD {self.refuses_folder}"
            await self._say(writer, "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] UIDs\r\n* OK [PERMANENTFLAGS (\\*)] any")
        elif verb == "UID":
            await self._say(writer, "* SEARCH")
        elif verb == "STARTTLS":
            return "BAD no such command"
        return "OK done"

    async def _authenticate(self, mechanism: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        await self._say(writer, "+ ")
        said = base64.b64decode(await reader.readline()).decode()
        if mechanism == "XOAUTH2" and said.endswith(f"\1auth=Bearer {self.token}\1\1"):
            self.signed_in.append(said.partition("\1")[0].removeprefix("user="))
            return "OK signed in"
        await self._say(writer, "+ " + base64.b64encode(b'{"status":"401"}').decode())
        await reader.readline()
        return "NO AUTHENTICATE failed"

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(line.encode() + b"\r\n")
        await writer.drain()


@asynccontextmanager
async def scripted(**how: str) -> AsyncIterator[Script]:
    """Serve a script on loopback."""
    script = Script(**how)  # type: ignore[arg-type]
    server = await asyncio.start_server(script.serve, LOOPBACK, 0)
    script.port = server.sockets[0].getsockname()[1]
    async with server:
        yield script
