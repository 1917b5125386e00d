"""How the reference writes a table, a type and the docstring of a field."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def first_line(text: str | None) -> str:
    """What a docstring says first, on one line."""
    return " ".join((text or "").strip().partition("\n\n")[0].split())


def type_name(annotation: Any) -> str:
    """A type as people read it: `int`, `list[Kind]`, `Path or None`."""
    name = annotation.__name__ if inspect.isclass(annotation) and not _is_generic(annotation) else str(annotation)
    name = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", name)
    name = re.sub(r"Literal\[(.*?)\]", lambda found: " or ".join(found[1].replace("'", '"').split(", ")), name)
    return name.replace("NoneType", "None").replace(" | ", " or ")


def _is_generic(annotation: Any) -> bool:
    return bool(getattr(annotation, "__args__", ()))


def field_types(model: type) -> dict[str, str]:
    """The type of each field as its class writes it, so that a sealed text is told from another."""
    written: dict[str, str] = {}
    for ancestor in reversed(_ours(model)):
        written |= {name: str(text) for name, text in inspect.get_annotations(ancestor).items()}
    return {name: type_name(text) for name, text in written.items()}


def field_docs(model: type) -> dict[str, str]:
    """The docstring below each field of a class, its ancestors' fields included."""
    found: dict[str, str] = {}
    for ancestor in reversed(_ours(model)):
        found |= _own_field_docs(ancestor)
    return found


def _ours(model: type) -> list[type]:
    return [ancestor for ancestor in model.__mro__ if ancestor.__module__.split(".")[0] in {"services", "shared"}]


@cache
def _own_field_docs(model: type) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    return {
        field.target.id: first_line(text.value.value)
        for field, text in pairwise(statements)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
