"""What an uploaded copy of an identity document goes through: an ordered list of questions, one file each.

`judge` asks them and is a pure function of the bytes. It belongs in a confined child process:
`examine.examine` asks the child, `door.judge_frame` is what the child runs.
"""

from __future__ import annotations

from services.verify.checks.copy import Check, Copy, Finding, FindingKind, Judgement, refused, verdict_of
from services.verify.checks.decodable import decodable
from services.verify.checks.filetype import filetype
from services.verify.checks.metadata import metadata
from services.verify.checks.raster import raster
from services.verify.checks.single_frame import single_frame
from services.verify.checks.size import size
from services.verify.checks.visible import visible

__all__ = ["CHECKS", "Finding", "FindingKind", "Judgement", "judge"]

CHECKS: tuple[Check, ...] = (size, filetype, decodable, single_frame, metadata, raster, visible)


def judge(data: bytes, declared_name: str | None = None) -> Judgement:
    """Ask every question of `CHECKS` about an uploaded file, until one ends it (spec 4.5).

    Args:
        data: the file.
        declared_name: what the sender calls it; used for the wording of a refusal, never as a path.

    Raises:
        MemoryError: the process must be replaced. Any other failure is a verdict, with its kind.
    """
    copy = Copy(data, declared_name)
    for check in CHECKS:
        try:
            copy.findings += check(copy)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 -- a decoder may raise anything; each is a counted refusal
            copy.findings += refused(FindingKind.DAMAGED, "The picture is damaged or incomplete. Send another photo.")
            copy.failure = getattr(error, "failure", f"{check.__name__}:{type(error).__name__}")
        if copy.ended:
            break
    verdict = verdict_of(copy.findings)
    return Judgement(verdict, tuple(copy.findings), copy.pages, None if copy.ended else copy.raster, copy.failure)
