"""Which letter fits who asks for somebody else, and when it may go (R2.5-1..4, R2.5-7; T31-T34)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from services.verify.rules.representation import Situation
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Letter

LETTER_FOR: Final = {
    Situation.AGENT: Letter.T31,
    Situation.MINOR: Letter.T32,
    Situation.PARENT: Letter.T32,
    Situation.CURATOR: Letter.T32,
    Situation.ADMINISTRATOR: Letter.T32,
    Situation.MENTOR: Letter.T32,
    Situation.DECEASED: Letter.T33,
    Situation.BULK: Letter.T34,
}
"""One letter for each situation in which something is missing; who asks for themselves, and is of age, gets none."""

AGENT_LETTER_LABELS: Final = {
    Letter.T31: "Ask for a mandate",
    Letter.T32: "Ask what shows that they are the legal representative",
    Letter.T33: "Say what is possible about somebody who has died",
    Letter.T34: "Say what we need of a service that asks for many",
}
"""English msgids."""


def may_write(situation: Situation, sent: Collection[Letter], *, clear: bool) -> Verdict:
    """Whether the letter of this situation may go: something is missing, and it did not go in this round.

    `clear`: for whom they ask needs nothing more.
    """
    letter = LETTER_FOR.get(situation)
    if letter is None:
        return Refused("2.5", "Who asks for themselves gets no such letter. Say first for whom they ask.")
    if letter in sent:
        return Refused("8.2", "This letter went out already.")
    if clear and letter is not Letter.T33:
        return Refused("2.5", "Nothing is missing that this letter would ask.")
    return Allowed()
