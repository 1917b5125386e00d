"""An intake office of its own for tests: real database, real sealed files, real pages; no other service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import sqlmodel
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from services.access import ACCESS
from services.intake.app import OFFICE, own_of
from services.intake.mailparse import parse_frame
from services.intake.queries import opened
from services.intake.raw import RawMails
from services.intake.rules.classification import Classification
from services.intake.rules.classify import classify
from services.intake.rules.understanding import understand
from services.intake.rules.understood import Own, Understood
from services.intake.store import Incoming, Said
from services.intake.usecases import sweeping
from services.intake.usecases.chat.tools import WEIGH, WORKING_DAY
from services.intake.usecases.storing import Spot, Stored, store_mail
from services.intake.usecases.tools import CUT, RAW, READ
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.fulfil import CaseClosed, CaseOpened
from shared.contracts.intake import RequestReceived
from shared.contracts.notify import LetterSent
from shared.contracts.people import CONTACT, CORR, ID
from shared.contracts.settings import Settings
from shared.platform import keys, migrate
from shared.platform.audit import audit
from shared.platform.clock import JumpingClock
from shared.platform.db import Database, locate
from shared.platform.desk import Desk
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
from shared.vocabulary import Letter

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""
ACCOUNT = "info@desk.example"
MIGRATED = ((migrate.CABINET, "shared.platform.migrations"), ("intake", "services.intake.migrations"))
ACCESS_TEXT = "Beste mensen,\n\nIk wil graag weten welke gegevens jullie van mij hebben.\n\nGroet,\nNoor Bakker\n"
VAGUE_TEXT = "uitschrijven\n"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def mail(
    text: str = ACCESS_TEXT,
    *,
    subject: str = "Mijn gegevens",
    sender: str = "Noor Bakker <noor@clients.example>",
    to: str = ACCOUNT,
    received: datetime | None = START,
    message_id: str = "<first@clients.example>",
    **headers: str,
) -> bytes:
    """A raw mail as a mail server delivers it; further headers as `In_Reply_To="..."`."""
    made = EmailMessage(policy=SMTP)
    if received is not None:
        made["Received"] = f"from mx.clients.example by mx.desk.example; {format_datetime(received)}"
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, to, subject, message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text, cte="quoted-printable")
    return made.as_bytes()


@dataclass
class IntakeDesk:
    """What a test holds in its hands."""

    desk: Desk
    clock: JumpingClock
    worker: Worker
    web: TestClient[Any, Any]
    sessions: Sessions

    async def take(self, raw: bytes, spot: Spot | None = None, internal_date: datetime | None = None) -> Stored:
        """Store a mail as the mailbox's thread does, and let it be read."""
        stored = await store_mail(self.desk, ACCOUNT, raw, internal_date or self.clock.now(), spot)
        await self.settle()
        return stored

    async def taken(self, raw: bytes) -> Incoming:
        """Store a mail and give its row once it was read."""
        return await self.row((await self.take(raw)).incoming_id)

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
        """What intake announced, of these types, oldest first."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(outbox.c.body).order_by(outbox.c.seq))
            messages = [contracts.parse(row.body) for row in rows]
        return [m for m in messages if m is not None and (not types or m.type in types)]

    async def row(self, incoming_id: str) -> Incoming:
        """A message as it stands."""
        async with self.desk.look() as session:
            return await session.get_one(Incoming, incoming_id)

    async def rows(self) -> Sequence[Incoming]:
        """Every message."""
        async with self.desk.look() as session:
            return (await session.exec(sqlmodel.select(Incoming))).all()

    async def words(self, incoming_id: str) -> Said:
        """What a message says, unsealed."""
        found = await opened(self.desk, incoming_id)
        assert found is not None
        return found.shown.said

    async def unsealed(self, case_id: str, compartment: str, field: str, sealed: str) -> str:
        """A sealed field of a message that was said."""
        box = await self.desk.keyring.box(case_id, compartment)
        return box.unseal(field, sealed)

    async def case(self, raw: bytes | None = None, reference: str = "2026-0001") -> RequestReceived:
        """A request came in and got its case and its acknowledgement; returns what was said of it."""
        await self.take(raw or mail())
        request: RequestReceived = (await self.said("request.received"))[-1]
        opened_ = CaseOpened(
            case_id=request.case_id, at=self.clock.now(), reference=reference, received_at=request.received_at,
            channel=request.channel, kinds=request.kinds, requester=request.requester, week_due=date(2026, 11, 9),
            statutory_due=date(2026, 12, 2), incoming_id=request.incoming_id,
        )  # fmt: skip
        await self.hear(opened_, self.letter(request.case_id))
        return request

    def letter(self, case_id: str, message_id: str = "") -> LetterSent:
        """A letter of a case went out."""
        return LetterSent(
            case_id=case_id, at=self.clock.now(), delivery_id=f"d-{case_id}", letter=Letter.T01,
            message_id=message_id or f"<{case_id}@desk.example>",
        )  # fmt: skip

    async def close(self, case_id: str) -> None:
        """A case ended."""
        await self.hear(CaseClosed(case_id=case_id, at=self.clock.now(), outcome="answered"))

    async def staff(self, *roles: str, language: str = "en") -> dict[str, str]:
        """The headers of a signed-in member of staff."""
        token = await self.sessions.open("s-1", "Sam Handler", roles or ("handler",))
        return {"Cookie": f"desk={token}; lang={language}", **SAME_ORIGIN}

    async def page(self, path: str, *roles: str, language: str = "en") -> tuple[int, str]:
        """The status and text of a page of the staff."""
        headers = await self.staff(*roles, language=language)
        async with self.web.get(path, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def press(self, path: str, *roles: str, **fields: object) -> tuple[int, str]:
        """Send a form of the staff; gives the status, and where it leads or what it says."""
        pairs = [(k, str(one)) for k, v in fields.items() for one in (v if isinstance(v, list) else [v])]
        headers = await self.staff(*roles) | {"Content-Type": "application/x-www-form-urlencoded"}
        body = aiohttp.FormData(pairs)() if pairs else b""
        async with self.web.post(path, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "") or await answer.text()

    async def trail(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The audit trail: actions, cases and codes."""
        async with self.desk.database.read() as connection:
            rows = await connection.execute(select(audit).order_by(audit.c.seq))
            return [(row.action, row.case_id, json.loads(row.codes) | {"actor": row.actor}) for row in rows]


def _migrate(settings: Settings) -> None:
    admin = settings.database_admin_url
    if admin:
        migrate.make_roles(locate(admin, migrate.CABINET), {"intake": ""})
    for name, package in MIGRATED:
        migrate.upgrade(migrate.Home(name, locate(admin or settings.databases, name), package))
    if admin:
        migrate.grant(locate(admin, migrate.CABINET), ("intake",))


def make_desk(settings: Settings, clock: JumpingClock) -> Desk:
    """The desk of intake, with its keys and databases made."""
    keys.make_missing(settings.keys, (CONTACT, CORR, ID), (ID,))
    _migrate(settings)
    cabinet_at = migrate.CABINET if settings.databases.startswith("sqlite:") else "intake"
    cabinet = Database(locate(settings.databases, cabinet_at), migrate.CABINET)
    wrapping = {c: keys.read(settings.keys, f"wrap-{c}") for c in (CONTACT, CORR)}
    sealing = {ID: keys.read(settings.keys, "seal-id")}
    return Desk(
        service="intake",
        settings=settings,
        clock=clock,
        database=Database(locate(settings.databases, "intake"), "intake"),
        cabinet=cabinet,
        keyring=Keyring(cabinet, wrapping, keys.read(settings.keys, "index"), clock, sealing),
        audit_key=keys.read(settings.keys, "audit"),
        reference_key=keys.read(settings.keys, "reference"),
    )


async def read_here(own: Own, raws: Sequence[bytes]) -> list[Understood | Exception]:
    """Read mails in this process: a child costs half a second, and only some tests are about it."""
    return [understand(raw, own) for raw in raws]


async def cut_here(raw: bytes, **facts: Any) -> bytes:
    """Cut a mail in this process."""
    return parse_frame(raw, {"own_domain": ACCOUNT} | facts)[1]


async def weigh_here(text: str) -> Classification:
    """Weigh the words of a chat in this process."""
    return classify("", text)


def make_settings(data_dir: Path, **overrides: Any) -> Settings:
    """The settings of an intake of its own."""
    given: dict[str, Any] = {
        "data_dir": data_dir,
        "allow_unprotected_decoder": True,
        "mailbox": {"enabled": False, "user": ACCOUNT},
        "mail": {"sender": ACCOUNT},
        "intake": {"official_addresses": (ACCOUNT,), "authserv_id": "mx.desk.example"},
    }
    return Settings(**(given | overrides))


@asynccontextmanager
async def intake_desk(data_dir: Path, *, confined: bool = False, **overrides: Any) -> AsyncIterator[IntakeDesk]:
    """Open an office of intake, with its pages, for one test; on SQLite files unless `overrides` say otherwise."""
    clock = JumpingClock(START)
    desk = make_desk(make_settings(data_dir, **overrides), clock)
    sessions = Sessions(desk.cabinet, clock)
    site = Site(name="Desk", organisation="Bureau", public_url="http://desk.example", zone=ZoneInfo("Europe/Amsterdam"))
    app = make_app(
        site, sessions=sessions, access=ACCESS, translate={NotAllowed: lambda error: NotAllowedNow(str(error))}
    )
    add_templates(app, "intake", "services.intake")
    OFFICE.add_routes(app, desk)
    desk.tools[WORKING_DAY] = lambda day: day.weekday() < 5
    async with AsyncExitStack() as stack:
        if confined:
            await stack.enter_async_context(OFFICE.tools(desk))  # type: ignore[arg-type]
        else:
            read, raws = partial(read_here, own_of(desk.settings)), RawMails(desk.keyring, data_dir / "mail")
            desk.tools |= {READ: read, CUT: cut_here, RAW: raws, WEIGH: weigh_here}
            sweeping.begin(desk)
        web = await stack.enter_async_context(TestClient(TestServer(app)))
        yield IntakeDesk(desk, clock, Worker(desk, OFFICE.handlers, contracts.parse), web, sessions)
    await desk.database.close()
    await desk.cabinet.close()
