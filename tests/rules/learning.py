"""What the second reader learns from, and how: logistic regression over the features of invented messages.

Two rounds for each question: the first learns a weight for every feature, the second learns again with those features
only that said most, so that the file of weights stays small enough to be read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from services.intake.rules.classification import Classification
from services.intake.rules.classify import certain, understood, weigh
from services.intake.rules.reading import Reading, read
from services.intake.rules.second_reader.features import OF_RULES, features
from services.intake.rules.second_reader.weights import REQUEST, loudness
from shared.vocabulary import Kind

DATA = Path(__file__).parent / "data"
WORKSHOP = "workshop"
QUESTIONS: tuple[str, ...] = (REQUEST, *(kind.value for kind in Kind))

STRENGTH = 4.5  # C of the regression: with less it learns too little, with more by heart
KEPT = 530  # features for each kind; for the question whether anything is asked twice as many
_WRITERS = 2  # a feature is learned when so many writers use it


@dataclass(frozen=True, slots=True)
class Example:
    """A message, read by the rules: who wrote it, what it asks, and how loudly each of its features speaks."""

    author: str
    message: Mapping[str, Any]
    reading: Reading
    by_rules: Classification
    is_certain: bool
    is_understood: bool
    loud: Mapping[str, float]

    @property
    def asked(self) -> frozenset[Kind]:
        """The kinds that are asked; of what is no request or unclear none."""
        is_request = self.message["proposal"] == "request"
        return frozenset(Kind(each) for each in self.message["kinds"]) if is_request else frozenset()


@dataclass(frozen=True, slots=True)
class Learned:
    """Where each question starts and what each feature adds to it."""

    bias: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]

    def sums(self, loud: Mapping[str, float]) -> dict[str, float]:
        """Add up for each question what the features of a message say."""
        return {
            question: self.bias[question] + sum(each * loud.get(name, 0.0) for name, each in weights.items())
            for question, weights in self.weights.items()
        }


def examples() -> list[Example]:
    """Read all messages that may be learned from; none of fold `check`."""
    lines = chain.from_iterable(map(_lines, ("messages.jsonl", "idioms.jsonl", "learning.jsonl")))
    return [_example(each) for each in lines if each["fold"] in {"tune", "learn"}]


def _lines(name: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines())


def _example(message: Mapping[str, Any]) -> Example:
    subject, text = message["subject"], message["text"]
    reading = read(subject, text)
    without_doubt = certain(reading)
    by_rules = without_doubt or weigh(reading, cut_off=False)
    return Example(
        author=message.get("author", WORKSHOP),
        message=message,
        reading=reading,
        by_rules=by_rules,
        is_certain=without_doubt is not None,
        is_understood=understood(reading, text),
        loud=loudness(features(reading, by_rules)),
    )


def learn(from_examples: Sequence[Example]) -> Learned:
    """Learn the weights of all questions."""
    louds = [_without_rules(each) if each.author == WORKSHOP else each.loud for each in from_examples]
    names = _shared(from_examples, louds)
    matrix = _matrix(louds, {name: column for column, name in enumerate(names)})
    rows = [(row, answer, share) for row, each in enumerate(from_examples) for answer, share in _answers(each)]
    matrix = matrix[[row for row, _, _ in rows]]
    shares = np.array([share for _, _, share in rows])
    bias, weights = {}, {}
    for question in QUESTIONS:
        wanted = np.array([question in answer for _, answer, _ in rows])
        kept = 2 * KEPT if question == REQUEST else KEPT
        bias[question], weights[question] = _regression(matrix, names, wanted, shares, kept)
    return Learned(bias, weights)


def _answers(example: Example) -> list[tuple[set[str], float]]:
    """Give what a message asks; of an unclear one both answers, each for half: that it asks something and that not."""
    if example.message["proposal"] == "unsure":
        return [({REQUEST}, 0.5), (set(), 0.5)]
    kinds = {kind.value for kind in example.asked}
    return [({REQUEST, *kinds} if kinds else set(), 1.0)]


def _without_rules(example: Example) -> dict[str, float]:
    """The rules were made on these messages: what they find there looks better than it is."""
    return {name: each for name, each in example.loud.items() if name[0] not in OF_RULES}


def _shared(from_examples: Sequence[Example], louds: Iterable[Mapping[str, float]]) -> list[str]:
    """Give the features that several writers use. The workshop is many people: each of its messages counts as one."""
    writers: dict[str, set[object]] = defaultdict(set)
    for number, (example, loud) in enumerate(zip(from_examples, louds, strict=True)):
        for name in loud:
            writers[name].add(number if example.author == WORKSHOP else example.author)
    return sorted(name for name, each in writers.items() if len(each) >= _WRITERS)


def _matrix(louds: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> csr_matrix:
    known = ((row, columns.get(name), each) for row, loud in enumerate(louds) for name, each in loud.items())
    cells = [cell for cell in known if cell[1] is not None]
    rows, places, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, places)), shape=(len(louds), len(columns)))
    matrix.sort_indices()
    return matrix


def _regression(
    matrix: csr_matrix, names: Sequence[str], wanted: np.ndarray, shares: np.ndarray, kept: int
) -> tuple[float, dict[str, float]]:
    first = _fit(matrix, wanted, shares)
    said = np.abs(first.coef_[0]) * np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel())
    chosen = np.sort(np.argsort(-said, kind="stable")[:kept])
    second = _fit(matrix[:, chosen], wanted, shares)
    weights = {names[column]: float(each) for column, each in zip(chosen, second.coef_[0], strict=True)}
    return float(second.intercept_[0]), weights


def _fit(matrix: csr_matrix, wanted: np.ndarray, shares: np.ndarray) -> LogisticRegression:
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2_000, random_state=0)
    return regression.fit(matrix, wanted, sample_weight=shares)
