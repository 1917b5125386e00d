"""A verify office of its own for tests: real database, real confined children, real pages; no other service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import aiohttp
import sqlmodel
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlmodel import col

from services.access import ACCESS
from services.verify.app import OFFICE
from services.verify.checks import examine
from services.verify.store import Evidence, MailedCopy, UploadLink, Verification
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.intake import IdCopyMailed
from shared.contracts.people import ADDRESS, CONTACT, ID, LINK, NAME, Person
from shared.contracts.settings import Settings
from shared.platform import keys, migrate
from shared.platform.audit import audit
from shared.platform.clock import JumpingClock
from shared.platform.crypto import KeyDestroyed
from shared.platform.db import Database, locate
from shared.platform.desk import Desk
from shared.platform.handover import Handover, handover
from shared.platform.keyring import Keyring
from shared.platform.message import Parcel
from shared.platform.outcomes import NotAllowedNow
from shared.platform.pages import add_templates
from shared.platform.post import outbox
from shared.platform.sessions import Sessions
from shared.platform.site import Site
from shared.platform.web import make_app
from shared.platform.worker import Worker
from shared.statetable import NotAllowed
from shared.vocabulary import Kind
from tests.coloured_judge import JUDGE

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CASE = "6f1f0f5e-0000-5000-8000-000000000001"
MAIL = "6f1f0f5e-0000-5000-8000-0000000000a1"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
MIGRATED = ((migrate.CABINET, "shared.platform.migrations"), ("verify", "services.verify.migrations"))
CHECKED = ["photo_hidden", "bsn_hidden", "mrz_hidden", "qr_hidden", "name_fits", "of_a_document"]
LADDER: dict[str, Any] = {"without_L1": "no_address_on_file", "without_L2": "no_number_on_file"}


@dataclass
class VerifyDesk:
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
        """What verify announced, of these types, oldest first."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(outbox.c.body).order_by(outbox.c.seq))
            messages = [contracts.parse(row.body) for row in rows]
        return [m for m in messages if m is not None and (not types or m.type in types)]

    async def row(self, case_id: str = CASE) -> Verification:
        """The verification as it stands."""
        async with self.desk.look() as session:
            return await session.get_one(Verification, case_id)

    async def copies(self) -> Sequence[Evidence]:
        """Every copy that ever came in."""
        async with self.desk.look() as session:
            return (await session.exec(sqlmodel.select(Evidence).order_by(col(Evidence.attempt)))).all()

    async def links(self) -> Sequence[UploadLink]:
        """Every link that was made."""
        async with self.desk.look() as session:
            return (await session.exec(sqlmodel.select(UploadLink).order_by(col(UploadLink.attempt)))).all()

    async def case(self, *kinds: Kind, case_id: str = CASE, number: int = 1, turn: int = 1) -> None:
        """A case was sorted."""
        box = await self.desk.keyring.box(case_id, CONTACT)
        person = Person(
            scope=case_id,
            name=box.seal(NAME, "Noor Bakker"),
            address=box.seal(ADDRESS, "noor@clients.example"),
        )
        await self.hear(
            CaseTriaged(
                case_id=case_id, at=self.clock.now(), number=turn, reference=f"2026-{number:04}",
                requester=person, by="s-1",
                kinds=list(kinds or (Kind.ACCESS,)), statutory_due=date(2026, 12, 2), work_due=date(2026, 12, 1),
            )
        )  # fmt: skip

    async def staff(self, *roles: str, name: str = "Sam Handler", staff_id: str = "s-1") -> dict[str, str]:
        """The headers of a signed-in member of staff, reading English."""
        token = await self.sessions.open(staff_id, name, roles or ("handler",))
        return {"Cookie": f"desk={token}; lang=en", **SAME_ORIGIN}

    async def press(self, action: str, headers: dict[str, str] | None = None, **fields: object) -> int:
        """Send one of the forms of the case's page, with the version it has now; returns the status.

        A decision then takes effect, unless it is to be undone: `wait=False`.
        """
        wait = fields.pop("wait", True)
        fields.setdefault("version", (await self.row()).version)
        pairs = [(k, str(one)) for k, v in fields.items() for one in (v if isinstance(v, list) else [v])]
        async with self.web.post(
            f"/staff/verify/{CASE}/{action}",
            data=aiohttp.FormData(pairs)(),
            headers={**(headers or await self.staff()), "Content-Type": "application/x-www-form-urlencoded"},
            allow_redirects=False,
        ) as answer:
            status = answer.status
        if wait and status == 303 and action in {"approve", "again", "reject", "establish"}:
            await self.jump(seconds=10)
        return status

    async def asked(self) -> str:
        """Bring a case to the point where a copy is asked for; returns the code of the newest link."""
        await self.case()
        assert await self.press("ask", **LADDER) == 303
        return await self.code()

    async def code(self) -> str:
        """The code in the newest link that was announced."""
        message = (await self.said("identity.requested", "identity.copy_rejected"))[-1]
        box = await self.desk.keyring.box(message.case_id, CONTACT)
        link = box.unseal(LINK, message.link)
        return link.partition("#")[2]

    async def send(
        self, code: str, data: object, name: str = "copy.png", **more_headers: str
    ) -> aiohttp.ClientResponse:
        """Send a file as a browser does; `more_headers` as a script would add them."""
        form = aiohttp.FormData()
        form.add_field("code", code)
        form.add_field("copy", data, filename=name, content_type="application/octet-stream")
        headers = {"Cookie": "lang=en", **SAME_ORIGIN, **more_headers}
        answer = await self.web.post("/identity/upload", data=form, headers=headers, allow_redirects=False)
        await answer.read()
        return answer

    def files(self) -> list[Path]:
        """The sealed files in the vault."""
        return sorted((self.desk.settings.data_dir / "vault").glob("*"))

    async def mailed(self, data: bytes = b"", *, name: str = "", number: int = 0, verified: bool = True) -> str:
        """A copy comes by mail, handed over as intake does it; gives the name under which it lay (empty: no data)."""
        name = await self.handover(data) if data else name
        await self.hear(
            IdCopyMailed(
                case_id=CASE, at=self.clock.now(), incoming_id=MAIL, number=number, handover=name,
                received_at=self.clock.now(), verified=verified,
            )
        )  # fmt: skip
        return name

    async def handover(self, data: bytes) -> str:
        """Lay a file down with the public half only, as intake does."""
        sealing = {ID: keys.read(self.desk.settings.keys, "seal-id")}
        giver = Keyring(self.desk.cabinet, {}, b"i" * 32, self.clock, sealing)
        return await Handover(self.desk.cabinet, giver, self.clock, ID).put(data)

    async def handed_over(self) -> list[str]:
        """The names of what lies in the handover."""
        async with self.desk.cabinet.read() as connection:
            return list((await connection.execute(select(handover.c.name))).scalars())

    async def copies_by_mail(self) -> list[MailedCopy]:
        """What became of each copy that came by mail."""
        async with self.desk.look() as session:
            return list((await session.exec(sqlmodel.select(MailedCopy).order_by(col(MailedCopy.number)))).all())

    async def key_destroyed(self, object_name: str) -> bool:
        """Whether the key of a copy was shredded."""
        try:
            await self.desk.keyring.box(f"evidence:{object_name}", ID)
        except KeyDestroyed:
            return True
        return False

    async def trail(self) -> list[tuple[str, dict[str, Any]]]:
        """The audit trail: actions and codes."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(audit).order_by(audit.c.seq))
            return [(row.action, json.loads(row.codes) | {"actor": row.actor}) for row in rows]


def _migrate(settings: Settings) -> None:
    admin = settings.database_admin_url
    if admin:
        migrate.make_roles(locate(admin, migrate.CABINET), {"verify": ""})
    for name, package in MIGRATED:
        migrate.upgrade(migrate.Home(name, locate(admin or settings.databases, name), package))
    if admin:
        migrate.grant(locate(admin, migrate.CABINET), ("verify",))


def make_desk(settings: Settings, clock: JumpingClock) -> Desk:
    """The desk of verify, with its keys and databases made."""
    keys.make_missing(settings.keys, (CONTACT, ID), (ID,))
    _migrate(settings)
    cabinet_at = migrate.CABINET if settings.databases.startswith("sqlite:") else "verify"
    cabinet = Database(locate(settings.databases, cabinet_at), migrate.CABINET)
    wrapping = {c: keys.read(settings.keys, f"wrap-{c}") for c in (CONTACT, ID)}
    return Desk(
        service="verify",
        settings=settings,
        clock=clock,
        database=Database(locate(settings.databases, "verify"), "verify"),
        cabinet=cabinet,
        keyring=Keyring(cabinet, wrapping, keys.read(settings.keys, "index"), clock),
        audit_key=keys.read(settings.keys, "audit"),
        reference_key=keys.read(settings.keys, "reference"),
    )


@asynccontextmanager
async def verify_desk(data_dir: Path, *, judge: str = JUDGE, **overrides: Any) -> AsyncIterator[VerifyDesk]:
    """Open an office of verify, with its pages, for one test; on SQLite files unless `overrides` say otherwise.

    Its judge looks for colours (`tests.coloured_judge`), so that no test of the office has to load the models.
    """
    clock = JumpingClock(START)
    desk = make_desk(Settings(data_dir=data_dir, allow_unprotected_decoder=True, **overrides), clock)
    sessions = Sessions(desk.cabinet, clock)
    site = Site(name="Desk", organisation="Bureau", public_url="http://desk.example", zone=ZoneInfo("Europe/Amsterdam"))
    app = make_app(
        site, sessions=sessions, access=ACCESS, translate={NotAllowed: lambda error: NotAllowedNow(str(error))}
    )
    add_templates(app, "verify", "services.verify")
    OFFICE.add_routes(app, desk)
    with patch.object(examine, "JUDGE", judge):
        async with OFFICE.tools(desk), TestClient(TestServer(app)) as web:  # type: ignore[attr-defined]
            yield VerifyDesk(desk, clock, Worker(desk, OFFICE.handlers, contracts.parse), web, sessions)
    await desk.database.close()
    await desk.cabinet.close()
