"""What the second reader has learned: a number for each feature and question, as `tests.rules.learn` writes it."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from shared.vocabulary import Context, Kind

REQUEST: Final = "request"
"""The question whether anything is asked at all; the others are the kinds and the labels."""

LOUDNESS: Final = {
    "g": 1.5, "p": 1.0, "s": 1.0, "f": 1.0, "b": 1.0, "k": 0.7, "x": 0.8, "q": 0.7, "e": 0.7, "h": 0.7,
    "i": 0.7, "n": 1.0, "R": 3.0, "C": 1.0,
}  # fmt: skip
"""How loudly a feature of each form speaks; its letters have that in them."""

STEP: Final = 0.04
NOTHING: Final = ord("P")
LOUDEST: Final = 46
"""A weight is a letter: P is nothing, each letter after it one step more, each before it one step less.

No weight is more than 46 steps: what was seen in a few hundred messages may not decide alone (on writers never seen
that is two points better, decision 0013).
"""

ASKED: Final = 1 + len(Kind)
"""So many questions come first: whether anything is asked, and each kind. Rare features have weights for these only."""

QUESTIONS: Final = ASKED + len(Context)

_AT_ONCE: Final = 500
"""As many letters, added up, have room in 16 bits."""

_SQUARED: Final = {form: each * each for form, each in LOUDNESS.items()}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on something is proposed; chosen by cross-validation.

    `kind`: this kind is asked. `request`: a request, whatever kind; `lean`: also with less, when one of the readers
    found a kind. `unsure`: below this nothing is asked; `agreed`: the same, where the rules found nothing either.
    """

    kind: float
    request: float
    lean: float
    unsure: float
    agreed: float


@dataclass(frozen=True, slots=True)
class Weights:
    """`rows` gives for each feature its letters, `questions` for each a factor and where a sum starts."""

    thresholds: Thresholds
    questions: Mapping[str, tuple[float, float]]
    rows: Mapping[str, str]

    def sums(self, rows: Sequence[int], softer: float) -> dict[str, float]:
        """Add up for each question what these rows say."""
        nothing = NOTHING * len(rows)
        return {
            question: start + (each - nothing) * factor * STEP * softer
            for (question, (factor, start)), each in zip(self.questions.items(), _added(rows), strict=True)
        }

    def column(self, question: str) -> int:
        """Give the place of a question in each row."""
        return list(self.questions).index(question)


def number(letters: str) -> int:
    """Give the letters of a feature as one large number, 16 bits a letter; a rare feature says nothing of labels."""
    return int.from_bytes(letters.ljust(QUESTIONS, chr(NOTHING)).encode("utf-16-le"), "little")


def letter(row: int, column: int) -> int:
    """Give one letter of a row; `NOTHING` is neither for nor against."""
    return row >> 16 * column & 0xFFFF


def _added(rows: Sequence[int]) -> list[int]:
    """Add up the letters of each column. One addition of large numbers does all of a row."""
    parts = [sum(rows[start : start + _AT_ONCE]) for start in range(0, len(rows), _AT_ONCE)]
    return [sum(letter(part, column) for part in parts) for column in range(QUESTIONS)]


def loudness(found: Collection[str]) -> dict[str, float]:
    """Give how loudly each feature speaks in this message: in a long one each is softer."""
    softer = softness(found)
    return {feature: LOUDNESS[feature[0]] * softer for feature in found}


def softness(found: Iterable[str]) -> float:
    """Divide by the fourth root of the squares: half way between plain sums and the same length for all."""
    return 1 / (math.fsum([_SQUARED[feature[0]] for feature in found]) ** 0.25 or 1)


def as_row(weights: Sequence[float]) -> str:
    """Write the weights of a feature, a letter for each; none speaks louder than `LOUDEST` steps."""
    return "".join(chr(NOTHING + max(min(round(each / STEP), LOUDEST), -LOUDEST)) for each in weights)


def from_lines(lines: Iterator[str]) -> Weights:
    """Read the file: the first line tells what the letters mean, then follows a line a feature.

    Line by line, and each line kept as it is: all at once would take three times the memory, in every process.
    """
    head = json.loads(next(lines))
    rows = dict(line.rstrip("\n").split("\t") for line in lines)
    return Weights(Thresholds(**head["thresholds"]), head["questions"], rows)


with (files(__package__) / "weights.txt").open(encoding="ascii") as _file:
    WEIGHTS = from_lines(_file)
