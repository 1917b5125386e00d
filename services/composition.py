"""The composition root: from the settings to running services. Nothing else wires things together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.engine import URL

from services.access import ACCESS
from services.fulfil.app import OFFICE as FULFIL
from services.fulfil.rules.calendar_nl import Calendar
from services.intake.app import OFFICE as INTAKE
from services.intake.usecases.chat.tools import WORKING_DAY
from services.navigation import NAVIGATION
from services.notify.app import OFFICE as NOTIFY
from services.verify.app import OFFICE as VERIFY
from shared import contracts
from shared.contracts.people import COMPARTMENTS, ONE_WAY
from shared.contracts.settings import Settings
from shared.platform import keys, migrate, post
from shared.platform.bus import Bus
from shared.platform.bus.embedded import EmbeddedBus
from shared.platform.bus.rabbit import RabbitBus
from shared.platform.clock import Clock, SystemClock
from shared.platform.config import BadConfiguration, read_secret
from shared.platform.db import Database, locate
from shared.platform.desk import Desk
from shared.platform.i18n import Text
from shared.platform.keyring import Keyring
from shared.platform.message import Topology
from shared.platform.outcomes import NotAllowedNow, Outcome
from shared.platform.pages import add_nav, add_templates
from shared.platform.process import Office, Process, Staff
from shared.platform.sessions import Sessions
from shared.platform.site import Site
from shared.platform.web import add_health, add_metrics, make_app
from shared.platform.web.health import Check
from shared.statetable import NotAllowed

OFFICES: Mapping[str, Office] = {o.name: o for o in (INTAKE, VERIFY, FULFIL, NOTIFY)}
OUTBOX_LIMIT_SECONDS = 600.0
WORKERS_ON_POSTGRES = 4
WORKERS_ON_SQLITE = 2
"""One may wait for something slow (a mail that is hard to read) while the other goes on."""


def homes(settings: Settings, *, admin: bool = False) -> list[migrate.Home]:
    """Every database of the desk: the cabinet first, then one a service."""
    # The cabinet has no role of its own: every service may look into it, so the first home asks as one of them.
    where = address(settings, migrate.CABINET, admin=admin, role=FULFIL.name)
    cabinet = migrate.Home(migrate.CABINET, where, "shared.platform.migrations")
    return [cabinet, *(_home(settings, name, admin=admin) for name in OFFICES)]


def _home(settings: Settings, name: str, *, admin: bool = False) -> migrate.Home:
    return migrate.Home(name, address(settings, name, admin=admin), f"{OFFICES[name].package}.migrations")


def address(settings: Settings, name: str, *, admin: bool = False, role: str = "") -> URL:
    """Where the database `name` is, and as which role to go there."""
    if admin and settings.database_admin_url:
        return locate(settings.database_admin_url, name, read_secret(settings.database_admin_password_file))
    who = role or name
    file = settings.database_password_file.replace("{service}", who)
    sqlite = settings.databases.startswith("sqlite:")
    return locate(settings.databases, name if sqlite else who, read_secret(Path(file)) if file else None)


def prepare(settings: Settings) -> None:
    """Bring the databases to the present shape (SQLite: at every start; PostgreSQL: by `privacybalie migrate`)."""
    if settings.databases.startswith("sqlite:"):
        Path(settings.databases.removeprefix("sqlite:///")).mkdir(parents=True, exist_ok=True, mode=0o700)
    admin = bool(settings.database_admin_url)
    if admin:
        file = settings.database_password_file
        passwords = {n: read_secret(Path(file.replace("{service}", n))) if file else "" for n in OFFICES}
        migrate.make_roles(address(settings, migrate.CABINET, admin=True), passwords)
    for home in homes(settings, admin=admin):
        migrate.upgrade(home)
    if admin:
        migrate.grant(address(settings, migrate.CABINET, admin=True), tuple(OFFICES))


def check_prepared(settings: Settings, services: Sequence[str]) -> None:
    """Refuse to start on a database that is not of this version; looks only where these services may look."""
    late = [name for name in services if migrate.pending(_home(settings, name))]
    if late:
        raise BadConfiguration(
            f"the database of {', '.join(late)} is not up to date. Run `privacybalie migrate` first."
        )


def make_desk(settings: Settings, name: str, clock: Clock, cabinet: Database) -> Desk:
    """One service's tools: it holds the keys of its own compartments and no other."""
    wrapping = {c: keys.read(settings.keys, f"wrap-{c}") for c in COMPARTMENTS[name]}
    sealing = {c: keys.sealing_key(settings.keys, c) for c in ONE_WAY.get(name, ())}
    keyring = Keyring(cabinet, wrapping, keys.read(settings.keys, "index"), clock, sealing)
    calendar = Calendar(settings.calendar.good_friday, settings.calendar.use_equated)
    return Desk(
        service=name,
        settings=settings,
        clock=clock,
        database=Database(address(settings, name), name),
        cabinet=cabinet,
        keyring=keyring,
        audit_key=keys.read(settings.keys, "audit"),
        reference_key=keys.read(settings.keys, "reference"),
        # One calendar for the whole desk: it is fulfil's, and the chat's office hours go by it.
        tools={WORKING_DAY: calendar.is_working_day},
    )


def make_bus(settings: Settings) -> Bus:
    """The bus of the configuration; both carry the same topology."""
    topology = Topology(contracts.queues())
    if settings.embedded:
        return EmbeddedBus(topology)
    parts = urlsplit(settings.bus_url)
    secret = read_secret(settings.bus_password_file)
    if secret:
        host = parts.netloc.rpartition("@")[2]
        parts = parts._replace(netloc=f"{parts.username or 'privacybalie'}:{quote(secret, safe='')}@{host}")
    return RabbitBus(urlunsplit(parts), topology)


def make_process(
    settings: Settings, services: Sequence[str] = (), clock: Clock | None = None, *, loops: bool = True
) -> Process:
    """The process with the named services (none named: all four)."""
    names = list(services) or list(OFFICES)
    if settings.embedded and set(names) != set(OFFICES):
        raise BadConfiguration(
            "bus_url: the embedded bus runs all four services in one process. Set an amqp:// address."
        )
    clock = clock or SystemClock()
    sqlite = settings.databases.startswith("sqlite:")
    workers = WORKERS_ON_SQLITE if sqlite else WORKERS_ON_POSTGRES
    bus, staff = make_bus(settings), []
    shared_cabinet = Database(address(settings, migrate.CABINET), migrate.CABINET) if sqlite else None
    for name in names:
        cabinet = shared_cabinet or Database(address(settings, migrate.CABINET, role=name), migrate.CABINET)
        desk = make_desk(settings, name, clock, cabinet)
        staff.append(Staff(OFFICES[name], desk, bus, contracts.parse, workers))
    return Process(staff, bus, loops=loops)


def make_web(settings: Settings, process: Process) -> web.Application:
    """The web door of a process: one application, one sign-in, the pages of its services."""
    first = process.staff[0].desk
    site = Site(
        name="Privacybalie",
        organisation=settings.controller.name,
        public_url=settings.web.public_url,
        behind_proxy=settings.web.behind_proxy,
        zone=ZoneInfo(settings.timezone),
    )
    app = make_app(
        site,
        sessions=Sessions(first.cabinet, first.clock),
        access=ACCESS,
        translate={NotAllowed: _not_allowed},
    )
    add_templates(app, "desk", "services")
    add_nav(app, *(each for each in NAVIGATION if settings.chat.enabled or each.action != "chat.view"))
    # Every office's, also of those that run elsewhere: so each process serves the same style sheets by the same names.
    for office in OFFICES.values():
        add_templates(app, office.name, office.package)
    for staff in process.staff:
        staff.office.add_routes(app, staff.desk)
    add_health(app, _checks(process))
    add_metrics(app)
    return app


def _not_allowed(error: Exception) -> Outcome:
    """What a rule refuses, said in the reader's language."""
    return NotAllowedNow(Text(error.text, dict(error.facts))) if isinstance(error, NotAllowed) else NotAllowedNow()


def _checks(process: Process) -> dict[str, Check]:
    """Ready means: the database answers, and the bus is there or the outbox is still short enough to wait for it."""

    def of(staff: Staff) -> Check:
        async def ready() -> bool:
            async with staff.desk.database.read() as connection:
                await connection.execute(text("SELECT 1"))
                figures = await post.figures(connection, staff.desk.clock.now())
            return process.bus.connected or figures["outbox_oldest_seconds"] < OUTBOX_LIMIT_SECONDS

        return ready

    checks = {staff.office.name: of(staff) for staff in process.staff}
    for staff in process.staff:
        for name, check in staff.office.checks.items():
            checks[f"{staff.office.name}.{name}"] = partial(check, staff.desk)
    return checks
