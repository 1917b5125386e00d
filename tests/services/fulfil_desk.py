"""A fulfil office of its own for tests: real database, real pages; no other service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import sqlmodel
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from services.access import ACCESS
from services.fulfil.app import OFFICE
from services.fulfil.store.cases import CaseRow, DecisionRow, EventRow, TaskRow
from services.fulfil.store.staff import StaffRoleRow, StaffRow, scope_of
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.intake import RequestReceived
from shared.contracts.people import ADDRESS, COMPARTMENTS, CONTACT, CORR, EXCERPT, NAME, SUBJECT, Person
from shared.contracts.settings import Settings
from shared.contracts.verify import IdentityVerified
from shared.platform import keys, migrate
from shared.platform.audit import audit
from shared.platform.clock import JumpingClock
from shared.platform.db import Database, locate
from shared.platform.desk import Desk
from shared.platform.keyring import Keyring
from shared.platform.message import Parcel
from shared.platform.outcomes import NotAllowedNow
from shared.platform.pages import add_templates
from shared.platform.post import inbox, outbox
from shared.platform.sessions import Sessions
from shared.platform.site import Site
from shared.platform.web import make_app
from shared.platform.worker import Worker
from shared.statetable import NotAllowed
from shared.vocabulary import Channel, Kind, Level, Method

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CASE = "6f1f0f5e-0000-5000-8000-000000000001"
INCOMING = "6f1f0f5e-0000-5000-8000-0000000000aa"
MIGRATED = ((migrate.CABINET, "shared.platform.migrations"), ("fulfil", "services.fulfil.migrations"))
STAFF = {"s-1": ("Sam Handler", "handler"), "s-2": ("Ada Approver", "approver"), "s-3": ("Fem Officer", "fg")}


@dataclass
class FulfilDesk:
    """What a test holds in its hands."""

    desk: Desk
    clock: JumpingClock
    worker: Worker
    web: TestClient[Any, Any]
    sessions: Sessions

    async def hear(self, *messages: Envelope) -> None:
        """Bring messages as the bus would, and handle all that is due."""
        await self.worker.accept([Parcel(m.id, m.type, m.body()) for m in messages])
        await self.settle()

    async def settle(self) -> None:
        """Handle all that is due."""
        while await self.worker.once():
            pass

    async def jump(self, **by: float) -> None:
        """Let time pass, and handle what fell due."""
        self.clock.jump(timedelta(**by))
        await self.settle()

    async def said(self, *types: str) -> list[Any]:
        """What fulfil announced, of these types, oldest first."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(outbox.c.body).order_by(outbox.c.seq))
            messages = [contracts.parse(row.body) for row in rows]
        return [m for m in messages if m is not None and (not types or m.type in types)]

    async def person(self, case_id: str = CASE, name: str = "Noor Bakker") -> Person:
        """An invented requester, sealed as intake does it."""
        box = await self.desk.keyring.box(case_id, CONTACT)
        return Person(scope=case_id, name=box.seal(NAME, name), address=box.seal(ADDRESS, "noor@clients.example"))

    async def request(
        self, *kinds: Kind, case_id: str = CASE, subject: str = "Mijn gegevens", received_at: datetime | None = None
    ) -> RequestReceived:
        """A request as intake announces it."""
        box = await self.desk.keyring.box(case_id, CORR)
        return RequestReceived(
            case_id=case_id,
            at=self.clock.now(),
            received_at=received_at or self.clock.now(),
            channel=Channel.MAIL,
            kinds=list(kinds or (Kind.OBJECTION_DIRECT_MARKETING,)),
            requester=await self.person(case_id),
            subject=box.seal(SUBJECT, subject),
            excerpt=box.seal(EXCERPT, "Ik wil geen reclame meer."),
            explanation=["Found: reclame"],
            incoming_id=INCOMING,
        )

    async def verified(self) -> IdentityVerified:
        """Identity is established in person."""
        return IdentityVerified(
            case_id=CASE,
            at=self.clock.now(),
            method=Method.IN_PERSON,
            level=Level.L2,
            by="s-1",
            reference="2026-0001",
            requester=await self.person(),
        )

    async def row(self, case_id: str = CASE) -> CaseRow:
        """The case as it stands."""
        async with self.desk.look() as session:
            return await session.get_one(CaseRow, case_id)

    async def rows(self, table: type[Any]) -> Sequence[Any]:
        """All rows of a table."""
        async with self.desk.look() as session:
            return (await session.exec(sqlmodel.select(table))).all()

    async def events(self) -> list[str]:
        """The line of time, oldest first."""
        rows: Sequence[EventRow] = await self.rows(EventRow)
        return [row.event for row in sorted(rows, key=lambda row: row.id or 0)]

    async def tasks(self) -> Sequence[TaskRow]:
        """All tasks."""
        return await self.rows(TaskRow)

    async def decision(self) -> DecisionRow:
        """The newest decision."""
        rows: Sequence[DecisionRow] = await self.rows(DecisionRow)
        return max(rows, key=lambda row: row.number)

    async def inbox_state(self, message: Envelope) -> str | None:
        """What became of a message that was heard, or of a timer that was set."""
        async with self.desk.database.read() as connection:
            row = (await connection.execute(select(inbox.c.state).where(inbox.c.id == message.id))).first()
        return None if row is None else str(row.state)

    async def noted(self) -> list[tuple[str, str]]:
        """The audit trail: action and actor."""
        async with self.desk.database.read() as connection:
            return [(row.action, row.actor) for row in await connection.execute(select(audit).order_by(audit.c.seq))]

    async def as_staff(self, staff_id: str = "s-1", language: str = "en") -> dict[str, str]:
        """The headers of a signed-in member of staff."""
        name, role = STAFF.get(staff_id, ("Bo Admin", "admin"))
        token = await self.sessions.open(staff_id, name, [role])
        return {"Cookie": f"desk={token}; lang={language}", "Sec-Fetch-Site": "same-origin"}

    async def page(self, path: str, staff_id: str = "s-1", status: int = 200, language: str = "en") -> str:
        """A page as somebody sees it."""
        headers = await self.as_staff(staff_id, language)
        async with self.web.get(path, headers=headers, allow_redirects=False) as answer:
            text = await answer.text()
            assert answer.status == status, f"{path}: {answer.status}"
            return text

    async def post(self, path: str, fields: dict[str, object], staff_id: str = "s-1") -> tuple[int, str]:
        """Send a form; returns the status and the page or the address that it leads to."""
        pairs = [(k, str(one)) for k, v in fields.items() for one in (v if isinstance(v, list) else [v])]
        headers = {**await self.as_staff(staff_id), "Content-Type": "application/x-www-form-urlencoded"}
        body = aiohttp.FormData(pairs)()
        async with self.web.post(path, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def press(self, action: str, staff_id: str = "s-1", **fields: object) -> int:
        """Send one of the forms of the case's page, with the version it has now; returns the status."""
        fields.setdefault("version", (await self.row()).version)
        return (await self.post(f"/staff/cases/{CASE}/{action}", fields, staff_id))[0]

    async def to_progress(self) -> None:
        """Bring a case to the point where its tasks are made."""
        await self.hear(await self.request())
        assert await self.press("kinds", kinds="objection_direct_marketing") == 303
        await self.hear(await self.verified())

    async def to_approval(self) -> None:
        """Bring a case to the point where a proposed answer waits for a second person."""
        await self.to_progress()
        open_tasks = [task.id for task in await self.tasks()]
        assert (await self.post("/staff/tasks/nothing-found", {"task": open_tasks}))[0] == 303
        assert await self.press("propose", outcome="granted", reasons="We stopped all advertising.") == 303


async def _hire(desk: Desk) -> None:
    async with desk.work() as work:
        for staff_id, (name, role) in STAFF.items():
            box = await desk.keyring.box(scope_of(staff_id), CONTACT)
            work.session.add(
                StaffRow(
                    id=staff_id,
                    name_sealed=box.seal(NAME, name),
                    address_sealed=box.seal(ADDRESS, f"{staff_id}@desk.example"),
                    sign_in_index=staff_id,
                    password_hash="-",
                    created_at=work.now,
                )
            )
            await work.session.flush()
            work.session.add(StaffRoleRow(staff_id=staff_id, role=role))


def _migrate(settings: Settings) -> None:
    admin = settings.database_admin_url
    if admin:
        migrate.make_roles(locate(admin, migrate.CABINET), {"fulfil": ""})
    for name, package in MIGRATED:
        migrate.upgrade(migrate.Home(name, locate(admin or settings.databases, name), package))
    if admin:
        migrate.grant(locate(admin, migrate.CABINET), ("fulfil",))


def make_desk(settings: Settings, clock: JumpingClock) -> Desk:
    """The desk of fulfil, with its keys and databases made."""
    keys.make_missing(settings.keys, COMPARTMENTS["fulfil"])
    _migrate(settings)
    cabinet_at = migrate.CABINET if settings.databases.startswith("sqlite:") else "fulfil"
    cabinet = Database(locate(settings.databases, cabinet_at), migrate.CABINET)
    wrapping = {c: keys.read(settings.keys, f"wrap-{c}") for c in COMPARTMENTS["fulfil"]}
    return Desk(
        service="fulfil",
        settings=settings,
        clock=clock,
        database=Database(locate(settings.databases, "fulfil"), "fulfil"),
        cabinet=cabinet,
        keyring=Keyring(cabinet, wrapping, keys.read(settings.keys, "index"), clock),
        audit_key=keys.read(settings.keys, "audit"),
        reference_key=keys.read(settings.keys, "reference"),
    )


@asynccontextmanager
async def running(directory: Path, **overrides: Any) -> AsyncIterator[FulfilDesk]:
    """A fulfil office for one test; on SQLite files in `directory` unless `overrides` say otherwise."""
    clock = JumpingClock(START)
    desk = make_desk(Settings(data_dir=directory, **overrides), clock)
    await _hire(desk)
    sessions = Sessions(desk.cabinet, clock)
    site = Site("Privacybalie", "Bureau Voorbeeld", "http://127.0.0.1", zone=ZoneInfo("Europe/Amsterdam"))
    app = make_app(site, sessions=sessions, access=ACCESS, translate={NotAllowed: lambda e: NotAllowedNow(str(e))})
    add_templates(app, "fulfil", "services.fulfil")
    OFFICE.add_routes(app, desk)
    async with TestClient(TestServer(app)) as web, OFFICE.tools(desk):  # type: ignore[attr-defined]
        yield FulfilDesk(desk, clock, Worker(desk, OFFICE.handlers, contracts.parse), web, sessions)
    await desk.database.close()
    await desk.cabinet.close()
