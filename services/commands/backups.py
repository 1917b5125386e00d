"""`backup`, `restore` and `replay`: data and keys in two files, and what was erased stays erased."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from services import composition
from services.commands.operations import with_process
from services.commands.output import ConfigFile, Json, line, settings_from, to_people, wrong_use
from services.commands.replaying import Replayed, replay
from shared.contracts.people import ID
from shared.contracts.settings import Settings
from shared.platform import backups, ledger, migrate, post
from shared.platform.backups import BadBackup, CannotBackUp
from shared.platform.clock import SystemClock
from shared.platform.migrate import Home
from shared.platform.process import Process

FOLDERS = ("mail", "packages")
"""What goes into a backup. `vault` never does: copies of identity documents are in no backup (R4-13)."""
KEYS = ".keys"
Ledger = Annotated[Path | None, typer.Option("--ledger", help="A ledger that was kept elsewhere.", show_default=False)]


def _data(settings: Settings) -> list[Home]:
    return [home for home in _homes(settings) if home.name != migrate.CABINET]


def _homes(settings: Settings) -> list[Home]:
    return composition.homes(settings, admin=bool(settings.database_admin_url))


def _cabinet(settings: Settings) -> Home:
    return next(home for home in _homes(settings) if home.name == migrate.CABINET)


def _say(words: str) -> None:
    to_people.print(f"... {words}", markup=False)


def backup_command(
    out: Annotated[Path, typer.Option("--out", help="The file to write; the keys go to FILE.keys.")],
    only_ledger: Annotated[
        bool, typer.Option("--only-ledger", help="Write the ids of what was destroyed, and nothing else.")
    ] = False,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Write a backup while the desk runs: FILE holds data and sealed files, FILE.keys the wrapped keys.

    Keep the two apart, and the long-lived keys (`keys_dir`) apart from both.

    Example: privacybalie backup --out /backup/desk-monday
    """
    settings = settings_from(config)
    cabinet = _cabinet(settings).url
    try:
        if only_ledger:
            count = ledger.write_keys(out, cabinet, only_destroyed=True)
            _tell({"file": str(out), "destroyed": count}, f"{out}: {count} destroyed keys by name", json_)
            return
        made = backups.write(out, _data(settings), settings.data_dir, FOLDERS, SystemClock().now(), _say)
        keys = ledger.write_keys(out.with_name(out.name + KEYS), cabinet, left_out=ID)
    except CannotBackUp as error:
        wrong_use(str(error))
    except OSError as error:
        wrong_use(f"{error.filename or out}: {error.strerror}")
    told = {"file": str(out), "keys": f"{out}{KEYS}", "bytes": out.stat().st_size, "files": made.files, "lines": keys}
    _tell({**told, "databases": dict(made.databases)}, f"{out} and {out}{KEYS}: {made.files} files, {keys} keys", json_)


def _tell(told: dict[str, object], words: str, json_: bool) -> None:
    if json_:
        line(told)
    else:
        print(words)


def restore_command(
    file: Annotated[Path, typer.Argument(help="The backup; its keys are looked for in FILE.keys.")],
    keys: Annotated[Path | None, typer.Option("--keys", help="The keys of this backup.", show_default=False)] = None,
    ledger_file: Ledger = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of the data that is there.")] = False,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Put a backup back, on a stopped desk, and destroy again what was destroyed since.

    Keys that are here stay; those that were destroyed, here or in a ledger, stay destroyed.

    Example: privacybalie restore /backup/desk-monday --replace
    """
    settings = settings_from(config)
    _insist_stopped(settings)
    try:
        homes = _data(settings)
        held = backups.look(file, {home.name for home in homes})
        if not replace and any(_is_there(home) for home in homes):
            wrong_use("there is data here already. Give --replace to put the backup in its place.")
        rows = ledger.read_keys(_keys_beside(file, keys))
        lines = ledger.read_keys(ledger_file) if ledger_file else []
        composition.prepare(settings)
        came, _ = ledger.merge_keys(_cabinet(settings).url, [*rows, *lines])
        backups.put_back(file, homes, settings.data_dir, _say)
        composition.prepare(settings)
    except BadBackup as error:
        to_people.print(f"privacybalie: {error}", style="red", markup=False)
        raise typer.Exit(1) from None
    except CannotBackUp as error:
        wrong_use(str(error))
    again = _replay(settings)
    told = {"file": str(file), "made_at": held.made_at, "files": held.files, "keys": came, "replayed": again.as_dict()}
    _tell(told, f"Restored as of {held.made_at:%Y-%m-%d %H:%M} UTC; {_words(again)}.", json_)


def _keys_beside(file: Path, keys: Path | None) -> Path:
    found = keys or file.with_name(file.name + KEYS)
    if not found.exists():
        wrong_use(f"the keys {found} are not there. Give --keys; without them the data cannot be read.")
    return found


def _is_there(home: Home) -> bool:
    return home.url.get_backend_name() != "sqlite" or Path(home.url.database or "").exists()


def _insist_stopped(settings: Settings) -> None:
    with socket.socket() as door:
        door.settimeout(1)
        if settings.web.port and door.connect_ex((settings.web.host, settings.web.port)) == 0:
            wrong_use(f"something answers on {settings.web.host}:{settings.web.port}. Stop the desk first.")


def _replay(settings: Settings) -> Replayed:
    gone = ledger.destroyed(_cabinet(settings).url)

    async def act(process: Process) -> Replayed:
        return await replay(process, gone)

    return with_process(settings, act)


def _words(done: Replayed) -> str:
    return (
        f"destroyed again: {done.cases} case(s), {done.packages} package(s), {done.mails} mail(s), "
        f"{done.erasures} recorded erasure(s); {done.due} due by their own term"
    )


def replay_command(
    service: Annotated[
        str | None, typer.Argument(help="The service whose dead messages get a new life; none: erasures.")
    ] = None,
    message: Annotated[str | None, typer.Option(help="Only this dead message id.")] = None,
    ledger_file: Ledger = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Destroy again, after a restore, what was destroyed since the backup; with a SERVICE: try its dead messages anew.

    Example: privacybalie replay --ledger /elsewhere/ledger
    """
    settings = settings_from(config)
    if service is not None:
        _replay_messages(settings, service, message)
        return
    try:
        lines = ledger.read_keys(ledger_file) if ledger_file else []
    except BadBackup as error:
        wrong_use(str(error))
    _, gone = ledger.merge_keys(_cabinet(settings).url, lines)
    done = _replay(settings)
    _tell({"keys": gone, **done.as_dict()}, f"{gone} key(s) destroyed by the ledger; {_words(done)}.", json_)


def _replay_messages(settings: Settings, service: str, message: str | None) -> None:
    if service not in composition.OFFICES:
        wrong_use(f"no such service: {service}. There are {', '.join(composition.OFFICES)}.")

    async def act(process: Process) -> int:
        desk = process.desk(service)
        async with desk.database.write() as connection:
            return await post.replay(connection, desk.clock.now(), message)

    count = with_process(settings, act)
    to_people.print(f"{count} message(s) will be tried again.")
    raise typer.Exit(0 if count else 1)
