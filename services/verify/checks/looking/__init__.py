"""Looks at the pixels of a page."""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.leaf import Pixels


def look(pixels: Pixels, number: int = 1) -> tuple[Finding, ...]:  # noqa: ARG001
    """Send the copy to a person: no check of this list looks for a photo or a citizen service number."""
    reason = "No automatic check looks for a photo or a citizen service number yet: a person looks at it."
    return (Finding(FindingKind.NOT_EXAMINED, reason, number),)
