"""The client directory as a CSV file that the bureau exports: UTF-8, a heading, comma or semicolon between."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from services.verify.directory.records import missing, on_file
from services.verify.rules.on_file import OnFile
from services.verify.usecases.tools import DirectoryFails

LARGEST: Final = 50_000_000  # bytes; an export of a whole company's clients is far below this


class CsvDirectory:
    """Reads the file anew for each question, so that a new export counts at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def find(self, term: str) -> Sequence[OnFile]:
        """Everybody meant by this client number, address or whole name."""
        return [person for person in await asyncio.to_thread(self._read) if person.fits(term)]

    async def check(self) -> str:
        """How many people it knows; raises `DirectoryFails`."""
        return f"{len(await asyncio.to_thread(self._read))} people"

    def _read(self) -> list[OnFile]:
        try:
            if self._path.stat().st_size > LARGEST:
                raise DirectoryFails("the file is larger than 50 MB")
            with self._path.open(encoding="utf-8-sig", newline="") as opened:
                heading = opened.readline()
                opened.seek(0)
                reader = csv.DictReader(opened, delimiter=";" if heading.count(";") > heading.count(",") else ",")
                if lacking := missing(reader.fieldnames or ()):
                    raise DirectoryFails(f"columns missing: {', '.join(lacking)}")
                return [on_file(row) for row in reader]
        except (OSError, UnicodeError, csv.Error) as error:
            raise DirectoryFails(type(error).__name__) from None
