"""What was tried of the ladder: facts, from which follows what may come next (R4-1, R4-4).

A rung counts as tried once it succeeded, failed, or stayed without an answer for some days; a link that was sent a
minute ago is none of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.verify.rules.ladder import WhyImpossible
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Level, Method

UNANSWERED_AFTER: Final = timedelta(days=3)
"""A question without an answer for so long was tried."""
MOST_FAILURES: Final = 3
"""After so many failures of one way, people choose another (R4-4)."""


class Outcome(StrEnum):
    """What became of one step on the ladder."""

    SENT = "sent"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    PASSED = "passed"
    LEFT_OUT = "left_out"
    VOID = "void"


OUTCOME_LABELS: Final = {
    Outcome.SENT: "Sent",
    Outcome.NO_ANSWER: "Nobody reached",
    Outcome.FAILED: "Not succeeded",
    Outcome.PASSED: "Succeeded",
    Outcome.LEFT_OUT: "Left out",
    Outcome.VOID: "No longer counts",
}
"""English msgids."""
_TRIED: Final = frozenset({Outcome.NO_ANSWER, Outcome.FAILED, Outcome.PASSED})


@dataclass(frozen=True)
class Step:
    """One step: which way, what became of it, when."""

    level: Level
    method: Method
    outcome: Outcome
    at: datetime


def tried(steps: Iterable[Step], now: datetime) -> frozenset[Level]:
    """The levels that were really tried (R4-1)."""
    return frozenset(step.level for step in steps if _counts(step, now))


def _counts(step: Step, now: datetime) -> bool:
    if step.outcome is Outcome.SENT:
        return now - step.at >= UNANSWERED_AFTER
    return step.outcome in _TRIED


def passed(steps: Iterable[Step]) -> frozenset[Method]:
    """The ways that succeeded and were not made void afterwards."""
    good: set[Method] = set()
    for step in steps:
        if step.outcome is Outcome.PASSED:
            good.add(step.method)
        elif step.outcome is Outcome.VOID:
            good.discard(step.method)
    return frozenset(good)


def failures(steps: Iterable[Step], method: Method) -> int:
    """How often a way failed; a person has to choose another after `MOST_FAILURES`."""
    return sum(step.method is method and step.outcome is Outcome.FAILED for step in steps)


def may_try(steps: Collection[Step], method: Method) -> Verdict:
    """Whether this way may be tried once more (R4-4)."""
    if failures(steps, method) >= MOST_FAILURES:
        return Refused("R4-4", "This way failed three times. Choose another, or speak with the requester.")
    return Allowed()


def honest(
    impossible: Mapping[Level, WhyImpossible], steps: Collection[Step], *, has_address: bool, has_number: bool
) -> Verdict:
    """Whether the reasons against the lighter rungs agree with what is on file and what was tried (R4-1)."""
    given = set(impossible.values())
    if WhyImpossible.NO_ADDRESS_ON_FILE in given and has_address:
        return Refused("R4-1", "An e-mail address is on file: send the link to it first.")
    if WhyImpossible.NO_NUMBER_ON_FILE in given and has_number:
        return Refused("R4-1", "A telephone number is on file: call it first.")
    if WhyImpossible.FAILED_THREE_TIMES in given and not any(
        failures(steps, method) >= MOST_FAILURES for method in Method
    ):
        return Refused("R4-1", "No way has failed three times yet.")
    return Allowed()
