"""What the second reader learns from, and how: ridge regression over the features of invented messages.

All questions are answered by one solution of one system of equations, with one row for each message. Of every weight
a letter is kept (see `weights.STEP`), so that no feature speaks louder than the loudest letter.
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
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from services.intake.rules.classification import Classification
from services.intake.rules.classify import certain, understood, weigh
from services.intake.rules.reading import Reading, read
from services.intake.rules.second_reader.features import OF_RULES, features
from services.intake.rules.second_reader.weights import ASKED, LOUDEST, LOUDNESS, REQUEST, STEP, loudness
from shared.vocabulary import Context, Kind

DATA = Path(__file__).parent / "data"
WORKSHOP = "workshop"
KINDS: tuple[str, ...] = tuple(kind.value for kind in Kind)
LABELS: tuple[str, ...] = tuple(label.value for label in Context)
QUESTIONS: tuple[str, ...] = (REQUEST, *KINDS, *LABELS)

MILDNESS = 2.5  # lambda of the regression: with more it learns too little, with less by heart
_OFTEN = 50  # a feature of one message in so many is frequent
_WRITERS, _WRITERS_OF_LABELS = 3, 6  # a feature is learned when so many writers use it


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
class Table:
    """One row a message: how loud each feature is (columns as `names`), and the answer to each question.

    `loud` is how loudly each feature's form speaks; `often` says which features so many writers use that they may
    speak for labels.
    """

    names: Sequence[str]
    loud: np.ndarray
    often: np.ndarray
    matrix: csr_matrix
    wanted: np.ndarray


@dataclass(frozen=True, slots=True)
class Learned:
    """What each feature adds to each question (features by questions), and where each question starts."""

    weights: np.ndarray
    bias: np.ndarray

    def sums(self, matrix: csr_matrix) -> np.ndarray:
        """Add up for each question what the features of each message say."""
        return np.asarray(matrix @ self.weights + self.bias)

    def in_letters(self, factors: np.ndarray, rows: Table) -> Learned:
        """Give the weights as the file will hold them: made comparable by `factors`, in steps, none too loud."""
        loud = rows.loud[:, np.newaxis]
        steps = np.clip(np.round(self.weights * factors * loud / STEP), -LOUDEST, LOUDEST)
        steps[np.ix_(~rows.often, range(ASKED, len(QUESTIONS)))] = 0
        return Learned(steps * STEP / loud, self.bias * factors)


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


def table(from_examples: Sequence[Example]) -> Table:
    """Put all examples in one table; a part of its rows is learned from at a time."""
    louds = [_without_rules(each) if each.author == WORKSHOP else each.loud for each in from_examples]
    writers = _writers(from_examples, louds)
    names = sorted(name for name, count in writers.items() if count >= _WRITERS)
    often = np.array([writers[name] >= _WRITERS_OF_LABELS for name in names])
    wanted = np.array([_answers(each) for each in from_examples], dtype=np.float32)
    loud = np.array([LOUDNESS[name[0]] for name in names])
    return Table(names, loud, often, _matrix(louds, names), wanted)


def learn(all_rows: Table, rows: Sequence[int]) -> Learned:
    """Learn the weights of all questions from some rows, by way of the messages' likeness: there are fewer of them."""
    matrix = all_rows.matrix[rows]
    likeness = _likeness(matrix) + np.float32(1)
    likeness[np.diag_indices_from(likeness)] += np.float32(MILDNESS)
    shares = cho_solve(cho_factor(likeness, overwrite_a=True), all_rows.wanted[rows])
    return Learned(np.asarray(matrix.T @ shares), shares.sum(axis=0))


def _answers(example: Example) -> list[float]:
    """Give 1 for what a message is, -1 for what it is not; 0 where it is unclear whether it asks anything."""
    asks = 0.0 if example.message["proposal"] == "unsure" else 1.0 if example.asked else -1.0
    said = {*example.asked, *example.message["context"]}
    return [asks, *(1.0 if question in said else -1.0 for question in QUESTIONS[1:])]


def _without_rules(example: Example) -> dict[str, float]:
    """The rules were made on these messages: what they find there looks better than it is."""
    return {name: each for name, each in example.loud.items() if name[0] not in OF_RULES}


def _writers(from_examples: Sequence[Example], louds: Iterable[Mapping[str, float]]) -> dict[str, int]:
    """Count the writers who use a feature. The workshop is many people: each of its messages counts as one."""
    writers: dict[str, set[object]] = defaultdict(set)
    for number, (example, loud) in enumerate(zip(from_examples, louds, strict=True)):
        for name in loud:
            writers[name].add(number if example.author == WORKSHOP else example.author)
    return {name: len(each) for name, each in writers.items()}


def _matrix(louds: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    columns = {name: column for column, name in enumerate(names)}
    cells = [
        (row, columns[name], each) for row, loud in enumerate(louds) for name, each in loud.items() if name in columns
    ]
    rows, places, values = zip(*cells, strict=True)
    matrix = csr_matrix((np.array(values, dtype=np.float32), (rows, places)), shape=(len(louds), len(columns)))
    matrix.sort_indices()
    return matrix


def _likeness(matrix: csr_matrix) -> np.ndarray:
    """Multiply the messages with one another: what many have is quicker in a full table, the rest in a thin one."""
    many = matrix.getnnz(axis=0) > matrix.shape[0] / _OFTEN
    full, thin = matrix[:, many].toarray(), matrix[:, ~many]
    return np.asarray(full @ full.T + (thin @ thin.T).toarray())
