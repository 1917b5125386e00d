"""Whose proof a step on the ladder is: the person's whose data it is, or their representative's own (R2.5-1, R4-5).

Where both must prove who they are, the ladder is the subject's, and the representative's own steps stand beside it.
Where the law lets the representative act alone, the whole ladder is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from services.verify.rules.ladder import LEVEL_OF_METHOD, enough
from services.verify.rules.representation import Confirm, Situation
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Level, Method


class Whose(StrEnum):
    """Who proves who they are."""

    SUBJECT = "subject"
    AGENT = "agent"


WHOSE_LABELS: Final = {
    Whose.SUBJECT: "the person whose data it is",
    Whose.AGENT: "the representative",
}
"""English msgids."""

_SUBJECT: Final = frozenset({Whose.SUBJECT})
_AGENT: Final = frozenset({Whose.AGENT})
_BOTH: Final = _SUBJECT | _AGENT
NEEDED: Final = {
    Situation.SELF: _SUBJECT,
    Situation.AGENT: _BOTH,
    Situation.MINOR: _SUBJECT,
    Situation.PARENT: _AGENT,
    Situation.CURATOR: _AGENT,
    Situation.ADMINISTRATOR: _AGENT,
    Situation.MENTOR: _AGENT,
    Situation.DECEASED: _AGENT,
    Situation.BULK: _BOTH,
}
"""Who must prove who they are; who cannot be asked, or acts through the law's representative, is not."""


def needed_of(situation: Situation, confirmed: Collection[Confirm]) -> frozenset[Whose]:
    """Who must prove who they are: of an agent's client only while somebody doubts the mandate (R2.5-1)."""
    if situation is Situation.AGENT and Confirm.NO_DOUBT in confirmed:
        return _AGENT
    return NEEDED[situation]


def ladder_of(needed: Collection[Whose]) -> Whose:
    """Whose ladder it is: the subject's while they must prove who they are."""
    return Whose.SUBJECT if Whose.SUBJECT in needed else Whose.AGENT


class AgentSeen(StrEnum):
    """What somebody did to know who the representative is."""

    NUMBER_FROM_ELSEWHERE = "number_from_elsewhere"
    NAMED_IN_MANDATE = "named_in_mandate"
    AGENT_DOCUMENT = "agent_document"
    NOTHING_COPIED = "nothing_copied"
    NOT_RECORDED = "not_recorded"


AGENT_SEEN_LABELS: Final = {
    AgentSeen.NUMBER_FROM_ELSEWHERE: "I called a number from a public register or our file, not one from the request",
    AgentSeen.NAMED_IN_MANDATE: "They are who the mandate names, and know what they asked",
    AgentSeen.AGENT_DOCUMENT: "I saw their document, and name and person fit the mandate",
    AgentSeen.NOTHING_COPIED: "Nothing was copied or written down from it",
    AgentSeen.NOT_RECORDED: "The call was not recorded",
}
"""English msgids."""

BESIDE: Final = "beside"
"""The code of a step that a representative took beside the ladder of their client."""
AGENT_WAYS: Final = {
    Method.CALL_BACK: (AgentSeen.NUMBER_FROM_ELSEWHERE, AgentSeen.NAMED_IN_MANDATE),
    Method.IN_PERSON: (AgentSeen.AGENT_DOCUMENT, AgentSeen.NOTHING_COPIED),
    Method.VIDEO_CALL: (AgentSeen.AGENT_DOCUMENT, AgentSeen.NOT_RECORDED),
}
"""How a representative proves who they are beside the ladder of their client, and what each way needs."""

AGENT_WAY_LABELS: Final = {
    Method.CALL_BACK: "Called at their office",
    Method.IN_PERSON: "Came by in person",
    Method.VIDEO_CALL: "A video call",
}
"""English msgids."""


def may_note(method: Method, seen: Collection[AgentSeen], *, passed: bool) -> Verdict:
    """Whether a try of the representative can be written down; one that succeeded needs each of its lines."""
    if method not in AGENT_WAYS:
        return Refused("R4-5", "Choose one of the ways in which a representative proves who they are.")
    if passed and set(AGENT_WAYS[method]) - set(seen):
        return Refused("R4-5", "Confirm each line of this way; without them it proves nothing.")
    return Allowed()


def best(methods: Collection[Method]) -> Method | None:
    """The way that reaches highest of those that succeeded; None when none did."""
    return max(sorted(methods), key=LEVEL_OF_METHOD.__getitem__, default=None)


def both_proved(needed: Collection[Whose], agent: Method | None, level: Level) -> Verdict:
    """Whether the representative's own proof, where one is needed, reaches the level of the request (R4-5)."""
    if Whose.AGENT in needed and (agent is None or not enough(agent, level)):
        return Refused("R4-5", "The representative must prove who they are too, at the level of the request.")
    return Allowed()
