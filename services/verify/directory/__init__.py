"""The bureau's client directory, read only: a CSV file, a query in SQL, a look-up over HTTP, or none.

`opened` gives the one of the configuration. What is found is personal data: it is returned, never logged; a failure
says which kind of failure it was and nothing of what was asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.verify.directory.csv_file import CsvDirectory
from services.verify.directory.http import HttpDirectory
from services.verify.directory.sql import SqlDirectory
from services.verify.usecases.tools import Directory
from shared.contracts.settings import ClientDirectory

__all__ = ["opened"]


@asynccontextmanager
async def opened(settings: ClientDirectory) -> AsyncIterator[Directory | None]:
    """The directory of the configuration; None when people look into the file themselves."""
    match settings.kind:
        case "csv":
            assert settings.csv_file is not None  # noqa: S101 -- the settings insist on it
            yield CsvDirectory(settings.csv_file)
        case "sql":
            with SqlDirectory(settings) as sql:
                yield sql
        case "http":
            async with HttpDirectory(settings) as http:
                yield http
        case "none":
            yield None
