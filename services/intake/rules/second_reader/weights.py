"""What the second reader has learned: a number for each feature and question, as `tests.rules.learn` writes it."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from shared.vocabulary import Kind

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
    """`rows` gives for each feature its letters, `questions` for each letter a factor and where the sum starts."""

    thresholds: Thresholds
    questions: Mapping[str, tuple[float, float]]
    rows: Mapping[str, str]

    def sums(self, rows: Sequence[str], softer: float) -> dict[str, float]:
        """Add up for each question what these rows say."""
        with_labels = sum([len(row) > ASKED for row in rows])
        letters = _added(rows, len(self.questions))
        nothing = [NOTHING * len(rows)] * ASKED + [NOTHING * with_labels] * (len(letters) - ASKED)
        return {
            question: start + (each - none) * factor * STEP * softer
            for (question, (factor, start)), each, none in zip(self.questions.items(), letters, nothing, strict=True)
        }

    def column(self, question: str) -> int:
        """Give the place of a question in each row."""
        return list(self.questions).index(question)


def _added(rows: Iterable[str], columns: int) -> list[int]:
    """Add up the letters of each column: a row is one large number with 32 bits a letter, so one addition does all."""
    total = sum([int.from_bytes(row.encode("utf-32-le"), "little") for row in rows])
    numbers = total.to_bytes(4 * columns, "little")
    return [int.from_bytes(numbers[start : start + 4], "little") for start in range(0, 4 * columns, 4)]


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
    """Read the file line by line: it is never in memory twice."""
    head = json.loads(next(lines))
    rows = dict(line[:-1].split("\t") for line in lines)
    return Weights(Thresholds(**head["thresholds"]), head["questions"], rows)


def _learned() -> Weights:
    with (files(__package__) / "weights.txt").open(encoding="ascii") as file:
        return from_lines(file)


WEIGHTS = _learned()
