"""The notify service alone: its desk on SQLite, a clock that jumps, and the messages that others would say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import select as rows_of

from services.notify.app import OFFICE
from services.notify.store import Delivery
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.fulfil import CaseOpened
from shared.contracts.people import ADDRESS, CONTACT, NAME, Person
from shared.contracts.settings import Settings
from shared.platform import keys, migrate, post
from shared.platform.clock import JumpingClock
from shared.platform.config import load
from shared.platform.db import Database, locate
from shared.platform.desk import Desk
from shared.platform.keyring import Keyring
from shared.platform.message import Parcel
from shared.platform.worker import Worker
from shared.vocabulary import Channel, Kind, Language

START = datetime(2026, 11, 2, 8, 15, tzinfo=UTC)
"""A Monday morning."""
CASE, REFERENCE = "5b0d6c0e-0000-4000-8000-000000000001", "2026-0001"
SAM = "sam@clients.example"


def make_settings(directory: Path, smtp: Mapping[str, Any], **overrides: Any) -> Settings:
    """The settings of a desk that writes from `info@desk.example`."""
    given = {
        "data_dir": directory,
        "smtp": {"host": "127.0.0.1", "security": "plain", "timeout_seconds": 5, **smtp},
        "mail": {"sender": "info@desk.example"},
        "controller": {"name": "Voorbeeld bv", "email": "info@desk.example"},
        "web": {"public_url": "https://desk.example"},
    }
    return load(Settings, None, **(given | overrides))


def prepare(settings: Settings) -> None:
    """Make keys and databases; on PostgreSQL also the service's role and its rights."""
    keys.make_missing(settings.keys, [CONTACT])
    admin = settings.database_admin_url
    if admin:
        migrate.make_roles(locate(admin, "notify"), {"notify": ""})
    for name, package in (("cabinet", "shared.platform.migrations"), ("notify", "services.notify.migrations")):
        migrate.upgrade(migrate.Home(name, locate(admin or settings.databases, name), package))
    if admin:
        migrate.grant(locate(admin, "notify"), ("notify",))


def _database(settings: Settings, name: str) -> Database:
    return Database(locate(settings.databases, "notify" if settings.database_admin_url else name), name)


@dataclass
class Notify:
    """The service and the hands to move it."""

    desk: Desk
    clock: JumpingClock
    worker: Worker

    async def hear(self, *messages: Envelope) -> None:
        """Let messages arrive and be handled."""
        await self.worker.accept([Parcel(m.id, m.type, m.body()) for m in messages])
        await self.settle()

    async def settle(self) -> None:
        """Handle all that is due."""
        while await self.worker.once():
            pass

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass and handle what became due."""
        self.clock.jump(by)
        await self.settle()

    async def said(self, type_: str) -> list[Any]:
        """The messages of one type that wait in the outbox."""
        async with self.desk.database.read() as connection:
            bodies = (await connection.execute(select(post.outbox.c.body).order_by(post.outbox.c.seq))).scalars()
            messages = [contracts.parse(body) for body in bodies]
        return [m for m in messages if m is not None and m.type == type_]

    async def inbox(self, type_: str) -> list[tuple[str, str]]:
        """State and error of the messages of one type."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(post.inbox).where(post.inbox.c.type == type_))
            return [(row.state, row.error or "") for row in rows]

    async def deliveries(self) -> list[Delivery]:
        """All deliveries, oldest first."""
        async with self.desk.look() as session:
            return list((await session.exec(rows_of(Delivery).order_by(Delivery.created_at, Delivery.id))).all())  # type: ignore[arg-type]  # columns, not values

    async def only(self) -> Delivery:
        """The one delivery there is."""
        [found] = await self.deliveries()
        return found

    async def seal(self, field: str, text: str, scope: str = CASE) -> str:
        """A text sealed for the mail."""
        return (await self.desk.keyring.box(scope, CONTACT)).seal(field, text)

    async def person(
        self, address: str = SAM, name: str = "Sam de Vries", language: Language = Language.NL, scope: str = CASE
    ) -> Person:
        """A person as messages carry one."""
        sealed = await self.seal(NAME, name, scope), await self.seal(ADDRESS, address, scope)
        return Person(scope=scope, name=sealed[0], address=sealed[1], language=language)

    async def opened(self, **changes: Any) -> CaseOpened:
        """The case is open."""
        facts: dict[str, Any] = {
            "case_id": CASE,
            "at": self.clock.now(),
            "reference": REFERENCE,
            "received_at": START,
            "channel": Channel.MAIL,
            "kinds": [Kind.ACCESS],
            "week_due": date(2026, 11, 9),
            "statutory_due": date(2026, 12, 2),
        }
        if "requester" not in changes:
            facts["requester"] = await self.person(scope=changes.get("case_id", CASE))
        return CaseOpened(**(facts | changes))


@asynccontextmanager
async def running(settings: Settings, clock: JumpingClock | None = None) -> AsyncIterator[Notify]:
    """The service with its tools laid out; its worker is driven by the test."""
    prepare(settings)
    clock = clock or JumpingClock(START)
    cabinet = _database(settings, "cabinet")
    wrapping = {CONTACT: keys.read(settings.keys, f"wrap-{CONTACT}")}
    desk = Desk(
        service="notify",
        settings=settings,
        clock=clock,
        database=_database(settings, "notify"),
        cabinet=cabinet,
        keyring=Keyring(cabinet, wrapping, keys.read(settings.keys, "index"), clock),
        audit_key=keys.read(settings.keys, "audit"),
        reference_key=keys.read(settings.keys, "reference"),
    )
    async with OFFICE.tools(desk):  # type: ignore[attr-defined]  # an async context manager, typed as object
        yield Notify(desk, clock, Worker(desk, OFFICE.handlers, contracts.parse))
    await desk.database.close()
    await cabinet.close()
