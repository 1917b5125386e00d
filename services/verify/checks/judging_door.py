"""What the child runs that judges pixels."""

from __future__ import annotations

from typing import Any

from services.verify.checks.door import Frame, as_frame, findings_from
from services.verify.checks.judging import judge_leaves
from services.verify.checks.pixel_frames import leaves_from
from services.verify.checks.repainting import judged
from services.verify.checks.wish import Wish


def judge_frame(data: bytes, facts: dict[str, Any]) -> Frame:
    """Judge the pages that `open_frame` drew, and paint over what they show if `wish` says so."""
    leaves = list(leaves_from(facts["leaves"], data))
    told = findings_from(facts["findings"])
    return as_frame(judged(Wish(facts["wish"]), leaves, told, facts["failure"], judge_leaves))
