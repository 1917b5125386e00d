"""Letters that a member of staff may write to a requester, and when each of them fits (R2-7, R2.5-10, AVG 18(3))."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.fulfil.rules.lifecycle import State
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Kind, Letter

_OPEN: Final = frozenset(State) - {State.ANSWERED, State.CLOSED}
_OVER: Final = frozenset({State.ANSWERED, State.CLOSED})


@dataclass(frozen=True)
class Written:
    """A letter with the states in which it fits and the kind that must be asked; what it is called, for staff."""

    letter: Letter
    states: frozenset[State]
    kind: Kind | None
    label: str
    hint: str


WRITTEN: Final = (
    Written(
        Letter.T08, _OPEN, None, "Ask what is meant",
        "One question, with the possible answers. The clock goes on; the letter says so.",
    ),
    Written(
        Letter.T38, _OPEN, None, "Say who else decides",
        "The name of the other organisation and how to reach it. Nothing is passed on without consent.",
    ),
    Written(
        Letter.T26, _OPEN, Kind.COMPLAINT, "Say that the complaint is being looked into",
        "Anything about how it goes on. The letter names the data protection officer, the day and the authority.",
    ),
    Written(
        Letter.T20, _OVER, Kind.RESTRICTION, "Say beforehand that the data will be used again",
        "From which day, and why. This must reach the requester before the restriction is lifted.",
    ),
)  # fmt: skip
"""The labels and hints are English msgids."""


def writable(state: State, kinds: Collection[Kind]) -> tuple[Written, ...]:
    """The letters that fit a case now."""
    return tuple(each for each in WRITTEN if state in each.states and (each.kind is None or each.kind in kinds))


def may_write(letter: Letter, state: State, kinds: Collection[Kind]) -> Verdict:
    """Whether a letter fits a case now."""
    if letter in {each.letter for each in writable(state, kinds)}:
        return Allowed()
    return Refused("8.2", "This letter does not fit the case as it stands now.")
