"""How commands print: results on stdout (JSON lines with `--json`), progress and complaints on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from shared.contracts.settings import Settings
from shared.platform.config import BadConfiguration, load

ConfigFile = Annotated[Path | None, typer.Option("--config", help="Your privacybalie.toml.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]
DEFAULT_CONFIG = Path("privacybalie.toml")

to_people = Console(stderr=True, highlight=False)


def line(result: Mapping[str, Any]) -> None:
    """One result as one line of JSON."""
    print(json.dumps(result, ensure_ascii=False, default=str), flush=True)


def wrong_use(sentence: str) -> NoReturn:
    """Say what is wrong and end with code 2."""
    to_people.print(f"privacybalie: {sentence}", style="red", markup=False)
    raise typer.Exit(2)


def settings_from(config: Path | None) -> Settings:
    """The settings of `--config`, else of ./privacybalie.toml when it is there; a sentence and code 2 when bad."""
    file = config or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)
    with sentences():
        return load(Settings, file)


@contextmanager
def sentences() -> Iterator[None]:
    """Bad configuration is a sentence and code 2, never a traceback."""
    try:
        yield
    except BadConfiguration as error:
        wrong_use(str(error))


def read_input(file: Path) -> bytes:
    """The bytes of a file (`-`: stdin); a sentence and code 2 when it cannot be read."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        wrong_use(f"{file}: {error.strerror}")
