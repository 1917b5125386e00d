"""What can become of the wish that a mail leaves its mailbox (mail 8): a table, as for every life in this house."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shared.statetable import SYSTEM, Row, StateTable
from shared.vocabulary import Role


class Removed(StrEnum):
    """What became of a removal."""

    WANTED = "wanted"
    DONE = "done"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    NO_MAILBOX = "no_mailbox"


class Step(StrEnum):
    """What can happen to it."""

    REMOVE = "remove"
    LOSE = "lose"
    REFUSE = "refuse"
    STRAND = "strand"
    REMOVE_BY_HAND = "remove_by_hand"
    ASK_AGAIN = "ask_again"


class Method(StrEnum):
    """How a mail was taken out: by UID EXPUNGE, by MOVE to another folder, or by a person; empty: not yet."""

    NONE = ""
    EXPUNGE = "expunge"
    MOVE = "move"
    BY_HAND = "by_hand"


STAFF: Final = (Role.HANDLER, Role.FG)
_MACHINE: Final = (SYSTEM,)
_BOTH: Final = (SYSTEM, *STAFF)

REMOVAL: Final = StateTable[Removed, Step](
    [
        Row(Removed.WANTED, Step.REMOVE, Removed.DONE, _MACHINE),
        Row(Removed.WANTED, Step.LOSE, Removed.NOT_FOUND, _MACHINE),
        Row(Removed.WANTED, Step.REFUSE, Removed.REFUSED, _MACHINE),
        Row(Removed.WANTED, Step.STRAND, Removed.NO_MAILBOX, _MACHINE),
        Row(Removed.NOT_FOUND, Step.REMOVE_BY_HAND, Removed.DONE, STAFF),
        Row(Removed.NOT_FOUND, Step.ASK_AGAIN, Removed.WANTED, _BOTH),
        Row(Removed.REFUSED, Step.REMOVE_BY_HAND, Removed.DONE, STAFF),
        Row(Removed.REFUSED, Step.ASK_AGAIN, Removed.WANTED, _BOTH),
        Row(Removed.NO_MAILBOX, Step.REMOVE_BY_HAND, Removed.DONE, STAFF),
        Row(Removed.NO_MAILBOX, Step.ASK_AGAIN, Removed.WANTED, _BOTH),
        # It was removed and lies there again, out of a provider's backup say.
        Row(Removed.DONE, Step.REMOVE, Removed.DONE, _MACHINE),
        Row(Removed.DONE, Step.REFUSE, Removed.REFUSED, _MACHINE),
    ]
)

BY_A_PERSON: Final = (Removed.NOT_FOUND, Removed.REFUSED, Removed.NO_MAILBOX)
"""Here the machine gave up, and a person must look into the mailbox."""
