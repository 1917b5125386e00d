"""Reading the fields of the case forms: each problem names its field."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from multidict import MultiDictProxy

from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable

Choice = TypeVar("Choice", bound=StrEnum)
Fields = MultiDictProxy[str]


def version_of(fields: Fields) -> int:
    """The version of the case that the form was made from."""
    text = fields.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable("version")
    return int(text)


def one_of(fields: Fields, name: str, choices: type[Choice]) -> Choice:
    """The choice that was made."""
    try:
        return choices(fields.get(name, ""))
    except ValueError:
        raise Unreadable(name, lazy("Make a choice.")) from None


def all_of(fields: Fields, name: str, choices: type[Choice]) -> list[Choice]:
    """The choices that were ticked."""
    try:
        return [choices(value) for value in fields.getall(name, [])]
    except ValueError:
        raise Unreadable(name) from None


def day_of(fields: Fields, name: str) -> date | None:
    """A day, or None when the field was left empty."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(name, lazy("Write the day like 2026-12-24.")) from None
