"""What the lifecycle's table cannot say alone: the forbidden transitions of spec 10, each with its reason.

A guard answers `Allowed` or `Refused(rule, text, facts)`; the text is an English msgid.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from services.fulfil.rules.lifecycle import SUBJECT, Outcome, State
from shared.statetable import Allowed, By, Refused, Verdict
from shared.vocabulary import DecisionOutcome

_NEEDS_REMEDIES: Final = frozenset({DecisionOutcome.PARTLY_GRANTED, DecisionOutcome.REFUSED})
_OPEN_TO_THE_SUBJECT: Final = frozenset({State.ANSWERED, State.CLOSED})


def may_approve(proposed_by: str, approved_by: str) -> Verdict:
    """A decision takes two people (R2-4); both are ids of members of staff."""
    if proposed_by == approved_by:
        return Refused("R2-4", "Who proposed an answer cannot approve it; a second person must look.")
    return Allowed()


def may_propose(*, open_tasks: int, empty_fields: Sequence[str], identity_settled: bool) -> Verdict:
    """Whether an answer may be put before a second person; the first thing in the way is named."""
    if not identity_settled:
        return Refused("10", "The identity of the requester is not established yet, so nothing may go out.")
    if open_tasks:
        return Refused("7.1", "%(count)s task(s) have no answer yet.", {"count": open_tasks})
    if empty_fields:
        return Refused("R8-1", "The letter still lacks: %(fields)s.", {"fields": ", ".join(empty_fields)})
    return Allowed()


def needs_remedies(outcome: DecisionOutcome) -> bool:
    """Whether an answer must say where to complain and how to go to court (R8-2)."""
    return outcome in _NEEDS_REMEDIES


def may_answer(
    *,
    open_tasks: int,
    proposed_by: str,
    approved_by: str | None,
    empty_fields: Sequence[str],
    outcome: DecisionOutcome,
    tells_remedies: bool,
    identity_settled: bool,
) -> Verdict:
    """Whether an answer may go out; the first thing in the way is named.

    `open_tasks` counts tasks neither answered nor overruled; `empty_fields` are required fields of the letter
    without content (R8-1); `tells_remedies` whether it names the FG, the authority and the court (R8-2);
    `identity_settled` whether the needed level was reached or none is needed.
    """
    if approved_by is None and identity_settled and not open_tasks:
        return Refused("R2-4", "A second person has not approved this answer yet.")
    ready = may_propose(open_tasks=open_tasks, empty_fields=empty_fields, identity_settled=identity_settled)
    if not ready.allowed:
        return ready
    if needs_remedies(outcome) and not tells_remedies:
        return Refused("R8-2", "A refusal must say where the requester can complain and how to go to court.")
    return may_approve(proposed_by, approved_by or proposed_by)


def may_disclose(state: State, identity_settled: bool) -> Verdict:
    """Whether the requester may fetch the answer: never before it is approved, never unidentified."""
    if not identity_settled:
        return Refused("10", "The identity of the requester is not established yet, so nothing may go out.")
    if state not in _OPEN_TO_THE_SUBJECT:
        return Refused("10", "There is no approved answer to fetch yet.")
    return Allowed()


def may_erase(identity_settled: bool, people: Collection[str]) -> Verdict:
    """Erasing is final: the identity level must be reached and two people must agree (spec 10, R2-4)."""
    if not identity_settled:
        return Refused("10", "Nothing is erased before the identity of the requester is established.")
    if len(set(people)) < 2:
        return Refused("R2-4", "Erasing cannot be undone; a second person must agree.")
    return Allowed()


def may_record_erasure(*, state: State, erases: bool, found: bool, kept_until: date | None, today: date) -> Verdict:
    """Whether a task can be recorded as erased: after the answer, if it erases something, and not while it is kept."""
    if state not in _OPEN_TO_THE_SUBJECT:
        return Refused("10", "Erasing comes after the answer that orders it is approved.")
    if not erases or not found:
        return Refused("2.4", "There is nothing to erase in this task.")
    if kept_until is not None and today <= kept_until:
        return Refused("2.4", "This must be kept until %(day)s.", {"day": kept_until})
    return Allowed()


def may_join(*, same: bool, other_over: bool, other_newer: bool, reference: str) -> Verdict:
    """Whether a case may be closed because another one, `reference`, goes on with the same request."""
    facts = {"reference": reference}
    if same:
        return Refused("R2-8", "A case cannot be joined with itself.")
    if other_over:
        return Refused("R2-8", "Case %(reference)s is answered or closed; open that one again first.", facts)
    if other_newer:
        return Refused("R2-8", "Case %(reference)s is the newer one; join that one into this one, on its page.", facts)
    return Allowed()


def may_reopen(outcome: Outcome | None, by: By) -> Verdict:
    """A requester may revive only a case that was closed because they were not identified (D-20)."""
    roles = {by} if isinstance(by, str) else set(by)
    if roles == {SUBJECT} and outcome is not Outcome.NOT_IDENTIFIED:
        return Refused("D-20", "This case is closed; write to us and we start a new one.")
    return Allowed()
