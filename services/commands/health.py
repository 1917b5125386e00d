"""`health`: ask a running desk whether it is ready; what a container's health check calls."""

from __future__ import annotations

import asyncio
from typing import Annotated

import aiohttp
import typer

from services.commands.output import ConfigFile, Json, line, settings_from, to_people

PATIENCE = aiohttp.ClientTimeout(total=10)


def health_command(
    url: Annotated[str | None, typer.Option(help="Where the desk is; default: this machine, port web.port.")] = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Is the desk ready? Exit code 0 when every part is, 1 when one is not or nobody answers.

    Example: privacybalie health --url http://127.0.0.1:8080
    """
    base = url or f"http://127.0.0.1:{settings_from(config).web.port}"
    parts, complaint = asyncio.run(ask(base))
    ready = not complaint and all(parts.values())
    if json_:
        line({"ready": ready, "parts": parts, "complaint": complaint})
    else:
        missing = complaint or ", ".join(name for name, well in sorted(parts.items()) if not well)
        to_people.print("ready" if ready else f"not ready: {missing}", markup=False)
    raise typer.Exit(0 if ready else 1)


async def ask(base: str) -> tuple[dict[str, bool], str]:
    """The parts that `/readyz` names with how each is, and what stood in the way of asking (empty: nothing)."""
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.get(f"{base.rstrip('/')}/readyz") as answer,
        ):
            told = await answer.json()
            return {str(name): bool(well) for name, well in told["parts"].items()}, ""
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, AttributeError, TypeError) as error:
        return {}, f"{base} does not answer as a desk does ({type(error).__name__})"
