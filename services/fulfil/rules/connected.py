"""What a connected system is asked and answers: records of one person, a masked look at them, and changes (R2.4-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.tasks import Action
from shared.statetable import Allowed, Refused, Verdict

SAMPLE: Final = 3  # records that are shown, masked
Value = str | int | float | bool | None


class What(StrEnum):
    """What a connected system can be told to do with a record."""

    CORRECT = "correct"
    ERASE = "erase"
    ANONYMISE = "anonymise"


WHAT_LABELS: Final = {What.CORRECT: "Correct", What.ERASE: "Erase", What.ANONYMISE: "Anonymise"}
"""English msgids."""

ACTION_OF: Final = {What.CORRECT: Action.CORRECT, What.ERASE: Action.ERASE, What.ANONYMISE: Action.ERASE}
"""Which action of the task each belongs to."""


@dataclass(frozen=True)
class Subject:
    """By what a person is found."""

    name: str
    address: str


@dataclass(frozen=True)
class Record:
    """One record of a person: where it lies, what tells it apart there, and what is handed over of it."""

    place: str
    key: str | int
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What is to be done with records of one person; `values` only for a correction. `id` is the same at each try."""

    id: str
    what: What
    category: str
    subject: Subject
    values: Mapping[str, str] = field(default_factory=dict)


def counts(records: Sequence[Record]) -> Mapping[str, int]:
    """How many records there are, by place."""
    return Counter(record.place for record in records)


def masked(value: Value) -> str:
    """A value of which one sees that it is there and how it begins, and no more."""
    text = "" if value is None else str(value)
    if len(text) < 3:
        return "•" * len(text)
    return text[0] + "•" * min(len(text) - 1, 7)


def sample(records: Sequence[Record]) -> list[dict[str, str]]:
    """A few records, masked, as a dry run shows them."""
    return [{name: masked(value) for name, value in record.data.items()} for record in records[:SAMPLE]]


def may_change(*, state: State, asked: Collection[str], what: What, identity_settled: bool, people: int) -> Verdict:
    """Whether a system may be written to: after an answer that two people approved, for what the task asks (R2-4)."""
    if ACTION_OF[what] not in asked:
        return Refused("7.1", "This task does not ask for that.")
    if state not in {State.ANSWERED, State.CLOSED}:
        return Refused("10", "A system is changed only after the answer that orders it is approved.")
    if not identity_settled:
        return Refused("10", "Nothing is changed before the identity of the requester is established.")
    if people < 2:
        return Refused("R2-4", "A second person must agree first.")
    return Allowed()
