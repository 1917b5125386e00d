"""Reads a message a second time: sums what was learned of its features, and tells which words weighed most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.second_reader.features import (
    OF_RULES,
    SHORT_STEM,
    STEM,
    features,
    near,
    own_sentences,
)
from services.intake.rules.second_reader.weights import NOTHING, REQUEST, WEIGHTS, Weights, letter, number, softness
from services.intake.rules.sentences import Sentence
from shared.vocabulary import Context, Kind

MAYBE = 0.15
"""A kind less likely than this is not even named to a person who is asked."""

_STRONGEST = 3
_WITHOUT_WORDS = (*OF_RULES, "n")
_IN_PLACES = ("q", "e", "h")


@dataclass(frozen=True, slots=True)
class Opinion:
    """The probability (0 to 1) that anything is asked, that each kind is, and that each label fits.

    `because` gives the words that speak most for each kind that may be meant and that the rules do not explain.
    """

    request: float
    kinds: Mapping[Kind, float]
    because: Mapping[Kind, tuple[str, ...]]
    labels: Mapping[Context, float] = field(default_factory=dict)


def read(reading: Reading, by_rules: Classification, weights: Weights = WEIGHTS) -> Opinion:
    """Give the second reader's opinion of a message, knowing what the rules made of it. Linear in its length.

    Words are looked up for the kinds that the rules do not explain themselves.
    """
    found = features(reading, by_rules)
    known = [(number(letters), feature) for feature in found if (letters := weights.rows.get(feature))]
    sums = weights.sums([row for row, _ in known], softness(found))
    chances = {question: _probability(each) for question, each in sums.items()}
    kinds = {kind: chances[kind] for kind in Kind}
    named = [kind for kind in Kind if kinds[kind] >= MAYBE and kind not in by_rules.kinds]
    because = {kind: _words(reading, _speaking_for(weights.column(kind), known)) for kind in named}
    return Opinion(chances[REQUEST], kinds, because, {label: chances[label] for label in Context})


def _speaking_for(column: int, known: Iterable[tuple[int, str]]) -> list[str]:
    """Give the features that speak most for a kind, the loudest first, of those that stand in the message's words."""
    said = sorted([(each, feature) for row, feature in known if (each := letter(row, column)) > NOTHING], reverse=True)
    return [feature for _, feature in said if feature[0] not in _WITHOUT_WORDS][:_STRONGEST]


def _probability(total: float) -> float:
    return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


def _words(reading: Reading, strongest: Iterable[str]) -> tuple[str, ...]:
    """Give the words of the message in which these features were seen."""
    words = (word for feature in strongest for word in seen(reading, feature) if word != "?")
    return tuple(dict.fromkeys(words))


def seen(reading: Reading, feature: str) -> tuple[str, ...]:
    """Give the words of a message in which a feature was seen."""
    form, _, what = feature.partition(":")
    for sentence in (*own_sentences(reading), reading.topic):
        if words := _in(sentence, form, what):
            return words
    return ()


def _in(sentence: Sentence, form: str, what: str) -> tuple[str, ...]:
    if form in _IN_PLACES:
        form, what = ("s", what[1:]) if what[0] == "." else ("g", what)
    if form in "gp":
        return _in_groups(sentence, what)
    if form == "x":
        return _near_group(sentence, *what.split("|"))
    return _in_words(sentence, form, what)


def _in_groups(sentence: Sentence, what: str) -> tuple[str, ...]:
    names = what.split("+")
    return tuple(sentence.groups[name][0].words for name in names) if sentence.groups.keys() >= {*names} else ()


def _near_group(sentence: Sentence, name: str, stem: str) -> tuple[str, ...]:
    hits = sentence.groups.get(name, [])
    word = next((word for word in near(list(sentence.words), hits) if word[:STEM] == stem), "")
    return (hits[0].words, word) if word else ()


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
