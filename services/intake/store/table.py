"""The parent of intake's tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class IntakeTable(SQLModel, registry=registry()):
    """A registry of their own, so that no other service's table gets mixed in."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a column once; SQLModel sets it again for pydantic, which checks nothing in a table's row."""
        object.__setattr__(self, name, value)
