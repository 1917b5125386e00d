"""The form for a request: its questions, one a page, and which of them come for whom (R2-2).

It asks what an answer needs, and no more: what is wanted, for whom, a name and an address to answer to. What somebody
adds in their own words is read by the same reader as a mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.vocabulary import Context, Kind

OWN_WORDS: Final = "own_words"
"""The choice of who would rather tell it than choose."""
WISHES: Final = (
    Kind.ACCESS,
    Kind.RECTIFICATION,
    Kind.ERASURE,
    Kind.PORTABILITY,
    Kind.OBJECTION,
    Kind.CONSENT_WITHDRAWAL,
    Kind.COMPLAINT,
)
"""What can be chosen, in the order of the page."""


class For(StrEnum):
    """For whom somebody asks."""

    MYSELF = "myself"
    CHILD = "child"
    OTHER = "other"
    DECEASED = "deceased"


CONTEXTS: Final = {
    For.MYSELF: (),
    For.CHILD: (Context.REPRESENTATIVE, Context.MINOR),
    For.OTHER: (Context.REPRESENTATIVE,),
    For.DECEASED: (Context.REPRESENTATIVE, Context.DECEASED),
}
"""The labels that go with it; whether somebody may act for another is judged later, by a person."""


class Step(StrEnum):
    """One page of the form."""

    WHAT = "what"
    WORDS = "words"
    WHO = "who"
    WHOM = "whom"
    NAME = "name"
    ADDRESS = "address"
    CODE = "code"
    CHECK = "check"


@dataclass(frozen=True)
class Answers:
    """What was answered so far. `said_words`: the page for own words was seen, and may have been left empty.

    `confirmed` is whether a code from a letter to the address came back; `unconfirmed` that the reader goes on without.
    """

    wish: str = ""
    words: str = ""
    said_words: bool = False
    who: str = ""
    whom: str = ""
    name: str = ""
    address: str = ""
    confirmed: bool = False
    unconfirmed: bool = False


def steps(answers: Answers) -> list[Step]:
    """The pages that come for this reader, in their order."""
    skipped = set()
    if answers.who in {"", For.MYSELF}:
        skipped.add(Step.WHOM)
    if answers.confirmed:
        skipped.add(Step.CODE)
    return [step for step in Step if step not in skipped]


def is_answered(answers: Answers, step: Step) -> bool:
    """Whether the page holds what it asks for."""
    return {
        Step.WHAT: bool(answers.wish),
        Step.WORDS: answers.said_words and bool(answers.words or answers.wish != OWN_WORDS),
        Step.WHO: bool(answers.who),
        Step.WHOM: bool(answers.whom),
        Step.NAME: bool(answers.name),
        Step.ADDRESS: bool(answers.address),
        Step.CODE: answers.confirmed or answers.unconfirmed,
        Step.CHECK: False,
    }[step]


def first_open(answers: Answers) -> Step:
    """The first page that still asks something; the last one when all is answered."""
    return next(step for step in steps(answers) if not is_answered(answers, step))


def may_show(answers: Answers, step: Step) -> bool:
    """Whether a reader can be on this page: all before it is answered. Going back is always possible."""
    path = steps(answers)
    return step in path and path.index(step) <= path.index(first_open(answers))


def before(answers: Answers, step: Step) -> Step | None:
    """The page before this one; None on the first."""
    path = [*Step]
    earlier = [each for each in steps(answers) if path.index(each) < path.index(step)]
    return earlier[-1] if earlier else None
