"""A system as its database: searched by the declared mapping, changed record by record in one transaction.

Values are bound, names come from the database itself. A change touches a record only while it is still this person's,
so a key that was given out anew harms nobody; all of an order's records change together, or none does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final, Self

from sqlalchemy import Connection, Delete, Engine, Update, create_engine, delete, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from services.fulfil.connectors.mapping import Mapped, mapped, plain
from services.fulfil.rules.connected import Change, Record, Subject, What
from services.fulfil.usecases.systems import ConnectorFails, Done, within
from shared.contracts.connectors import Connector as Settings
from shared.contracts.connectors import ConnectorTable
from shared.platform.config import read_secret

_FAILURES: Final = (SQLAlchemyError, ImportError, OSError)


class SqlConnector:
    """Any database that SQLAlchemy reaches."""

    finishes = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is connected before the first question."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        if self._engine is not None:
            self._engine.dispose()

    @property
    def can(self) -> frozenset[What]:
        """Erasing always; correcting and anonymising where the mapping declares what of."""
        declared = self._settings.tables
        more = {What.CORRECT: any(t.correct for t in declared), What.ANONYMISE: any(t.anonymise for t in declared)}
        return frozenset({What.ERASE, *(what for what, there in more.items() if there)})

    def correctable(self, category: str) -> tuple[str, ...]:
        """The columns that the mapping lets be corrected."""
        return tuple(dict.fromkeys(name for table in self._tables(category) for name in table.correct))

    async def search(self, subject: Subject, category: str) -> list[Record]:
        """Every record of a person, in the order of the declared tables."""
        return await asyncio.to_thread(self._search, subject, category)

    async def change(self, change: Change, records: Mapping[int, Record], done: Done) -> None:
        """All of it in one transaction, then all of it noted."""
        await done(await asyncio.to_thread(self._change, change, records))

    async def check(self) -> str:
        """Whether the database answers and has every name of the mapping."""
        return await asyncio.to_thread(self._check)

    def _tables(self, category: str) -> list[ConnectorTable]:
        return [each for each in self._settings.tables if each.category == category]

    def _check(self) -> str:
        try:
            with self._engine_().connect() as connection:
                for declared in self._settings.tables:
                    mapped(connection, declared)
        except _FAILURES as error:
            raise ConnectorFails(type(error).__name__) from None
        return f"{len(self._settings.tables)} tables as declared"

    def _search(self, subject: Subject, category: str) -> list[Record]:
        found: list[Record] = []
        try:
            with self._engine_().connect() as connection:
                for declared in self._tables(category):
                    found += self._records(connection, mapped(connection, declared), subject)
        except _FAILURES as error:
            raise ConnectorFails(type(error).__name__) from None
        return within(found, self._settings.most_records)

    def _records(self, connection: Connection, at: Mapped, subject: Subject) -> list[Record]:
        columns = [at.table.c[name] for name in at.declared.columns]
        query = select(at.key.label("_key"), *columns).where(at.of(subject)).order_by(at.key)
        rows = connection.execute(query.limit(self._settings.most_records + 1))
        return [_record(at, row) for row in rows]

    def _change(self, change: Change, records: Mapping[int, Record]) -> dict[int, bool]:
        found: dict[int, bool] = {}
        try:
            with self._engine_().begin() as connection:
                at = {each.table: mapped(connection, each) for each in self._tables(change.category)}
                for place, record in records.items():
                    found[place] = _touch(connection, at[record.place], change, record)
        except KeyError:
            raise ConnectorFails("the mapping changed since the order was planned; plan it again") from None
        except _FAILURES as error:
            raise ConnectorFails(type(error).__name__) from None
        return found

    def _engine_(self) -> Engine:
        if self._engine is None:
            url = make_url(self._settings.url)
            more: dict[str, Any] = {}
            if url.drivername == "postgresql":
                url = url.set(drivername="postgresql+psycopg")
            if url.get_backend_name() == "postgresql":
                limit = int(self._settings.timeout_seconds * 1000)
                more = {"options": f"-c statement_timeout={limit}", "connect_timeout": 10}
            if secret := read_secret(self._settings.secret_file):
                url = url.set(password=secret)
            self._engine = create_engine(
                url, pool_size=1, max_overflow=1, pool_pre_ping=True, hide_parameters=True, connect_args=more
            )
        return self._engine


def _record(at: Mapped, row: Any) -> Record:
    values = {name: plain(value) for name, value in zip(at.declared.columns, row[1:], strict=True)}
    key = row[0] if isinstance(row[0], int) else str(row[0])
    return Record(at.declared.table, key, values)


def _touch(connection: Connection, at: Mapped, change: Change, record: Record) -> bool:
    """Change one record; False when it is gone, or not this person's any more."""
    statement = _statement(at, change)
    if statement is None:
        return True  # an order may span tables of which only some have what is corrected
    done = connection.execute(statement.where(at.key == at.key_value(record.key), at.of(change.subject)))
    if done.rowcount > 1:
        raise ConnectorFails("a key fits several records")
    return done.rowcount == 1


def _statement(at: Mapped, change: Change) -> Update | Delete | None:
    if change.what is What.ERASE:
        return delete(at.table)
    if change.what is What.ANONYMISE:
        wanted: Mapping[str, str] = at.declared.anonymise
        if not wanted:
            raise ConnectorFails(f"nothing is declared to be anonymised in '{at.declared.table}'")
    else:
        wanted = {name: value for name, value in change.values.items() if name in at.declared.correct}
    return update(at.table).values({at.table.c[name]: value for name, value in wanted.items()}) if wanted else None
