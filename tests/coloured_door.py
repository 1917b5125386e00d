"""What a child runs in place of the real judge: its door, with the eyes of `coloured_judge`. For children only."""

from __future__ import annotations

import sys
from types import ModuleType

from tests.coloured_judge import look

_EYES = ModuleType("services.verify.checks.looking")
_EYES.look = look  # type: ignore[attr-defined]
sys.modules[_EYES.__name__] = _EYES  # so that the models are never loaded

from services.verify.checks.judging_door import judge_frame  # noqa: E402 -- after its eyes were changed

__all__ = ["judge_frame"]
