"""The tables beside the letters, read once: which fields a letter needs (R8-1) and what codes are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from services.notify.rules.who_gets_what import Recipient
from shared.vocabulary import Language, Letter

FOLDER = Path(__file__).parent


class FieldType(StrEnum):
    """How a fact is shown; `letters.toml` explains each."""

    REFERENCE = "reference"
    NAME = "name"
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    PLAIN_DATE = "plain_date"
    LAST_DAY = "last_day"
    MOMENT = "moment"
    LINK = "link"
    CODE = "code"
    CODES = "codes"
    SIGHTINGS = "sightings"
    FLAG = "flag"
    NUMBER = "number"
    MONEY = "money"
    FATES = "fates"
    SUM = "sum"


@dataclass(frozen=True)
class Field:
    """One fact that letters use: its type, an invented sample, and for codes where their words are."""

    name: str
    type: FieldType
    sample: Any
    default: Any = None
    words: str = ""
    unknown: str = ""
    """What to do with a code without words: "show" it as text, or use the words of this code instead."""


@dataclass(frozen=True)
class Form:
    """What is known of a letter before it is written."""

    letter: Letter
    name: Mapping[Language, str]
    recipient: Recipient
    automatic: bool
    """Whether it may go out without a person (spec 8.1)."""
    required: tuple[str, ...]
    optional: tuple[str, ...]
    needs_words_when: str = ""
    """The flag that asks for reasons in `words` and for the block on the reader's rights (R8-2)."""
    tells_rights: bool = False
    """Whether that block always stands in it (R8-2)."""

    @property
    def fields(self) -> tuple[str, ...]:
        """All the fields that the letter may use."""
        return (*self.required, *self.optional)


@cache
def forms() -> Mapping[Letter, Form]:
    """All letters, by id."""
    table = _read("letters.toml")
    shared = tuple(table["shared"]["optional"])
    return {Letter(id_): _form(Letter(id_), row, shared) for id_, row in table["letters"].items()}


def _form(letter: Letter, row: Mapping[str, Any], shared: tuple[str, ...]) -> Form:
    required = tuple(row["required"])
    return Form(
        letter=letter,
        name={Language(code): text for code, text in row["name"].items()},
        recipient=Recipient(row["recipient"]),
        automatic=row["automatic"],
        required=required,
        optional=(*row.get("optional", ()), *(name for name in shared if name not in required)),
        needs_words_when=row.get("needs_words_when", ""),
        tells_rights=row.get("tells_rights", False),
    )


@cache
def fields() -> Mapping[str, Field]:
    """All fields, by name."""
    rows = _read("letters.toml")["fields"]
    return {name: Field(name, **{**row, "type": FieldType(row["type"])}) for name, row in rows.items()}


def words(domain: str, code: str, language: Language) -> str | None:
    """What a code is called, or None when it has no words."""
    entry = _words().get(domain, {}).get(code)
    return None if entry is None else entry[language]


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return _read("words.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
