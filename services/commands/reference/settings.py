"""The reference's chapter on the configuration, read from the settings model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from services.commands.reference.tables import field_docs, first_line, table, type_name
from shared.contracts.settings import Settings


@dataclass(frozen=True)
class Key:
    """One thing that can be set."""

    section: str
    name: str
    type: str
    default: Any
    said: str

    @property
    def path(self) -> str:
        """The key as the documents write it."""
        return f"{self.section}.{self.name}" if self.section else self.name

    @property
    def variable(self) -> str:
        """The variable of the environment that goes over the file."""
        return "PRIVACYBALIE_" + self.path.replace(".", "__").upper()


def sections() -> dict[str, tuple[str, list[Key]]]:
    """Every table of the file with what it is about; the first, without a name, holds the keys at the top."""
    tables = {name: model for name, (model, _repeated) in _tables().items()}
    found = {"": ("", list(_keys("", Settings)))}
    found |= {name: (first_line(model.__doc__), list(_keys(name, model))) for name, model in tables.items()}
    return found


def is_repeated(section: str) -> bool:
    """Whether a table may stand several times in the file (`[[routing]]`)."""
    return bool(section) and _tables()[section][1]


def _tables() -> dict[str, tuple[type[BaseModel], bool]]:
    found: dict[str, tuple[type[BaseModel], bool]] = {}
    for name, field in Settings.model_fields.items():
        inner = _model(field.annotation)
        if inner is not None:
            found[name] = inner
    return found


def _model(annotation: Any) -> tuple[type[BaseModel], bool] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for inner in get_args(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner, True
    return None


def _keys(section: str, model: type[BaseModel]) -> Iterator[Key]:
    said = field_docs(model)
    for name, field in model.model_fields.items():
        if _model(field.annotation) is None:
            yield Key(section, name, _type(field), None if field.is_required() else field.default, said.get(name, ""))


def _type(field: FieldInfo) -> str:
    limits = {type(limit).__name__: limit for limit in field.metadata}
    low = next((f"{getattr(limits[n], n.lower())}" for n in ("Ge", "Gt") if n in limits), "")
    high = f"{limits['Le'].le}" if "Le" in limits else ""
    more = f", {'over ' if 'Gt' in limits else ''}{low} to {high}" if low else ""
    return type_name(field.annotation) + more


def as_toml(value: Any) -> str:
    """A default as TOML writes it; of None there is no such way."""
    if isinstance(value, Enum):
        return json.dumps(value.value)
    if isinstance(value, Path):
        return json.dumps(value.as_posix())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return f"[{', '.join(as_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def section() -> str:
    """The chapter."""
    lines = [
        "## Configuration\n",
        "A key stands in `privacybalie.toml`; the variable `PRIVACYBALIE_SECTION__KEY` goes over the file.",
        "A key that is not in these tables stops the start.\n",
    ]
    for name, (said, keys) in sections().items():
        title = f"### `[[{name}]]`" if is_repeated(name) else f"### `[{name}]`" if name else "### At the top"
        lines += [title + "\n", *([said + "\n"] if said else [])]
        lines.append(table(("key", "type", "default", "meaning"), map(_row, keys)))
    return "\n".join(lines)


def _row(key: Key) -> tuple[str, str, str, str]:
    return f"`{key.path}`", key.type, "" if key.default is None else f"`{as_toml(key.default)}`", key.said
