"""What the confined child runs: the models are loaded while it is imported, before the child is locked."""

from __future__ import annotations

from services.verify.checks.door import judge_frame
from services.verify.checks.eyes import load

__all__ = ["judge_frame"]

load()
