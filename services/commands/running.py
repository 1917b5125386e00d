"""`run`: start services and stay until asked to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web

from services import composition
from services.commands.output import ConfigFile, sentences, settings_from, wrong_use
from services.fulfil.usecases import accounts
from shared.contracts.settings import Settings
from shared.platform import logs
from shared.platform.config import BadConfiguration, Web
from shared.platform.confined import NotProtected
from shared.platform.process import Process

Services = Annotated[list[str] | None, typer.Argument(help="intake, verify, fulfil, notify; none: all four.")]


def run_command(services: Services = None, config: ConfigFile = None) -> None:
    """Run the desk: all four services in one process, or the named ones.

    Example: privacybalie run --config privacybalie.toml
    """
    names = services or []
    unknown = sorted(set(names) - set(composition.OFFICES))
    if unknown:
        wrong_use(f"no such service: {', '.join(unknown)}. There are {', '.join(composition.OFFICES)}.")
    settings = settings_from(config)
    logs.set_up(settings.log_format)
    with sentences():
        asyncio.run(_run(settings, names))


async def _run(settings: Settings, names: Sequence[str]) -> None:
    told = told_to_stop()
    if settings.databases.startswith("sqlite:"):
        await asyncio.to_thread(composition.prepare, settings)
    else:
        await asyncio.to_thread(composition.check_prepared, settings, names or list(composition.OFFICES))
    async with serving(settings, names) as process:
        if any(staff.office.name == "fulfil" for staff in process.staff):
            await greet(process)
        await told.wait()


@asynccontextmanager
async def serving(
    settings: Settings, names: Sequence[str] = (), extend: Callable[[web.Application], None] = lambda _app: None
) -> AsyncIterator[Process]:
    """A started process with its web door open; `extend` may add pages to it."""
    process = composition.make_process(settings, names)
    try:
        await process.start()
    except NotProtected as error:
        raise BadConfiguration(
            f"the decoder of uploads cannot be confined here ({error}). Allow user namespaces or seccomp, or accept "
            "the risk with allow_unprotected_decoder = true."
        ) from error
    except OSError as error:
        raise BadConfiguration(
            f"the bus cannot be reached ({type(error).__name__}). Start RabbitMQ, or check bus_url and its password."
        ) from error
    app = composition.make_web(settings, process)
    extend(app)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await _open_door(runner, settings.web)
        yield process
    finally:
        await runner.cleanup()
        await process.stop()


async def _open_door(runner: web.AppRunner, at: Web) -> None:
    try:
        await web.TCPSite(runner, at.host, at.port).start()
    except OSError as error:
        raise BadConfiguration(
            f"web.port: {at.host}:{at.port} cannot be used ({os.strerror(error.errno or 0)}). Choose a free port."
        ) from error


async def greet(process: Process) -> None:
    """At the first start there is no account: print the one-time link that makes the first one."""
    link = await accounts.first_invitation(process.desk("fulfil"))
    if link:
        typer.echo(f"No account yet. Make the first one (this link works once, for 48 hours):\n  {link}")


def told_to_stop() -> asyncio.Event:
    """Listen for SIGTERM and Ctrl-C from now on; the event is set when one comes."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    return told


def state_directory(data: Path | None) -> Path:
    """Where the demo keeps its things."""
    return (data or Path("var/demo")).resolve()
