"""What the child that judges is started with: the models are loaded while this is imported, before it is locked."""

from __future__ import annotations

from services.verify.checks.eyes import load
from services.verify.checks.judging_door import judge_frame

__all__ = ["judge_frame"]

load()
