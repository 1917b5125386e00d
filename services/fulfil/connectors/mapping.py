"""From the declared mapping to tables of a real database: every name is looked up there, none is ever put into SQL.

A table, a key, a column that is not there is a failure with its name. A key must be unique, or one order could touch
two people.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, and_, func, inspect
from sqlalchemy.exc import NoSuchTableError, SAWarning
from sqlalchemy.types import Integer, NullType, Numeric, String, TypeEngine, Uuid

from services.fulfil.rules.connected import Subject, Value
from services.fulfil.usecases.systems import ConnectorFails
from shared.contracts.connectors import ConnectorTable


@dataclass(frozen=True)
class Mapped:
    """A declared table with the real one."""

    declared: ConnectorTable
    table: Table

    @property
    def key(self) -> Column[Any]:
        """The column that tells records apart."""
        return self.table.c[self.declared.key]

    def of(self, subject: Subject) -> ColumnElement[bool]:
        """The condition that a record is this person's: every declared column, capitals and outer blanks aside."""
        known = {"address": subject.address.strip(), "name": subject.name.strip()}
        if not all(known[each] for each in self.declared.match.values()):
            raise ConnectorFails("too little is known of the person to search by")
        return and_(*(_same(self.table.c[name], known[what]) for name, what in self.declared.match.items()))

    def key_value(self, text: str | int) -> object:
        """A key as its column holds it."""
        read = next((made for kind, made in _KEYS.items() if isinstance(self.key.type, kind)), None)
        return read(str(text)) if read is not None else text


_KEYS: Final[Mapping[type[TypeEngine[Any]], Callable[[str], object]]] = {
    Integer: int,
    Numeric: Decimal,
    Uuid: UUID,
    String: str,
}


def _same(column: Column[Any], value: str) -> ColumnElement[bool]:
    # Databases lower other letters than Python does: either spelling counts. One expression, so that an index helps.
    return func.lower(func.trim(column)).in_([value.lower(), func.lower(value)])


def mapped(connection: Connection, declared: ConnectorTable) -> Mapped:
    """Look a declared table up; raises `ConnectorFails` with what is missing."""
    with warnings.catch_warnings():
        # An index on an expression cannot be reflected, and need not be: it is no key.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection", SAWarning)
        return _mapped(connection, declared)


def _mapped(connection: Connection, declared: ConnectorTable) -> Mapped:
    schema, _, name = declared.table.rpartition(".")
    try:
        table = Table(name, MetaData(), schema=schema or None, autoload_with=connection, resolve_fks=False)
    except NoSuchTableError:
        raise ConnectorFails(f"there is no table '{declared.table}'") from None
    named = {declared.key, *declared.match, *declared.columns, *declared.correct, *declared.anonymise}
    if missing := sorted(named - set(table.c.keys())):
        raise ConnectorFails(f"table '{declared.table}' lacks: {', '.join(missing)}")
    if frozenset({declared.key}) not in _unique(connection, table):
        raise ConnectorFails(f"table '{declared.table}': '{declared.key}' is not unique")
    if wrong := [c for c in declared.match if not isinstance(table.c[c].type, String | NullType)]:
        raise ConnectorFails(f"table '{declared.table}': no text to compare: {', '.join(wrong)}")
    return Mapped(declared, table)


def _unique(connection: Connection, table: Table) -> Collection[frozenset[str]]:
    look = inspect(connection)
    found = [frozenset(column.name for column in table.primary_key)]
    found += [frozenset(each["column_names"]) for each in look.get_unique_constraints(table.name, table.schema)]
    indexes = look.get_indexes(table.name, table.schema)
    return [*found, *(frozenset(str(c) for c in each["column_names"]) for each in indexes if each["unique"])]


def plain(value: object) -> Value:
    """A value of a database as a file of JSON can hold it."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return f"({len(bytes(value))} bytes)"
    return str(value)
