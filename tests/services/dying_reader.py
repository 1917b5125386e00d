"""A reader of mails that dies of one of them, as a fault in a library would have it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from services.intake.rules import understanding


def answer(data: bytes, facts: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Read as the real one does, unless there is poison in it."""
    if b"poison" in data:
        os._exit(1)
    return understanding.answer(data, facts)
