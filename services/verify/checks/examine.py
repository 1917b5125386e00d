"""Have an upload judged where it can do no harm: one child opens the file, another sees nothing but its pixels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.checks.door import findings_from, from_frame
from services.verify.checks.opened import Opened, unopened
from services.verify.checks.wish import Wish
from shared.platform.confined import Confined, JobFailed, Protection
from shared.vocabulary import Verdict

OPENER = "services.verify.checks.opening.door:open_frame"
JUDGE = "services.verify.checks.judging_child:judge_frame"
_OPENER_MB, _OPENER_SECONDS = 768, 15
_JUDGE_MB, _JUDGE_SECONDS = 2048, 120  # address space, of which 1.25 GB was used; four pages, painted and judged again
_REASON = "The file could not be read safely. Make a new photo and send that."
_LATER = "Too many files are being looked at. Try again in a minute."


@dataclass(frozen=True, slots=True)
class Examiners:
    """The two pools of children."""

    openers: Confined
    judges: Confined

    @property
    def protection(self) -> Protection:
        """What holds in the children that open strangers' files."""
        return self.openers.protection()


@asynccontextmanager
async def examiners(side_by_side: int = 1, *, require_protection: bool = False) -> AsyncIterator[Examiners]:
    """Start the children. Those that judge come when the first file does: they hold the models.

    Args:
        side_by_side: files that are looked at together.
        require_protection: refuse to start where a child would still reach the network.

    Raises:
        JobFailed: a child did not come up.
        NotProtected: it did, with the network in reach, and `require_protection` is set.
    """
    openers = Confined(
        OPENER, side_by_side, _OPENER_MB, _OPENER_SECONDS, require_protection=require_protection, at_once=1
    )
    judges = Confined(JUDGE, side_by_side, _JUDGE_MB, _JUDGE_SECONDS, jobs=200, at_once=0)
    async with openers, judges:
        yield Examiners(openers, judges)


async def examine(by: Examiners, data: bytes, declared_name: str | None = None, wish: Wish = Wish.JUDGE) -> Judgement:
    """Judge a file. A child that fails is a verdict too: `unreadable`, with `failure` and a sentence for the sender.

    With another `wish` a copy that shows something is painted over and judged again; see `Judgement.painted`.
    """
    try:
        facts, pixels = await by.openers.run(data, declared_name=declared_name)
        if not facts["leaves"]:
            return unopened(_opened(facts))
        return from_frame(*await by.judges.run(pixels, wish=wish.value, **facts))
    except JobFailed as failed:
        return _no_answer(failed.kind)
    except (KeyError, TypeError, ValueError):
        return _no_answer("answer")


def _opened(facts: dict[str, Any]) -> Opened:
    failure = facts["failure"]
    return Opened(findings_from(facts["findings"]), (), None if failure is None else str(failure))


def _no_answer(kind: str) -> Judgement:
    reason = _LATER if kind == "busy" else _REASON
    return Judgement(Verdict.UNREADABLE, (Finding(FindingKind.NO_ANSWER, reason),), 0, None, kind)
