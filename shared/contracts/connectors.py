"""The configuration of who keeps data: routes, tasks, and the systems that the desk reaches by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from shared.platform.config import LOOPBACK, Section
from shared.vocabulary import Category

Known = Literal["address", "name"]
"""What the desk knows of a person and may search by."""


class ConnectorTable(Section):
    """Where a category lies in a system: the table, and what may be read and changed of it."""

    category: str
    """The category of data, C01 to C13."""
    table: str
    """sql: the name of the table, with its schema if it has one; csv: the name of the file."""
    key: str = "id"
    """The column that tells records apart."""
    match: dict[str, Known] = Field(min_length=1)
    """Columns that must be equal to what is known of the person: `{ email = "address" }`; all of them must be."""
    columns: tuple[str, ...] = Field(min_length=1)
    """The columns that are handed over; never passwords."""
    correct: tuple[str, ...] = ()
    """The columns that may be corrected."""
    anonymise: dict[str, str] = Field(default_factory=dict)
    """Columns and what is put in their place, where a record must stay; empty: records are erased whole."""

    @field_validator("category")
    @classmethod
    def is_known(cls, value: str) -> str:
        """One of the thirteen."""
        return str(Category(value))

    @model_validator(mode="after")
    def names_are_columns(self) -> ConnectorTable:
        """What is anonymised or corrected is not the key, or a record could not be found again."""
        if self.key in {*self.correct, *self.anonymise}:
            raise ValueError("the key of a record can be neither corrected nor anonymised")
        return self


class Connector(Section):
    """One system that the desk reaches by itself; every other system is done by hand."""

    system: str = Field(min_length=1, max_length=40)
    """The name of the system in the routing table."""
    kind: Literal["sql", "http", "csv", "hand"]
    """How it is reached; hand: as if it did not stand here."""
    url: str = ""
    """sql: the address of the database; http: the address under which `records` lies; nothing else is ever asked."""
    secret_file: Path | None = None
    """The file with the password (sql) or the bearer token (http)."""
    directory: Path | None = None
    """csv: where the bureau puts its exports, and where the desk puts orders to erase."""
    timeout_seconds: float = Field(10.0, gt=0, le=120)
    """How long one answer may take."""
    most_records: int = Field(2000, ge=1, le=100_000)
    """More records than this are never one person's: nothing is done, and a person must look."""
    tables: tuple[ConnectorTable, ...] = ()
    """sql, csv: what lies where."""

    @model_validator(mode="after")
    def is_whole(self) -> Connector:
        """What the kind needs is given, and nothing crosses a network in clear."""
        if self.kind == "sql" and not (self.url and self.tables):
            raise ValueError("kind = 'sql' needs url and tables")
        if self.kind == "csv" and not (self.directory and self.tables):
            raise ValueError("kind = 'csv' needs directory and tables")
        if self.kind == "http" and not _is_protected(self.url):
            raise ValueError("kind = 'http' needs url with https:// (http:// on loopback only)")
        return self


def _is_protected(url: str) -> bool:
    parts = urlsplit(url)
    plain = not (parts.query or parts.fragment or parts.username)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bool(parts.hostname) and plain and safe


class Tasks(Section):
    """Questions to those who keep the data (spec 3.5, 7.1)."""

    max_file_mb: int = Field(20, ge=1, le=100)
    """The largest file that a data holder can send with an answer."""


class RouteRow(Section):
    """One row of the routing table: which category lies in which system, and who answers (spec 7.1)."""

    category: str
    """The category of data, C01 to C13."""
    system: str
    """Where it lies."""
    holder: str = ""
    """Empty: as in the model of spec 7.1, by the name of the system."""
    actions: tuple[str, ...] = ()
    """Empty: as in the model, by the category."""
