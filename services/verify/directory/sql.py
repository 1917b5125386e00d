"""The client directory as one query on a database of the bureau: reading only, the term as a bound parameter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from services.verify.directory.records import missing, on_file
from services.verify.rules.on_file import OnFile
from services.verify.usecases.tools import DirectoryFails
from shared.contracts.settings import ClientDirectory
from shared.platform.config import read_secret

MOST: Final = 10
"""More people than this are never meant by one term."""
_READ_ONLY: Final = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
}


class SqlDirectory:
    """Runs the query of the configuration with `:term` bound; the columns of `records` come back."""

    def __init__(self, settings: ClientDirectory) -> None:
        self._settings = settings
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is connected before the first question."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        if self._engine is not None:
            self._engine.dispose()

    async def find(self, term: str) -> Sequence[OnFile]:
        """Everybody whom the query finds and the term means: the query may be broader than the rule."""
        return [person for person in await asyncio.to_thread(self._ask, term.strip()) if person.fits(term)]

    async def check(self) -> str:
        """Whether the query runs and has its columns; raises `DirectoryFails`."""
        await asyncio.to_thread(self._ask, "nobody@privacybalie.example")
        return "the query runs, read only"

    def _ask(self, term: str) -> list[OnFile]:
        try:
            with self._engine_().connect() as connection:
                found = connection.execute(text(self._settings.sql_query), {"term": term})
                if lacking := missing(found.keys()):
                    raise DirectoryFails(f"columns missing: {', '.join(lacking)}")
                return [on_file(dict(row)) for row in found.mappings().fetchmany(MOST)]
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise DirectoryFails(type(error).__name__) from None

    def _engine_(self) -> Engine:
        if self._engine is None:
            url = make_url(self._settings.sql_url)
            if url.drivername == "postgresql":
                url = url.set(drivername="postgresql+psycopg")
            if secret := read_secret(self._settings.secret_file):
                url = url.set(password=secret)
            self._engine = create_engine(url, pool_size=1, max_overflow=1, pool_pre_ping=True, hide_parameters=True)
            event.listen(self._engine, "connect", _only_read)
        return self._engine


def _only_read(connection: Connection, _record: object) -> None:
    """Tell each new connection of the driver that it may only read, whatever the account may."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a connection of the driver, not of SQLAlchemy
    words = next((said for name, said in _READ_ONLY.items() if name in type(connection).__module__), None)
    if words is None and "psycopg" in type(connection).__module__:
        words = _READ_ONLY["postgresql"]
    if words is None:
        raise DirectoryFails("this kind of database cannot be held to reading")
    cursor.execute(words)
    cursor.close()
    connection.commit()  # or a roll-back would take it back
