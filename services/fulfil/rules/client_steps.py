"""What the requester sees of how far a case is: four steps in the words of staff, and who is next (R4.3-2).

It tells where the case stands and nothing else: not what was found, not how the question of identity was answered, and
of a case that ended without an answer not why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.fulfil.rules.lifecycle import STATE_LABELS, State

FOUR: Final = (State.RECEIVED, State.IDENTITY_PENDING, State.IN_PROGRESS, State.ANSWERED)
_STANDS: Final = {
    State.RECEIVED: 0,
    State.TRIAGED: 0,
    State.IDENTITY_PENDING: 1,
    State.IN_PROGRESS: 2,
    State.AWAITING_APPROVAL: 2,
    State.ANSWERED: 3,
    State.CLOSED: 3,
}


class Progress(StrEnum):
    """Where a step is."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "todo"


class Next(StrEnum):
    """Who has to do something."""

    US = "us"
    YOU = "you"
    NOBODY = "nobody"


@dataclass(frozen=True)
class ClientStep:
    """One of the four steps; `label` is an English msgid, the same as staff read."""

    state: State
    label: str
    progress: Progress


def client_steps(state: State, *, answered: bool) -> list[ClientStep]:
    """The four steps of a case. One that closed without an answer shows `closed`, and nothing of what came between."""
    stands, closed = _STANDS[state], state is State.CLOSED and not answered
    found = []
    for number, each in enumerate(FOUR):
        shown = State.CLOSED if closed and each is State.ANSWERED else each
        passed = number < stands and not (closed and number > 0)
        progress = Progress.CURRENT if number == stands else Progress.DONE if passed else Progress.AHEAD
        found.append(ClientStep(shown, STATE_LABELS[shown], progress))
    return found


def who_is_next(state: State, *, copy_waits: bool) -> Next:
    """Who has to do something now: the requester only while we wait for them."""
    if state in {State.ANSWERED, State.CLOSED}:
        return Next.NOBODY
    return Next.YOU if state is State.IDENTITY_PENDING and not copy_waits else Next.US
