"""What a child runs in place of the real judge: its door, with the eyes of `coloured_judge`. For children only."""

from __future__ import annotations

from services.verify.checks import judging
from services.verify.checks.judging_door import judge_frame
from tests.coloured_judge import looked

__all__ = ["judge_frame"]

judging.looked = looked
