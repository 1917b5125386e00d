"""The parent of intake's tables."""

from __future__ import annotations

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class IntakeTable(SQLModel, registry=registry()):
    """A registry of their own, so that no other service's table gets mixed in."""
