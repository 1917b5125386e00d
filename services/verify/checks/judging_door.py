"""What the child runs that judges pixels; importing this loads the models, before the child is locked."""

from __future__ import annotations

from typing import Any

from services.verify.checks.door import Frame, as_frame, findings_from, leaves_from
from services.verify.checks.eyes import load
from services.verify.checks.judging import judge_leaves


def judge_frame(data: bytes, facts: dict[str, Any]) -> Frame:
    """Judge the pages that `open_frame` drew."""
    leaves = list(leaves_from(facts["leaves"], data))
    return as_frame(judge_leaves(leaves, findings_from(facts["findings"]), facts["failure"]))


load()
