"""Which letter answers which kind of request, for each way in which it can be decided (spec 8.2). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from shared.vocabulary import DecisionOutcome, Kind, Letter

_GOES: Final = {"erased", "anonymised"}

_BY_FATE: Final = {"all": Letter.T16, "part": Letter.T17, "none": Letter.T18}

# Granted, partly granted, refused. A ban on advertising is absolute, so it is never refused (AVG 21(3)).
_ANSWERS: Final[Mapping[Kind, tuple[Letter, Letter, Letter]]] = {
    Kind.ACCESS: (Letter.T11, Letter.T11, Letter.T36),
    Kind.RECTIFICATION: (Letter.T14, Letter.T15, Letter.T15),
    Kind.ERASURE: (Letter.T13, Letter.T13, Letter.T36),  # of what was found, its fate tells the letter
    Kind.RESTRICTION: (Letter.T19, Letter.T19, Letter.T36),
    Kind.PORTABILITY: (Letter.T21, Letter.T21, Letter.T22),
    Kind.OBJECTION: (Letter.T24, Letter.T24, Letter.T24),
    Kind.OBJECTION_DIRECT_MARKETING: (Letter.T23, Letter.T23, Letter.T23),
    Kind.CONSENT_WITHDRAWAL: (Letter.T25, Letter.T25, Letter.T25B),
    Kind.COMPLAINT: (Letter.T27, Letter.T27, Letter.T27),
    Kind.INFORMATION_REQUEST: (Letter.T28, Letter.T28, Letter.T36),
    Kind.AUTOMATED_DECISION: (Letter.T37, Letter.T37, Letter.T37),
    Kind.RECIPIENT_NOTIFICATION: (Letter.T29B, Letter.T29B, Letter.T36),
}
_COLUMNS: Final = (DecisionOutcome.GRANTED, DecisionOutcome.PARTLY_GRANTED, DecisionOutcome.REFUSED)


class Decided(Protocol):
    """What was asked, what was decided, and what became of it."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """What was asked."""

    @property
    def outcome(self) -> DecisionOutcome | None:
        """The decision; None when there is none."""

    @property
    def found(self) -> bool:
        """Whether anything was found but the request itself."""

    @property
    def fate(self) -> str:
        """What `fate_of` says."""


def fate_of(lines: Iterable[str]) -> str:
    """What an answer does with what was found, from the lines of its message (R2.4-1).

    `all`, `part` or `none` of it is erased; empty when nothing was found, or nothing was to be erased.
    """
    outcomes = {line.partition("|")[0] for line in lines} - {"not_found"}
    goes, stays = outcomes & _GOES, outcomes - _GOES
    return "part" if goes and stays else "all" if goes else "none" if stays else ""


def answer_to(kind: Kind, decided: Decided) -> Letter | None:
    """The letter that answers one kind; None without a decision."""
    if decided.outcome is None:
        return None
    if kind is Kind.ERASURE and decided.fate:
        return _BY_FATE[decided.fate]
    letter = _ANSWERS[kind][_COLUMNS.index(decided.outcome)]
    return Letter.T13 if letter is Letter.T11 and not decided.found else letter


def answered_by(letter: Letter, decided: Decided) -> tuple[Kind, ...]:
    """The kinds that one letter answers, in the order of the vocabulary; empty when it does not go."""
    return tuple(kind for kind in Kind if kind in decided.kinds and answer_to(kind, decided) is letter)
