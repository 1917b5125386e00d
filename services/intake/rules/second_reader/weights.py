"""What the second reader has learned: a number for each feature and question, as `tests.rules.learn` writes it."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

REQUEST: Final = "request"
"""The question whether anything is asked at all; the others are the kinds and the labels."""

LOUDNESS: Final = {
    "g": 1.5, "p": 1.0, "s": 1.0, "f": 1.0, "b": 1.0, "k": 0.7, "x": 0.8, "q": 0.7, "e": 0.7, "h": 0.7,
    "i": 0.7, "n": 1.0, "R": 3.0, "C": 1.0,
}  # fmt: skip
"""How loudly a feature of each form speaks."""

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
    """`of_feature` gives for each feature what it says to each question, `bias` where each question starts."""

    thresholds: Thresholds
    bias: Mapping[str, float]
    of_feature: Mapping[str, Mapping[str, float]]


def loudness(found: Collection[str]) -> dict[str, float]:
    """Give how loudly each feature speaks in this message: in a long one each is softer."""
    softer = softness(found)
    return {feature: LOUDNESS[feature[0]] * softer for feature in found}


def softness(found: Iterable[str]) -> float:
    """Divide by the fourth root of the squares: half way between plain sums and the same length for all."""
    return 1 / (math.fsum([_SQUARED[feature[0]] for feature in found]) ** 0.25 or 1)


def from_json(data: Mapping[str, Any]) -> Weights:
    """Turn the file's content into weights by feature."""
    of_feature: dict[str, dict[str, float]] = defaultdict(dict)
    for question, learned in data["weights"].items():
        for feature, weight in learned.items():
            of_feature[feature][question] = weight
    return Weights(Thresholds(**data["thresholds"]), data["bias"], dict(of_feature))


WEIGHTS = from_json(json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8")))
