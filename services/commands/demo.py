"""`demo`: the whole desk on a laptop, with a mail world of its own and invented people who write to it."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from services import composition
from services.commands.output import sentences, to_people
from services.commands.running import serving, state_directory, told_to_stop
from services.fulfil.usecases import accounts
from services.sandbox import webmail
from services.sandbox.people import CLIENTS
from services.sandbox.posting import post_sample
from services.sandbox.samples import SAMPLES
from services.sandbox.world import MailWorld
from services.verify.checks.examine import examiners
from shared.contracts.people import COMPARTMENTS, ONE_WAY
from shared.contracts.settings import Settings
from shared.platform import keys, logs
from shared.platform.clock import SystemClock
from shared.platform.config import load
from shared.platform.process import Process
from shared.vocabulary import Role

DESK = "info@leerwerkburo.example"
FIRST_SAMPLES = ("access", "mixed", "invoice")
COLLEAGUES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("Sanne de Wit", "sanne@leerwerkburo.example", (Role.HANDLER,)),
    ("Youssef Bakker", "youssef@leerwerkburo.example", (Role.APPROVER,)),
    ("Marit Visser", "marit@leerwerkburo.example", (Role.FG,)),
    ("Tom Jansen", "tom@leerwerkburo.example", (Role.ADMIN,)),
)
CONTROLLER = {
    "name": "LeerWerkburo vof (sandbox)",
    "email": DESK,
    "address": "Voorbeeldplein 1, 1234 AB Voorbeeldstad",
    "phone": "000 - 000 00 00",
    "kvk": "00 00 00 00",
}
ROUTING = (
    {"category": "C01", "system": "KVS", "holder": "Backoffice"},
    {"category": "C08", "system": "KVS", "holder": "Coach"},
    {"category": "C11", "system": "MBX", "holder": "Backoffice"},
)


def demo_command(
    data: Annotated[Path | None, typer.Option(help="Keep everything here (default: ./var/demo).")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the pages; 0: any free one.")] = 8080,
    samples: Annotated[bool, typer.Option("--samples/--no-samples", help="Begin with a few sample mails.")] = True,
    ready_file: Annotated[Path | None, typer.Option(help="Write one JSON object here when ready.")] = None,
) -> None:
    """Try the desk: all services, a mailbox and a mail server in one process, on loopback. Ctrl-C stops it.

    Example: privacybalie demo --port 8080
    """
    logs.set_up("text")
    with sentences():
        asyncio.run(_demo(state_directory(data), port, samples=samples, ready_file=ready_file))


async def _demo(directory: Path, port: int, *, samples: bool, ready_file: Path | None) -> None:
    told = told_to_stop()
    world = MailWorld([DESK, "office@leerwerkburo.example"], SystemClock())
    await world.start()
    try:
        settings = make_settings(directory, world, port or free_port())
        prepare(settings)
        async with serving(settings, extend=lambda app: webmail.add_routes(app, world)) as process:
            address_book = tell(settings, world, await colleagues(process, directory))
            greet(address_book, await missing_protection())
            if ready_file is not None:
                write_whole(ready_file, json.dumps(address_book))
            if samples:
                for name in FIRST_SAMPLES:
                    await post_sample(world, SAMPLES[name])
            await told.wait()
    finally:
        await world.stop()


def make_settings(directory: Path, world: MailWorld, port: int) -> Settings:
    """The product's settings for the sandbox: only addresses and ports differ from a real desk."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = directory / "mailbox-password"
    secret.touch(mode=0o600)
    secret.write_text(world.desk_imap.password, encoding="utf-8")
    clients = directory / "clients.csv"
    clients.write_text(CLIENTS, encoding="utf-8")
    imap = {
        "host": world.imap.host,
        "port": world.imap.port,
        "security": "plain",
        "user": world.desk_imap.user,
        "password_file": secret,
    }
    return load(
        Settings,
        None,
        data_dir=directory,
        web={"host": "127.0.0.1", "port": port, "public_url": f"http://127.0.0.1:{port}"},
        mailbox={**imap, "folder": "INBOX"},
        archive={**imap, "enabled": True, "folder": "Sent"},
        smtp={"host": world.smtp.host, "port": world.smtp.port, "security": "plain"},
        mail={"sender": DESK, "plus_address": True},
        intake={"official_addresses": world.desk_addresses, "sweep_seconds": 5, "canary_days": 0},
        client_directory={"kind": "csv", "csv_file": clients},
        controller=CONTROLLER,
        routing=ROUTING,
        access_letter={"mail_host": "Voorbeeld Post B.V."},
        allow_unprotected_decoder=True,
        log_format="text",
    )


def prepare(settings: Settings) -> None:
    """Make keys and databases, as `keys init` and `migrate` do."""
    opened, filled = (sorted({c for held in each.values() for c in held}) for each in (COMPARTMENTS, ONE_WAY))
    keys.make_missing(settings.keys, opened, filled)
    composition.prepare(settings)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def colleagues(process: Process, directory: Path) -> list[dict[str, Any]]:
    """The invented colleagues with their passwords: made at the first start, remembered in the demo's directory."""
    memory = directory / "colleagues.json"
    if memory.exists():
        remembered: list[dict[str, Any]] = json.loads(memory.read_text(encoding="utf-8"))
        return remembered
    desk, made = process.desk("fulfil"), []
    for name, address, roles in COLLEAGUES:
        link = await accounts.invite(desk, name, address, roles, by="demo")
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        await accounts.accept(desk, link.partition("#")[2], password)
        made.append({"user": address, "password": password, "roles": [str(role) for role in roles], "name": name})
    write_whole(memory, json.dumps(made))
    return made


async def missing_protection() -> str:
    """What this machine lacks to confine the decoder of uploads; empty when it lacks nothing."""
    async with examiners() as by:
        protection = by.protection
    lacking = [name for name in ("network", "seccomp", "files") if not getattr(protection, name)]
    return ", ".join(lacking)


def tell(settings: Settings, world: MailWorld, staff: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a person or a script needs to use the sandbox (contracts: the ready file)."""
    return {
        "web": settings.web.public_url,
        "smtp": {"host": world.smtp.host, "port": world.smtp.port},
        "imap": {"host": world.imap.host, "port": world.imap.port},
        "desk_address": DESK,
        "desk_imap": {"user": world.desk_imap.user, "password": world.desk_imap.password},
        "staff": list(staff),
        "request_form": f"{settings.web.public_url}/request",
        "sandbox_mail": f"{settings.web.public_url}/sandbox/mail",
        "sign_in": f"{settings.web.public_url}/staff/sign-in",
        "chat": f"{settings.web.public_url}/chat",
    }


def greet(told: dict[str, Any], lacking: str) -> None:
    """Say where everything is and what to try."""
    say = to_people.print
    say(
        "\n[bold]privacybalie: the desk is open.[/] Everything here is invented and stays on this machine.\n",
        soft_wrap=True,
    )
    say(f"  Desk for staff    {told['sign_in']}", soft_wrap=True)
    say(f"  Form for requests {told['request_form']}", soft_wrap=True)
    say(f"  Chat              {told['chat']}", soft_wrap=True)
    say(f"  Sandbox mail      {told['sandbox_mail']}", soft_wrap=True)
    say(f"  Mail the desk     {told['desk_address']} by SMTP at {told['smtp']['host']}:{told['smtp']['port']}\n")
    for one in told["staff"]:
        say(f"  {', '.join(one['roles']):9} {one['user']:32} password  {one['password']}", soft_wrap=True)
    say(
        "\nTry: send a sample request on the sandbox page, sign in as handler, open the case, confirm what is asked,"
        "\nask for proof of identity, and follow the link in the mail. Ctrl-C stops everything.\n",
        soft_wrap=True,
    )
    if lacking:
        say(f"[yellow]Not protected here:[/] the decoder of uploads lacks {lacking}. `run` would refuse to start.\n")


def write_whole(file: Path, text: str) -> None:
    """Write a private file so that a reader sees all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(file)
