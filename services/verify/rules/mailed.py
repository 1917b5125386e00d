"""What becomes of a copy that came by mail (R4.4-2, R6.1-1): kept only as the answer to a question that is open."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from services.verify.rules.verification import State


class Fate(StrEnum):
    """What became of one copy; all but `kept` mean that it was destroyed."""

    KEPT = "kept"
    NOT_ASKED = "not_asked"
    ALREADY_HERE = "already_here"
    UNUSABLE = "unusable"
    TOO_LARGE = "too_large"
    GONE = "gone"


FATE_LABELS: Final = {
    Fate.KEPT: "Kept for the decision",
    Fate.NOT_ASKED: "Nobody had asked for it: destroyed without looking at it",
    Fate.ALREADY_HERE: "Another copy was here already: destroyed without looking at it",
    Fate.UNUSABLE: "It could not be used: destroyed",
    Fate.TOO_LARGE: "It was too large to look at: not kept",
    Fate.GONE: "It could not be fetched in time: destroyed",
}
"""English msgids."""

ASK_AGAIN: Final = frozenset({Fate.UNUSABLE, Fate.TOO_LARGE, Fate.GONE})
"""The requester answered, in vain: a person tells them what was wrong and asks again (T03)."""


def wanted(state: State | None, *, had_one: bool) -> Fate | None:
    """Why a copy is not wanted, or None when it is; decided before anything looks at it.

    `state` is that of the verification (None: there is none), `had_one` whether this question brought a copy before.
    """
    if state is State.COPY_RECEIVED:
        return Fate.ALREADY_HERE
    if state is not State.ASKED or had_one:
        return Fate.NOT_ASKED
    return None
