"""Has anything looked at the photo and the number?"""

from __future__ import annotations

from services.verify.checks.copy import Copy, Finding, FindingKind, refused


def person(copy: Copy) -> tuple[Finding, ...]:  # noqa: ARG001 -- every question gets the copy
    """Send the copy to a person: no check of this list looks for a photo or a citizen service number."""
    reason = "No automatic check looks for a photo or a citizen service number yet: a person looks at it."
    return refused(FindingKind.NOT_EXAMINED, reason)
