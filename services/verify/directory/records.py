"""From a row or a JSON object to what is on file: one set of column names for every kind of directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from services.verify.rules.on_file import OnFile
from services.verify.usecases.tools import DirectoryFails

REQUIRED: Final = ("name", "email", "phone")
OPTIONAL: Final = ("client", "birth_date", "since")
BETWEEN: Final = ";"
"""Several addresses or numbers in one column."""


def missing(columns: Iterable[str]) -> list[str]:
    """The columns that a directory needs and lacks."""
    there = set(columns)
    return [name for name in REQUIRED if name not in there]


def on_file(record: Mapping[str, object]) -> OnFile:
    """One person. Raises `DirectoryFails` when a date cannot be read."""
    return OnFile(
        name=_text(record.get("name")),
        addresses=_several(record.get("email")),
        numbers=_several(record.get("phone")),
        client=_text(record.get("client")),
        birth_date=_day(record.get("birth_date")),
        since=_day(record.get("since")),
    ).usable()


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _several(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else _text(value).split(BETWEEN)
    return tuple(text for part in parts if (text := _text(part)))


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    text = _text(value)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise DirectoryFails("a date is not written as 2026-11-30") from None
