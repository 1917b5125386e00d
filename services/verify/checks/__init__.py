"""What an uploaded copy of an identity document goes through: ordered lists of questions, one file each.

First its bytes (`opening`), then its pixels (`looking`). Each half belongs in a confined child process of its own:
`examine.examine` asks the children, `door` is what they run. `judge` does both at once, for tests and measuring.
"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.checks.opened import unopened

__all__ = ["Finding", "FindingKind", "Judgement", "judge"]


def judge(data: bytes, declared_name: str | None = None) -> Judgement:
    """Ask every question about an uploaded file, until one ends it (spec 4.5).

    Args:
        data: the file.
        declared_name: what the sender calls it; used for the wording of a refusal, never as a path.

    Raises:
        MemoryError: the process must be replaced. Any other failure is a verdict, with its kind.
    """
    # the process that only asks a child for a judgement loads none of this
    from services.verify.checks.judging import judge_leaves  # noqa: PLC0415 -- as above
    from services.verify.checks.opening.opener import open_copy  # noqa: PLC0415 -- as above

    opened = open_copy(data, declared_name)
    return judge_leaves(opened.leaves, opened.findings, opened.failure) if opened.leaves else unopened(opened)
