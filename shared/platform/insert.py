"""Insert rows unless they are there already: the one statement that both databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert


async def insert_once(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert each row whose unique keys are not taken yet; returns how many were new.

    All rows name the same columns; they go to the database together.
    """
    return len(await insert_new(connection, table, rows))


async def insert_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> Sequence[Row[Any]]:
    """As `insert_once`; returns the primary keys of the rows that were new."""
    if not rows:
        return []
    statement = _statement(connection.dialect.name, table)
    new: Sequence[Row[Any]] = (await connection.execute(statement, [dict(row) for row in rows])).all()
    return new


def insert_missing(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """As `insert_once` for one row, for a program that waits for nothing else; True when it was new."""
    return connection.execute(_statement(connection.dialect.name, table), dict(row)).first() is not None


@cache
def _statement(dialect: str, table: Table) -> ReturningInsert[Any]:
    made = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    statement: ReturningInsert[Any] = made.on_conflict_do_nothing().returning(*table.primary_key)
    return statement
