"""The reference's index of rules: each rule id that a docstring names, and where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from services.commands.reference.tables import table

ROOT = Path(__file__).parents[3]
ID = re.compile(r"\b(?:R\d+(?:\.\d+)?[A-Z]?-\d+[a-z]?|D-(?:\d+|W)|Q\d+)\b")
RANGE = re.compile(r"\b(R[\d.]+[A-Z]?-|D-)(\d+)\.\.(?:\1)?(\d+)\b")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def index() -> dict[str, list[str]]:
    """Rule id -> the modules whose docstrings name it."""
    found: dict[str, set[str]] = {}
    for folder in ("services", "shared"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for id_ in _ids(file.read_text(encoding="utf-8")):
                found.setdefault(id_, set()).add(file.relative_to(ROOT).as_posix())
    return {id_: sorted(found[id_]) for id_ in sorted(found, key=_order)}


def _ids(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        text = ast.get_docstring(node) if isinstance(node, DOCUMENTED) else None
        for found in RANGE.finditer(text or ""):
            yield from (f"{found[1]}{number}" for number in range(int(found[2]), int(found[3]) + 1))
        yield from ID.findall(text or "")


def _order(id_: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", id_)]


def section() -> str:
    """The chapter."""
    rows = [(id_, ", ".join(f"`{file}`" for file in files)) for id_, files in index().items()]
    return "\n".join(["## Rules\n", "The ids are those of the domain specification.\n", table(("rule", "where"), rows)])
