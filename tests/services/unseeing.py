"""A judge that looks at files as the real one does and at no pixel: its children start in a moment.

For tests of an office's doors. Whether photo and number are hidden is tested in tests/gate.
"""

from __future__ import annotations

from typing import Any

from services.verify import checks
from services.verify.checks import CHECKS, Finding, FindingKind, door
from services.verify.checks.copy import Copy, refused

ENTRY = "tests.services.unseeing:judge_frame"


def unseen(_: Copy) -> tuple[Finding, ...]:
    """Stand in for the last check: a person has to look."""
    return refused(FindingKind.NOT_EXAMINED, "Nothing has looked at it.")


def judge_frame(data: bytes, facts: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Judge as `door.judge_frame` does, with `unseen` in place of the last check."""
    checks.CHECKS = (*CHECKS[:-1], unseen)
    return door.judge_frame(data, facts)
