"""Have an upload judged where it can do no harm."""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.checks.door import from_frame
from shared.platform.confined import Confined, JobFailed
from shared.vocabulary import Verdict

ENTRY = "services.verify.checks.child:judge_frame"
_MEMORY_MB = 2560  # of address space; a third of it is ever filled
_SECONDS = 45
_REASON = "The file could not be read safely. Make a new photo and send that."
_LATER = "Too many files are being looked at. Try again in a minute."


def judging(processes: int = 1, *, require_protection: bool = False) -> Confined:
    """The children that judge, not yet started."""
    return Confined(ENTRY, processes, _MEMORY_MB, _SECONDS, require_protection=require_protection)


async def examine(confined: Confined, data: bytes, declared_name: str | None = None) -> Judgement:
    """Judge a file in a confined child process made by `judging`.

    A child that fails is a verdict too: `unreadable`, with `failure` to count and a sentence for the sender.
    """
    try:
        return from_frame(*await confined.run(data, declared_name=declared_name))
    except JobFailed as failed:
        return _no_answer(failed.kind)
    except (KeyError, TypeError, ValueError):
        return _no_answer("answer")


def _no_answer(kind: str) -> Judgement:
    reason = _LATER if kind == "busy" else _REASON
    return Judgement(Verdict.UNREADABLE, (Finding(FindingKind.NO_ANSWER, reason),), 0, None, kind)
