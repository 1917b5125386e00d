"""A system as files that the bureau exports: searched and handed over; an order to erase is a file for its holder.

The desk cannot reach into such a system. It writes down which records must go, by their keys alone, and a person
erases them and says so on the case.
"""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from services.fulfil.rules.connected import Change, Record, Subject, What
from services.fulfil.usecases.systems import ConnectorFails, Done, within
from shared.contracts.connectors import Connector as Settings
from shared.contracts.connectors import ConnectorTable

LARGEST: Final = 500_000_000  # bytes of an export
ORDERS: Final = "orders"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class FileConnector:
    """Reads the files anew for each question, so that a new export counts at once."""

    finishes = False
    can = frozenset({What.ERASE})

    def __init__(self, settings: Settings) -> None:
        assert settings.directory is not None  # noqa: S101 -- the settings insist on it
        self._settings = settings
        self._directory = settings.directory

    def correctable(self, category: str) -> tuple[str, ...]:
        """Nothing: a file is a copy."""
        del category
        return ()

    async def search(self, subject: Subject, category: str) -> list[Record]:
        """Every row of a person."""
        return await asyncio.to_thread(self._search, subject, category)

    async def change(self, change: Change, records: Mapping[int, Record], done: Done) -> None:
        """Write the order for the holder; the same order is one file however often it is tried."""
        if change.what is not What.ERASE:
            raise ConnectorFails("files can only be asked to be erased from")
        await asyncio.to_thread(self._order, change, records)
        await done(dict.fromkeys(records, True))

    async def check(self) -> str:
        """Whether every file is there with its columns, and orders can be written."""
        return await asyncio.to_thread(self._check)

    def _check(self) -> str:
        for declared in self._settings.tables:
            for _row in self._rows(declared):
                break
        try:
            (self._directory / ORDERS).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ConnectorFails(f"orders cannot be written: {type(error).__name__}") from None
        return f"{len(self._settings.tables)} files as declared"

    def _search(self, subject: Subject, category: str) -> list[Record]:
        known = {"address": _folded(subject.address), "name": _folded(subject.name)}
        found: list[Record] = []
        for declared in self._settings.tables:
            if declared.category != category:
                continue
            if not all(known[what] for what in declared.match.values()):
                raise ConnectorFails("too little is known of the person to search by")
            for row in self._rows(declared):
                if all(_folded(row[name]) == known[what] for name, what in declared.match.items()):
                    data = {name: row[name] for name in declared.columns}
                    found.append(Record(declared.table, row[declared.key], data))
        return within(found, self._settings.most_records)

    def _rows(self, declared: ConnectorTable) -> Iterator[dict[str, str]]:
        path = self._directory / declared.table
        if path.parent != self._directory:
            raise ConnectorFails("a file lies outside its directory")
        needed = {declared.key, *declared.match, *declared.columns}
        try:
            if path.stat().st_size > LARGEST:
                raise ConnectorFails(f"'{declared.table}' is larger than 500 MB")
            with path.open(encoding="utf-8-sig", newline="") as opened:
                heading = opened.readline()
                opened.seek(0)
                reader = csv.DictReader(opened, delimiter=";" if heading.count(";") > heading.count(",") else ",")
                if missing := sorted(needed - set(reader.fieldnames or ())):
                    raise ConnectorFails(f"'{declared.table}' lacks: {', '.join(missing)}")
                for row in reader:
                    yield {name: row[name] or "" for name in needed}
        except (OSError, UnicodeError, csv.Error) as error:
            raise ConnectorFails(f"'{declared.table}': {type(error).__name__}") from None

    def _order(self, change: Change, records: Mapping[int, Record]) -> None:
        path = order_file(self._directory, change.id)
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with part.open("w", encoding="utf-8", newline="") as opened:
                part.chmod(0o600)
                writer = csv.writer(opened, delimiter=";")
                writer.writerow(["number", "file", "key"])
                writer.writerows([place, _cell(record.place), _cell(record.key)] for place, record in records.items())
            part.replace(path)
        except OSError as error:
            raise ConnectorFails(f"orders cannot be written: {type(error).__name__}") from None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _cell(value: str | int) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def order_file(directory: Path, order_id: str) -> Path:
    """Where the order to erase lies that the holder is to carry out."""
    return directory / ORDERS / f"erase-{order_id}.csv"
