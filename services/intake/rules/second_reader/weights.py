"""What the second reader has learned: a number for each feature and question, as `tests.rules.learn` writes it."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
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

    def sums(self, known: Iterable[str], softer: float) -> dict[str, float]:
        """Add up for each question what these features say, of which each has a row."""
        rows = [self.rows[feature] for feature in known]
        asked = "".join([row[:ASKED] for row in rows]).encode()
        labels = "".join([row[ASKED:] for row in rows]).encode()
        count = len(self.questions) - ASKED
        nothing = [NOTHING * len(rows)] * ASKED + [NOTHING * (len(labels) // count)] * count
        said = [sum(asked[place::ASKED]) for place in range(ASKED)]
        said += [sum(labels[place::count]) for place in range(count)]
        return {
            question: start + (each - none) * factor * STEP * softer
            for (question, (factor, start)), each, none in zip(self.questions.items(), said, nothing, strict=True)
        }

    def column(self, question: str) -> int:
        """Give the place of a question in each row."""
        return list(self.questions).index(question)


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


def from_text(text: str) -> Weights:
    """Read the file's content."""
    head, _, lines = text.partition("\n")
    data = json.loads(head)
    rows = dict([line.split("\t") for line in lines.splitlines()])
    return Weights(Thresholds(**data["thresholds"]), data["questions"], rows)


WEIGHTS = from_text((files(__package__) / "weights.txt").read_text(encoding="ascii"))
