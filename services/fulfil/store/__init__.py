"""The cabinet of fulfil: its tables, and the questions that use cases ask of them."""

from __future__ import annotations

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class FulfilTable(SQLModel, registry=registry()):
    """The parent of fulfil's tables: a registry of their own, so that no other service's table gets mixed in."""
