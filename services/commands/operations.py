"""Operations: keys, migrations, accounts, audit, the evaluation of proposals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from services import composition
from services.commands.output import ConfigFile, Json, line, read_input, sentences, settings_from, wrong_use
from services.fulfil.usecases import accounts
from services.fulfil.usecases.disclosing import suppressed
from services.intake.queries import evaluation
from services.intake.rules import scores
from shared.contracts.people import COMPARTMENTS, ONE_WAY
from shared.contracts.settings import Settings
from shared.platform import audit, keys
from shared.platform.desk import Desk
from shared.platform.process import Process
from shared.vocabulary import Role

keys_app = typer.Typer(help="The long-lived keys.", no_args_is_help=True)
staff_app = typer.Typer(help="Accounts of staff.", no_args_is_help=True)
audit_app = typer.Typer(help="The audit trail.", no_args_is_help=True)
Result = TypeVar("Result")


def with_process(settings: Settings, act: Callable[[Process], Awaitable[Result]]) -> Result:
    """Open the databases without starting any loop, act, close."""

    async def go() -> Result:
        process = composition.make_process(
            settings, () if settings.embedded else tuple(composition.OFFICES), loops=False
        )
        try:
            return await act(process)
        finally:
            for staff in process.staff:
                await staff.desk.database.close()
                await staff.desk.cabinet.close()

    with sentences():
        return asyncio.run(go())


@keys_app.command("init")
def keys_init(config: ConfigFile = None) -> None:
    """Make the keys that are missing. Keep a copy of the directory, apart from the data.

    Example: privacybalie keys init --config privacybalie.toml
    """
    settings = settings_from(config)
    compartments, one_way = (sorted({c for held in each.values() for c in held}) for each in (COMPARTMENTS, ONE_WAY))
    with sentences():
        made = keys.make_missing(settings.keys, compartments, one_way)
    print(f"{settings.keys}: {', '.join(made) if made else 'all keys are there already'}")


def migrate_command(config: ConfigFile = None) -> None:
    """Bring every database to the present shape; on PostgreSQL also schemas, roles and grants.

    Example: privacybalie migrate --config privacybalie.toml
    """
    settings = settings_from(config)
    with sentences():
        composition.prepare(settings)
    print("The databases are up to date.")


@staff_app.command("add")
def staff_add(
    name: Annotated[str, typer.Argument(help="The name that colleagues see.")],
    address: Annotated[str, typer.Argument(help="The e-mail address; also the name to sign in with.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    config: ConfigFile = None,
) -> None:
    """Invite a member of staff; prints the one-time link with which they choose a password.

    Example: privacybalie staff add "Sanne de Wit" sanne@company.example --role handler
    """
    settings = settings_from(config)

    async def act(process: Process) -> str:
        return await accounts.invite(process.desk("fulfil"), name, address, role, by="command-line")

    try:
        print(with_process(settings, act))
    except accounts.NotPossible as error:
        wrong_use(str(error))


@staff_app.command("list")
def staff_list(config: ConfigFile = None, json_: Json = False) -> None:
    """List the accounts.

    Example: privacybalie staff list --json
    """

    async def act(process: Process) -> list[accounts.Account]:
        return await accounts.listed(process.desk("fulfil"))

    for account in with_process(settings_from(config), act):
        row = {"id": account.id, "name": account.name, "roles": sorted(account.roles), "active": account.active}
        if json_:
            line(row)
        else:
            state = "active" if account.active else "disabled"
            print(f"{account.id}  {state:8}  {', '.join(sorted(account.roles))}  {account.name}")


@staff_app.command("disable")
def staff_disable(staff_id: str, config: ConfigFile = None) -> None:
    """Disable an account and end its sessions.

    Example: privacybalie staff disable 6f2c...
    """

    async def act(process: Process) -> None:
        await accounts.disable(process.desk("fulfil"), staff_id, by="command-line")

    try:
        with_process(settings_from(config), act)
    except accounts.NotPossible as error:
        wrong_use(str(error))
    print("Disabled.")


@audit_app.command("verify")
def audit_verify(config: ConfigFile = None, json_: Json = False) -> None:
    """Walk the audit chain of every service; names the first row that does not hold (exit code 1).

    Example: privacybalie audit verify
    """

    async def check(desk: Desk) -> tuple[int, audit.Break | None]:
        async with desk.database.read() as connection:
            return await audit.verify(connection, desk.audit_key)

    async def act(process: Process) -> dict[str, tuple[int, audit.Break | None]]:
        return {staff.office.name: await check(staff.desk) for staff in process.staff}

    whole = True
    for service, (good, broken) in with_process(settings_from(config), act).items():
        whole = whole and broken is None
        row = {"service": service, "rows": good, "ok": broken is None, "first_bad": broken.seq if broken else None}
        if json_:
            line(row)
        else:
            print(f"{service}: {good} rows hold" + (f"; row {broken.seq}: {broken.reason}" if broken else ""))
    raise typer.Exit(0 if whole else 1)


def suppressed_command(
    file: Annotated[Path, typer.Argument(help="The list; -: stdin.")] = Path("-"),
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Which addresses of a list (one a line; `-`: stdin) may not come back into a mailing list. Exit 1 if any.

    Example: privacybalie suppressed newsletter.txt
    """
    settings = settings_from(config)
    addresses = [each.strip() for each in read_input(file).decode("utf-8", "replace").splitlines() if each.strip()]

    async def act(process: Process) -> list[str]:
        return await suppressed(process.desk("fulfil"), addresses)

    found = with_process(settings, act)
    for address in found:
        if json_:
            line({"address": address, "suppressed": True})
        else:
            print(address)
    raise typer.Exit(1 if found else 0)


def evaluate_command(config: ConfigFile = None, json_: Json = False) -> None:
    """How good the proposals were on this desk's own mail: per kind, by what people decided. Holds no text.

    Example: privacybalie evaluate --json
    """

    async def act(process: Process) -> scores.Report:
        return await evaluation(process.desk("intake"))

    report = with_process(settings_from(config), act)
    if json_:
        line(scores.as_json(report))
    else:
        print(scores.as_text(report))
