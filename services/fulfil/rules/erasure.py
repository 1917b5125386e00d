"""The decision about erasing, per category and system (R2.4-1, R2.4-2, R7.1-2, R6-15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.fulfil.rules.retention import BY_RULE, FOR_CLIENTS, Retention, may_go
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import DecisionOutcome, ErasureOutcome

KEPT: Final = frozenset(
    {
        ErasureOutcome.KEPT_LEGAL_OBLIGATION,
        ErasureOutcome.KEPT_LEGAL_CLAIMS,
        ErasureOutcome.KEPT_RETENTION,
        ErasureOutcome.KEPT_OTHER_CONTROLLER,
    }
)
GOES: Final = frozenset({ErasureOutcome.ERASED, ErasureOutcome.ANONYMISED})
LATER: Final = KEPT - {ErasureOutcome.KEPT_OTHER_CONTROLLER}
"""What is erased by us when its day has come; of another controller's data that one decides."""
WITH_THE_HOLD: Final = frozenset({ErasureOutcome.KEPT_LEGAL_CLAIMS, ErasureOutcome.RESTRICTED_INSTEAD})
"""What can become of data that a hold covers (R7.1-2)."""

OUTCOME_LABELS: Final = {
    ErasureOutcome.ERASED: "Erased",
    ErasureOutcome.ANONYMISED: "Made anonymous",
    ErasureOutcome.RESTRICTED_INSTEAD: "Kept apart, used no more",
    ErasureOutcome.KEPT_LEGAL_OBLIGATION: "Kept: the law asks it",
    ErasureOutcome.KEPT_LEGAL_CLAIMS: "Kept: needed for a legal claim",
    ErasureOutcome.KEPT_RETENTION: "Kept: still needed for what it was collected for",
    ErasureOutcome.KEPT_OTHER_CONTROLLER: "Kept: another organisation decides about it",
    ErasureOutcome.NOT_FOUND: "Not found",
}
"""English msgids. The third ground is no exception of 17(3): the letter says that 17(1)(a) is not met (R2.4-2)."""


@dataclass(frozen=True)
class Choice:
    """What a person chose for one category in one system; `rule` is the row of the table that they confirmed."""

    outcome: ErasureOutcome
    rule: str = ""
    starts_on: date | None = None
    kept_until: date | None = None
    reason: str = ""


def check_choice(choice: Choice, *, today: date, held: bool) -> Verdict:
    """Whether a choice is complete and allowed; a hold wins over everything (R2.4-1, R6-14, R7.1-2)."""
    if choice.outcome is ErasureOutcome.NOT_FOUND:
        return Refused("R2.4-1", "Something was found here; say what becomes of it.")
    if held and choice.outcome not in WITH_THE_HOLD:
        return Refused("R7.1-2", "A hold covers this: it can be kept for a legal claim, or kept apart, and no more.")
    if choice.outcome is ErasureOutcome.RESTRICTED_INSTEAD and not choice.reason.strip():
        return Refused("R2.4-1", "Say why this must be kept.")
    return _check_kept(choice, today) if choice.outcome in KEPT else Allowed()


def _check_kept(choice: Choice, today: date) -> Verdict:
    if choice.rule not in {row.rule for row in FOR_CLIENTS}:
        return Refused("R2.4-1", "Confirm the rule on which this is kept.")
    if not choice.reason.strip():
        return Refused("R2.4-1", "Say why this must be kept.")
    return _check_day(choice, today)


def _check_day(choice: Choice, today: date) -> Verdict:
    if choice.kept_until is None:
        return Refused("R2.4-1", "Say until when this must be kept; it is erased then.")
    if choice.kept_until < today:
        return Refused("R6-14", "That day has passed, so the ground has ended: erase this.")
    if choice.outcome is ErasureOutcome.KEPT_LEGAL_OBLIGATION and not BY_RULE[choice.rule].statutory:
        return Refused("R2.4-1", "By this rule the law does not ask to keep it; choose another ground or rule.")
    longest = _longest(BY_RULE[choice.rule], choice.starts_on)
    if longest is not None and choice.kept_until > longest:
        return Refused("R6-15", "By this rule it is kept until %(day)s at the latest.", {"day": longest})
    return Allowed()


def _longest(row: Retention, starts_on: date | None) -> date | None:
    return may_go(row, starts_on).kept_until if starts_on else None


def completed(choice: Choice) -> Choice:
    """The choice with the day that its rule gives, when none was written; what is not kept has no rule and no day."""
    if choice.outcome not in KEPT:
        return Choice(choice.outcome, reason=choice.reason)
    if choice.kept_until is not None or choice.rule not in BY_RULE or choice.starts_on is None:
        return choice
    until = may_go(BY_RULE[choice.rule], choice.starts_on).kept_until
    return Choice(choice.outcome, choice.rule, choice.starts_on, until, choice.reason)


def fits(outcome: DecisionOutcome, chosen: Collection[ErasureOutcome], *, erasure_only: bool) -> Verdict:
    """Whether the answer as a whole says what its parts say; other kinds in the same case may differ from it."""
    if not chosen or not erasure_only:
        return Allowed()
    goes, stays = not GOES.isdisjoint(chosen), bool(set(chosen) - GOES)
    wanted = DecisionOutcome.PARTLY_GRANTED if goes and stays else None
    wanted = wanted or (DecisionOutcome.GRANTED if goes else DecisionOutcome.REFUSED)
    if outcome is not wanted:
        return Refused("R2.4-1", _FITS[wanted])
    return Allowed()


_FITS: Final = {
    DecisionOutcome.GRANTED: "Everything is erased or made anonymous, so the answer is “granted”.",
    DecisionOutcome.PARTLY_GRANTED: "Some is erased and some is kept, so the answer is “partly granted”.",
    DecisionOutcome.REFUSED: "Nothing is erased, so the answer is “refused”.",
}


def letter_lines(chosen: Iterable[tuple[str, Choice]]) -> list[str]:
    """What the letter tells, a line for each outcome, ground and day: `outcome|rule|day|categories`.

    `chosen` are pairs of category and choice. Codes only; notify puts them in words.
    """
    groups: dict[tuple[str, str, str], set[str]] = {}
    for category, choice in chosen:
        until = choice.kept_until.isoformat() if choice.kept_until else ""
        groups.setdefault((str(choice.outcome), choice.rule, until), set()).add(category)
    return ["|".join((*key, ",".join(sorted(names)))) for key, names in sorted(groups.items())]
