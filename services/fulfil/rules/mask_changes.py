"""What people change about the masks of a package, and when a package may be released (R3-2, R3-4, R3-6, AVG 15(4)).

The desk masks what it knows; a second person adds what it missed and takes away what it hid in vain, each with a
reason. What is then left is released as a whole, bound by one fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.fulfil.rules.masking import Hidden, Passage, without_overlap
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import DecisionOutcome, Kind

WHOLE: Final = (0, 0)
"""The place of a change that is about a whole file."""


WITH_PACKAGE: Final = frozenset({Kind.ACCESS, Kind.PORTABILITY})


def gives_package(kinds: Collection[Kind], outcome: DecisionOutcome) -> bool:
    """Whether there is something to hand over: a copy was asked for, and not refused (AVG 15(3), 20)."""
    return outcome is not DecisionOutcome.REFUSED and not WITH_PACKAGE.isdisjoint(kinds)


class Turn(StrEnum):
    """Which way a person changed a mask."""

    HIDE = "hide"
    SHOW = "show"


@dataclass(frozen=True)
class Change:
    """One change that holds: this stretch is hidden, or shown although the desk would hide it."""

    turn: Turn
    start: int
    end: int
    what: Hidden = Hidden.OTHERS

    @property
    def place(self) -> tuple[int, int]:
        """Where it is."""
        return self.start, self.end


BY_PEOPLE: Final = (Hidden.OTHERS, Hidden.NOTES)
"""What a person can hide. Numbers and secrets the desk finds itself."""

HIDDEN_LABELS: Final = {
    Hidden.BSN: "Citizen service number",
    Hidden.SECRET: "Password, hint or code",
    Hidden.OTHERS: "Somebody else's data",
    Hidden.NOTES: "Unfinished working note",
}
"""English msgids."""


def hidden_passages(found: Sequence[Passage], changes: Collection[Change]) -> list[Passage]:
    """What is hidden in the end: what the desk found and nobody showed, and what people hid; a secret always."""
    shown = {change.place for change in changes if change.turn is Turn.SHOW}
    kept = [each for each in found if each.what is Hidden.SECRET or (each.start, each.end) not in shown]
    added = [Passage(*change.place, change.what) for change in changes if change.turn is Turn.HIDE]
    return without_overlap([*kept, *added])


def may_show(what: Hidden) -> Verdict:
    """Whether the mask of such a passage can be taken away: never that of a secret (R3-2)."""
    if what is Hidden.SECRET:
        return Refused("R3-2", "Passwords, hints and codes never leave; this mask stays.")
    return Allowed()


def may_release(*, proposed_by: str, checked_by: str | None, checked: str, now: str) -> Verdict:
    """Whether an answer with a package may be approved: checked by a second person, as it stands now (R3-4)."""
    if checked_by is None:
        return Refused("R3-4", "A second person has not checked yet what the package shows and hides.")
    if checked_by == proposed_by:
        return Refused("R2-4", "Who proposed an answer cannot release its package; a second person must look.")
    if checked != now:
        return Refused("R3-4", "What goes into the package changed after it was checked; check it again.")
    return Allowed()


def release_hash(parts: Sequence[Sequence[object]]) -> str:
    """The fingerprint of all that goes into a package: texts by their mark, their hidden passages, files."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
