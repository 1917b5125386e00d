"""The crash points that the code names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from shared.contracts import SERVICES
from tests.faults.life import HOUSE


def named_points() -> set[str]:
    """Every crash point that the code names; what the machine room names counts for each service."""
    found: set[str] = set()
    for file in [*HOUSE.glob("services/**/*.py"), *HOUSE.glob("shared/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "crash_point":
                found.update(_expanded(node.args[0]))
    return found


def _expanded(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.Constant):
        yield str(name.value)
        return
    assert isinstance(name, ast.JoinedStr), ast.dump(name)
    for service in SERVICES:
        parts = [str(each.value) if isinstance(each, ast.Constant) else service for each in name.values]
        yield "".join(parts)
