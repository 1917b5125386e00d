"""`doctor`: look at every part that the desk needs; each failure says what to do next."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typer
from sqlalchemy import text
from sqlalchemy.engine import URL

from services import composition
from services.commands.output import ConfigFile, Json, line, settings_from, to_people
from services.fulfil.store import staff
from services.intake import mailbox
from services.verify.checks import examine
from shared.contracts.people import COMPARTMENTS
from shared.contracts.settings import Settings
from shared.platform import keys, migrate
from shared.platform.config import LOOPBACK, BadConfiguration, MailServer
from shared.platform.confined import Confined, JobFailed
from shared.platform.db import Database
from shared.vocabulary import Role

State = Literal["ok", "warning", "failed"]
MOUNTED = Path("/run/secrets")
"""Here a container finds what it was given: read-only, and for nobody but itself, whatever the mode says."""
_MARK = {"ok": "[green]ok     [/]", "warning": "[yellow]warning[/]", "failed": "[red]failed [/]"}


@dataclass(frozen=True)
class Finding:
    """One part of the desk: how it is, and what to do about it."""

    part: str
    state: State
    found: str
    remedy: str = ""


Check = Callable[[Settings], Awaitable[list[Finding]]]


async def _settings(settings: Settings) -> list[Finding]:
    """Settings that are allowed but unwise."""
    found = [Finding("configuration", "ok", "read, every key known")]
    host = settings.web.public_url.split("://")[-1].split("/")[0].rsplit(":", 1)[0]
    if not settings.web.public_url.startswith("https:") and host not in LOOPBACK:
        found.append(
            Finding(
                "web.public_url", "failed", "pages without TLS", "Put a TLS proxy in front and use its https address."
            )
        )
    if settings.allow_unprotected_decoder:
        found.append(
            Finding("allow_unprotected_decoder", "warning", "uploads may be decoded unconfined", "Set it to false.")
        )
    if settings.mail.sender not in settings.intake.official_addresses:
        remedy = "Add mail.sender to intake.official_addresses, or replies will not be read as mail to the desk."
        found.append(Finding("mail.sender", "warning", "is not an official address", remedy))
    return found


async def _keys(settings: Settings) -> list[Finding]:
    """All keys are there, of the right length, and nobody else's to read."""
    found = []
    for name in [*keys.SINGLE, *(f"wrap-{c}" for c in sorted({c for held in COMPARTMENTS.values() for c in held}))]:
        try:
            keys.read(settings.keys, name)
        except BadConfiguration as error:
            found.append(Finding(f"key {name}", "failed", str(error), "privacybalie keys init"))
            continue
        if settings.keys != MOUNTED and (settings.keys / name).stat().st_mode & 0o077:
            found.append(Finding(f"key {name}", "failed", "others may read it", f"chmod 600 {settings.keys / name}"))
    return found or [Finding("keys", "ok", "all there, private")]


def _is_missing(url: URL) -> bool:
    """Whether this is a SQLite file that does not exist; to look into it would make it."""
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


async def _databases(settings: Settings) -> list[Finding]:
    """Each database answers and is of this version."""
    found = []
    for home in composition.homes(settings, admin=bool(settings.database_admin_url)):
        if _is_missing(home.url):
            found.append(Finding(f"database {home.name}", "failed", "is not there yet", "privacybalie migrate"))
            continue
        try:
            late = await asyncio.to_thread(migrate.pending, home)
        except Exception as error:  # noqa: BLE001 -- whatever the driver raises, the answer is the same
            found.append(
                Finding(
                    f"database {home.name}", "failed", type(error).__name__, "Check database_url, role and password."
                )
            )
            continue
        state: State = "failed" if late else "ok"
        found.append(
            Finding(
                f"database {home.name}",
                state,
                "not of this version" if late else "answers",
                "privacybalie migrate" if late else "",
            )
        )
    return found


async def _bus(settings: Settings) -> list[Finding]:
    """The bus can be reached and takes the topology."""
    if settings.embedded:
        return [Finding("bus", "ok", "embedded: all services in one process")]
    bus = composition.make_bus(settings)
    try:
        await bus.start()
    except Exception as error:  # noqa: BLE001 -- as above
        remedy = "Check bus_url, user and password, and that RabbitMQ runs."
        return [Finding("bus", "failed", type(error).__name__, remedy)]
    finally:
        await bus.close()
    return [Finding("bus", "ok", "reached, queues declared")]


async def _mailbox(settings: Settings) -> list[Finding]:
    """The mailbox can be read as configured."""
    if not settings.mailbox.enabled:
        return [Finding("mailbox", "warning", "switched off", "Set mailbox.enabled = true to read mail.")]
    try:
        lacks = await asyncio.to_thread(mailbox.try_out, settings.mailbox)
    except Exception as error:  # noqa: BLE001 -- as above
        remedy = "Check mailbox.host, port, security, user and password_file."
        return [Finding("mailbox", "failed", type(error).__name__, remedy)]
    if lacks:
        remedy = "The desk works without, and remembers what it took; but look whether the server can be set so."
        return [Finding("mailbox", "warning", f"lacks {', '.join(lacks)}", remedy)]
    return [Finding("mailbox", "ok", "signed in")]


def _greet_smtp(server: MailServer, seconds: float) -> None:
    context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    if server.security == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    else:
        made = smtplib.SMTP(server.host, server.port, timeout=seconds)
    with made as link:
        link.ehlo()
        if server.security == "starttls":
            link.starttls(context=context)
        if server.user:
            link.login(server.user, server.password())


async def _smtp(settings: Settings) -> list[Finding]:
    """The server that takes our letters greets us, over TLS where configured."""
    try:
        await asyncio.to_thread(_greet_smtp, settings.smtp, 10.0)
    except Exception as error:  # noqa: BLE001 -- as above
        remedy = "Check smtp.host, port, security, user and password_file."
        return [Finding("smtp", "failed", type(error).__name__, remedy)]
    return [Finding("smtp", "ok", "greets")]


async def _decoder(settings: Settings) -> list[Finding]:
    """Strangers' pictures are decoded in a child process without network."""
    try:
        async with Confined(examine.ENTRY) as pool:
            protection = pool.protection()
    except JobFailed as error:
        return [
            Finding("decoder", "failed", error.kind, "Reinstall with `make setup`; the picture libraries do not load.")
        ]
    if protection.network:
        return [Finding("decoder", "ok", "confined: no network, no files to write, limits on memory and time")]
    remedy = "Allow user namespaces or seccomp for this process (in a container: the default profile does)."
    state: State = "warning" if settings.allow_unprotected_decoder else "failed"
    return [Finding("decoder", state, "not cut off from the network", remedy)]


async def _staff(settings: Settings) -> list[Finding]:
    """The roles that may not be empty are filled (spec Q12)."""
    url = composition.address(settings, "fulfil")
    if _is_missing(url):
        return []  # told by the database check
    database = Database(url, "fulfil")
    try:
        async with database.session() as session:
            await session.execute(text("SELECT 1"))
            held = await staff.active_roles(session)
    except Exception:  # noqa: BLE001 -- told by the database check
        return []
    finally:
        await database.close()
    needed = (Role.ADMIN, Role.FG, Role.HANDLER)
    return [
        Finding(
            f"role {role}", "warning", "nobody has it", "Invite somebody: privacybalie staff add, or /staff/accounts."
        )
        for role in needed
        if role not in held
    ] or [Finding("roles", "ok", "admin, fg and handler are filled")]


CHECKS: tuple[Check, ...] = (_settings, _keys, _databases, _bus, _mailbox, _smtp, _decoder, _staff)


async def examine_all(settings: Settings) -> list[Finding]:
    """Every finding, in the order of the checks."""
    return [finding for check in CHECKS for finding in await check(settings)]


def doctor_command(config: ConfigFile = None, json_: Json = False) -> None:
    """Check configuration, keys, databases, bus, mailbox, SMTP, decoder and roles; exit code 1 if one failed.

    Example: privacybalie doctor --config privacybalie.toml
    """
    findings = asyncio.run(examine_all(settings_from(config)))
    for finding in findings:
        if json_:
            line(asdict(finding))
            continue
        to_people.print(f"{_MARK[finding.state]} {finding.part}: {finding.found}", soft_wrap=True)
        if finding.state != "ok" and finding.remedy:
            to_people.print(f"        -> {finding.remedy}", soft_wrap=True, markup=False)
    raise typer.Exit(1 if any(f.state == "failed" for f in findings) else 0)
