"""The case: our work on one request. Frozen; `advance` is the only way its state changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.fulfil.rules import guards
from services.fulfil.rules.deadlines import check_instant
from services.fulfil.rules.lifecycle import CLOSES_AS, LIFECYCLE, Event, Outcome, State
from shared.statetable import By
from shared.vocabulary import Channel, DecisionOutcome, Kind, Language


@dataclass(frozen=True)
class Case:
    """One case as the rules see it; `kinds` are a proposal until a person confirms them.

    `received_at` has an offset; `statement_version` is the privacy statement that applied at receipt and
    stays with the case (R9.2-1).
    """

    id: UUID
    reference: str
    state: State
    kinds: tuple[Kind, ...]
    language: Language
    channel: Channel
    received_at: datetime
    statement_version: str
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        check_instant(self.received_at)


def advance(
    case: Case,
    event: Event,
    by: By,
    *,
    kinds: tuple[Kind, ...] | None = None,
    decision: DecisionOutcome | None = None,
    received_at: datetime | None = None,
) -> Case:
    """The case after `event`; NotAllowed with a sentence when the table or a guard forbids it.

    Confirming needs `kinds`, approving needs the `decision`, and reviving a closed case needs the new
    `received_at` from which its dates count (D-20). ValueError when such a fact is missing or out of place.
    """
    state = LIFECYCLE.step(case.state, event, by)
    _check_facts(case, event, kinds, decision, received_at)
    if event is Event.REOPEN:
        verdict = guards.may_reopen(case.outcome, by)
        if not verdict.allowed:
            raise verdict.as_error()
        return replace(case, state=state, outcome=None, received_at=received_at or case.received_at)
    outcome = CLOSES_AS.get(event, case.outcome)
    if decision is not None:
        outcome = Outcome(decision)
    return replace(case, state=state, outcome=outcome, kinds=case.kinds if kinds is None else _ordered(kinds))


def _check_facts(
    case: Case,
    event: Event,
    kinds: tuple[Kind, ...] | None,
    decision: DecisionOutcome | None,
    received_at: datetime | None,
) -> None:
    if bool(kinds) is not (event is Event.CONFIRM_KINDS):
        raise ValueError("Confirming needs at least one kind of request, and no other step takes any.")
    if (decision is not None) is not (event is Event.APPROVE):
        raise ValueError("Approving needs the decision that is approved, and no other step takes one.")
    revived = event is Event.REOPEN and case.state is State.CLOSED
    if (received_at is not None) is not revived:
        raise ValueError("Reviving a closed case needs its new time of receipt, and no other step takes one.")


def _ordered(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(kind for kind in Kind if kind in kinds)
