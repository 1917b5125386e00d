"""The call-back: the number on file, and two questions whose answers are in the file, not in the mail (spec 4.2 L2)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from services.verify.rules.rungs import Outcome
from shared.statetable import Allowed, Refused, Verdict

QUESTIONS: Final = 2


class Topic(StrEnum):
    """What a question may be about: never a citizen service number, never health."""

    START_MONTH = "start_month"
    COACH = "coach"
    PLACE = "place"
    EMPLOYER = "employer"
    LAST_MEETING = "last_meeting"
    KIND_OF_PROGRAMME = "kind_of_programme"
    HOW_THEY_CAME = "how_they_came"


TOPIC_LABELS: Final = {
    Topic.START_MONTH: "In which month did the programme begin?",
    Topic.COACH: "What is the name of the coach?",
    Topic.PLACE: "Where were the meetings?",
    Topic.EMPLOYER: "Which employer was involved?",
    Topic.LAST_MEETING: "When, about, was the last meeting?",
    Topic.KIND_OF_PROGRAMME: "What kind of programme is it?",
    Topic.HOW_THEY_CAME: "Through whom did they come to us?",
}
"""English msgids."""


class Call(StrEnum):
    """How a call ended."""

    BOTH_RIGHT = "both_right"
    WRONG = "wrong"
    NOT_REACHED = "not_reached"


CALL_LABELS: Final = {
    Call.BOTH_RIGHT: "Both answers were right",
    Call.WRONG: "An answer was wrong, or none came",
    Call.NOT_REACHED: "Nobody was reached",
}
"""English msgids."""

OUTCOME_OF: Final = {
    Call.BOTH_RIGHT: Outcome.PASSED,
    Call.WRONG: Outcome.FAILED,
    Call.NOT_REACHED: Outcome.NO_ANSWER,
}


def may_note_call(call: Call, topics: Collection[Topic], numbers: int) -> Verdict:
    """Whether a call may be written down: a number on file, and two different questions when somebody answered."""
    if not numbers:
        return Refused("4.2", "No telephone number is on file: look it up, or type what the file says, first.")
    if call is not Call.NOT_REACHED and len(set(topics)) < QUESTIONS:
        return Refused("4.2", "Choose the two different questions that you asked.")
    return Allowed()
