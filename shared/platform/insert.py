"""Insert rows unless they are there already: the one statement that both databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_once(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert each row whose unique keys are not taken yet; returns how many were new."""
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    new = 0
    for row in rows:
        statement = dialect.insert(table).values(**row).on_conflict_do_nothing()
        new += (await connection.execute(statement)).rowcount
    return new
