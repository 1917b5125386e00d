"""The reference's chapter on the command line, read from typer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from services.__main__ import app
from services.commands.reference.tables import first_line, table


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    yield from _below(typer.main.get_command(app), "privacybalie")


def _below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word in sorted(inner):
        yield from _below(inner[word], f"{name} {word}")


def section() -> str:
    """The chapter."""
    parts = ["## Command line\n", "Exit codes: 0 done, 1 the answer is no, 2 wrong use.\n"]
    parts += [_one(name, command) for name, command in commands()]
    return "\n".join(parts)


def _one(name: str, command: Any) -> str:
    said, _, example = (command.help or "").partition("Example: ")
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    lines = [f"### `{name}`\n", " ".join(said.split()) + "\n"]
    if example:
        lines.append(f"    {example.strip()}\n")
    if rows:
        lines.append(table(("option", "meaning", "default"), rows))
    return "\n".join(lines)


def _row(parameter: Any) -> tuple[str, str, str]:
    is_argument = parameter.param_type_name == "argument"
    name = parameter.name.upper() if is_argument else ", ".join([*parameter.opts, *parameter.secondary_opts])
    default = "" if parameter.default is None or callable(parameter.default) else str(parameter.default)
    needed = "required" if parameter.required else default
    return f"`{name}`", first_line(getattr(parameter, "help", "")), needed
