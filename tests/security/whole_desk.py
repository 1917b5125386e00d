"""The whole desk for tests of abuse: all services, a mail world beside it, and a browser for each colleague."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from aiohttp import ClientResponse, web
from sqlalchemy import text

from services.commands.demo import free_port
from services.fulfil.usecases import accounts
from services.intake.app import sweep
from services.intake.usecases.storing import store_mail
from services.sandbox.world import MailWorld
from shared.platform import logs
from shared.platform.clock import JumpingClock
from shared.platform.sessions import Sessions
from shared.vocabulary import Role
from tests.harness import PASSWORD, START, House, running

DESK = "info@desk.example"
ROUTING = (
    {"category": "C01", "system": "KVS", "holder": "Backoffice"},
    {"category": "C11", "system": "MBX", "holder": "Backoffice"},
)


@dataclass
class WholeDesk:
    """A desk with its world; `url` is where a browser finds it."""

    house: House
    world: MailWorld
    url: str

    async def receive(self, raw: bytes) -> str:
        """A mail lies in the mailbox and is read; returns the id of the message."""
        stored = await store_mail(self.house.desk("intake"), DESK, raw, self.house.clock.now())
        await self.house.settle()
        return stored.incoming_id

    async def deliver(self, raw: bytes, sender: str) -> None:
        """A mail arrives in the mailbox; the desk brings it, reads it, and removes what must not stay there."""
        await self.world.deliver(raw, sender, [DESK])
        for _ in range(2):
            await sweep(self.house.desk("intake"))
            await self.house.settle()

    async def token(self, *roles: str) -> str:
        """A session of somebody with these roles."""
        fulfil = self.house.desk("fulfil")
        return await Sessions(fulfil.cabinet, fulfil.clock).open(str(uuid4()), "Sam Tester", roles)

    async def ask(self, method: str, path: str, token: str = "", **options: Any) -> ClientResponse:
        """One request as our own page would make it; redirects are not followed."""
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": "en"}
        headers |= {"Cookie": f"desk={token}"} if token else {}
        headers |= options.pop("headers", {})
        answer = await self.house.web.request(method, path, headers=headers, allow_redirects=False, **options)
        await answer.read()
        return answer

    async def send(self, path: str, token: str = "", /, **fields: Any) -> ClientResponse:
        """One form of ours; a field may have several values."""
        pairs = [(name, one) for name, many in fields.items() for one in (many if isinstance(many, list) else [many])]
        return await self.ask("POST", path, token, data=pairs or "", headers=_form(pairs))

    async def one(self, service: str, query: str, **values: str) -> str:
        """The first value of the first row of a query to a service's database."""
        async with self.house.desk(service).database.read() as connection:
            return str((await connection.execute(text(query), values)).scalar_one())

    async def invite(self, name: str, address: str, *roles: Role) -> dict[str, str]:
        """A colleague with a password."""
        fulfil = self.house.desk("fulfil")
        link = await accounts.invite(fulfil, name, address, roles, by="test")
        await accounts.accept(fulfil, link.partition("#")[2], PASSWORD)
        return {"user": address, "password": PASSWORD}


def _form(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    return {} if pairs else {"Content-Type": "application/x-www-form-urlencoded"}


def mail(name: str, address: str, subject: str, words: str) -> EmailMessage:
    """A mail to the desk."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f'"{name}" <{address}>', DESK, subject
    made["Message-ID"] = f"<{uuid4()}@post.example>"
    made.set_content(words)
    return made


@asynccontextmanager
async def opened(directory: Path, *, with_mailbox: bool = False, **overrides: Any) -> AsyncIterator[WholeDesk]:
    """The desk with its pages on a port that its links name, and with somebody to take its letters.

    Its mailbox is there `with_mailbox`: a test delivers to the world and lets the desk `sweep`.
    """
    clock, port = JumpingClock(START), free_port()
    world = MailWorld([DESK], clock)
    await world.start()
    given = {
        "smtp": {"host": world.smtp.host, "port": world.smtp.port, "security": "plain"},
        "web": {"public_url": f"http://127.0.0.1:{port}"},
        "intake": {"official_addresses": [DESK]},
        "routing": ROUTING,
    }
    if with_mailbox:
        given["mailbox"] = mailbox_of(directory, world)
    try:
        async with running(directory, clock, **(given | overrides)) as house:
            runner = house.web.server.runner
            assert runner is not None
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield WholeDesk(house, world, f"http://127.0.0.1:{port}")
    finally:
        await world.stop()


def mailbox_of(directory: Path, world: MailWorld) -> dict[str, Any]:
    """The settings of the world's mailbox; its password lies beside the data."""
    secret = directory.parent / f"{directory.name}-password"
    secret.write_text(world.desk_imap.password, encoding="utf-8")
    where = {"host": world.imap.host, "port": world.imap.port, "security": "plain"}
    return {**where, "user": world.desk_imap.user, "password_file": secret, "folder": "INBOX"}


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the desk logs meanwhile, as `run` has it logged."""
    before, handlers, level = sys.stderr, logging.root.handlers[:], logging.root.level
    sys.stderr = written = io.StringIO()
    logs.set_up("json")
    try:
        yield written
    finally:
        sys.stderr = before
        structlog.reset_defaults()
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
