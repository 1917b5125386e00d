"""Reads a message a second time: sums what was learned of its features, and tells which words weighed most."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.second_reader.features import OF_RULES, SHORT_STEM, STEM, features
from services.intake.rules.second_reader.weights import REQUEST, WEIGHTS, Weights, loudness
from services.intake.rules.sentences import Sentence
from shared.vocabulary import Kind

MAYBE = 0.15
"""A kind less likely than this is not even named to a person who is asked."""

_STRONGEST = 3
_WITHOUT_WORDS = (*OF_RULES, "n")


@dataclass(frozen=True, slots=True)
class Opinion:
    """The probability (0 to 1) that anything is asked, and that each kind is.

    `because` gives the words that speak most for each kind that may be meant, always for the likeliest.
    """

    request: float
    kinds: Mapping[Kind, float]
    because: Mapping[Kind, tuple[str, ...]]


def read(reading: Reading, by_rules: Classification, weights: Weights = WEIGHTS) -> Opinion:
    """Give the second reader's opinion of a message, knowing what the rules made of it. Linear in its length."""
    sums = dict(weights.bias)
    said: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for feature, loud in loudness(features(reading, by_rules)).items():
        for question, weight in weights.of_feature.get(feature, {}).items():
            sums[question] += weight * loud
            if weight > 0 and feature[0] not in _WITHOUT_WORDS:
                said[question].append((weight * loud, feature))
    kinds = {kind: _probability(sums[kind]) for kind in Kind}
    named = [kind for kind in Kind if kinds[kind] >= min(MAYBE, max(kinds.values()))]
    return Opinion(_probability(sums[REQUEST]), kinds, {kind: _words(reading, said[kind]) for kind in named})


def _probability(total: float) -> float:
    return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


def _words(reading: Reading, said: list[tuple[float, str]]) -> tuple[str, ...]:
    """Give the words of the features that said most."""
    strongest = sorted(said, key=lambda each: (-each[0], each[1]))[:_STRONGEST]
    words = (word for _, feature in strongest for word in seen(reading, feature) if word != "?")
    return tuple(dict.fromkeys(words))


def seen(reading: Reading, feature: str) -> tuple[str, ...]:
    """Give the words of a message in which a feature was seen."""
    form, _, what = feature.partition(":")
    for sentence in (*reading.body, reading.topic):
        if words := _in_groups(sentence, what) if form in "gp" else _in_words(sentence, form, what):
            return words
    return ()


def _in_groups(sentence: Sentence, what: str) -> tuple[str, ...]:
    names = what.split("+")
    return tuple(sentence.groups[name][0].words for name in names) if sentence.groups.keys() >= {*names} else ()


def _in_words(sentence: Sentence, form: str, what: str) -> tuple[str, ...]:
    stems = what.split(" ")
    step = 2 if form == "k" else 1
    letters = SHORT_STEM if form == "f" else STEM
    words = sentence.words
    length = step * (len(stems) - 1) + 1
    for start in range(len(words) - length + 1):
        if [word[:letters] for word in words[start : start + length : step]] == stems:
            return (" ".join(words[start : start + length]),)
    return ()
