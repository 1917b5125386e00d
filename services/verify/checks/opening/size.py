"""Is there a file, and is it small enough to look at?"""

from __future__ import annotations

from services.verify.checks.copy import Copy, Finding, FindingKind, refused

MOST_BYTES = 15 * 1024 * 1024


def size(copy: Copy) -> tuple[Finding, ...]:
    """Refuse an empty file, and one of more than 15 MB."""
    if not copy.data:
        return refused(FindingKind.EMPTY, "The file is empty. Send the photo again.")
    if len(copy.data) > MOST_BYTES:
        return refused(FindingKind.TOO_LARGE, "The file is larger than 15 MB. Send a smaller photo.")
    return ()
