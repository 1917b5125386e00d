"""The envelope that every message shares, and how its deterministic id is made."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

NAMESPACE = UUID("5b1f7a52-6c0e-5d3b-9a59-0f6f5f0c7e11")
MAX_BYTES = 4096
DESK = "desk"
"""The `case_id` of what is about the desk itself and no case."""


class TooBig(Exception):
    """A message outgrew the envelope: what is large goes by reference, not by value."""


def deterministic(*parts: str) -> str:
    """The id that the same parts always give."""
    return str(uuid5(NAMESPACE, "|".join(parts)))


class Envelope(BaseModel):
    """What every message carries.

    Fields are only ever added; `KEY` names those that make two messages the same fact.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    KEY: ClassVar[tuple[str, ...]] = ("case_id",)

    type: str
    version: int = 1
    case_id: str
    at: datetime

    @property
    def id(self) -> str:
        """Deterministic: type and key fields."""
        return deterministic(self.type, *(str(getattr(self, name)) for name in self.KEY))

    def body(self) -> str:
        """The message as JSON; raises `TooBig` over 4 KiB."""
        text = self.model_dump_json()
        if len(text.encode()) > MAX_BYTES:
            raise TooBig(f"{self.type} would be {len(text)} bytes")
        return text


Sealed = str
"""A sealed text: readable only with the key of its case and compartment."""
