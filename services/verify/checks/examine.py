"""Have an upload judged where it can do no harm."""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.checks.door import from_frame
from shared.platform.confined import Confined, JobFailed
from shared.vocabulary import Verdict

ENTRY = "services.verify.checks.door:judge_frame"
_REASON = "The file could not be read safely. Make a new photo and send that."
_LATER = "Too many files are being looked at. Try again in a minute."


async def examine(confined: Confined, data: bytes, declared_name: str | None = None) -> Judgement:
    """Judge a file in a confined child process made for `ENTRY`.

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
