"""Teaches the second reader: `python -m tests.rules.learn` prints how well it does and writes its weights.

How well it does is told by cross-validation by author: what is said of one author's messages was learned from others;
the authors take turns in groups. The same opinions show how sure its sums really are, and which thresholds are best.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from services.intake.rules import second_reader
from services.intake.rules.scores import Judged, score
from services.intake.rules.second_reader.merging import Proposed, doubted, labelled, proposed
from services.intake.rules.second_reader.opinion import Opinion
from services.intake.rules.second_reader.weights import ASKED, REQUEST, Thresholds, as_row
from shared.vocabulary import Context, Kind, Proposal
from tests.rules.classification import LANGUAGES
from tests.rules.learning import QUESTIONS, WORKSHOP, Example, Learned, Table, examples, learn, table

WEIGHTS = Path(second_reader.__file__).parent / "weights.txt"
MISSED_AT_MOST = 0.01  # of the requests, on messages of authors never seen
TURNS = 11  # of three authors each
_ASKED = tuple(product((0.3, 0.35, 0.4, 0.45, 0.5), (0.4, 0.45, 0.5), (0.2, 0.25, 0.3)))
_LOW = (0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2)
_NOT_ASKED = tuple((unsure, agreed) for unsure, agreed in product(_LOW, _LOW) if unsure <= agreed)
STRICTEST = Thresholds(kind=0.4, request=0.5, lean=0.3, unsure=0.02, agreed=0.02)

Slopes = Sequence[tuple[float, float]]


def main() -> None:
    """Learn, print the figures and write the weights."""
    known = examples()
    rows = table(known)
    authors = sorted({each.author for each in known} - {WORKSHOP})
    judged = [each for each in known if each.author in authors]
    turns = _turns(known, rows, authors)
    factors = np.array([factor for factor, _ in _calibration(judged, _crosswise(known, rows, turns))])
    turns = [(group, learned.in_letters(factors, rows)) for group, learned in turns]
    sums = _crosswise(known, rows, turns)
    slopes = _calibration(judged, sums)
    opinions = [_opinion(each, slopes) for each in sums]

    learned = learn(rows, range(len(known))).in_letters(factors, rows)
    limits = _thresholds(judged, opinions)
    print(_table(judged, opinions, limits, authors))
    WEIGHTS.write_text(_as_text(rows, learned, slopes, limits), encoding="ascii")
    print(f"\n{len(rows.names)} features, {WEIGHTS.stat().st_size} bytes; {limits}")


def _turns(known: Sequence[Example], rows: Table, authors: Sequence[str]) -> list[tuple[frozenset[str], Learned]]:
    """Give for groups of authors what was learned from the others."""
    groups = [frozenset(authors[turn::TURNS]) for turn in range(TURNS)]
    return [
        (group, learn(rows, [row for row, each in enumerate(known) if each.author not in group])) for group in groups
    ]


def _crosswise(known: Sequence[Example], rows: Table, turns: Iterable[tuple[frozenset[str], Learned]]) -> np.ndarray:
    """Give the sums for each author's messages, learned from others; in the order of the messages."""
    sums = np.full(rows.wanted.shape, np.nan)
    for group, learned in turns:
        mine = [row for row, each in enumerate(known) if each.author in group]
        sums[mine] = learned.sums(rows.matrix[mine])
    return sums[[row for row, each in enumerate(known) if each.author != WORKSHOP]]


def _calibration(judged: Sequence[Example], sums: np.ndarray) -> Slopes:
    """Give a factor and a shift that make the sums mean what they say (Platt), for each question."""
    answers = [{*each.asked, *each.message["context"], *([REQUEST] if each.asked else [])} for each in judged]
    return [_platt(sums[:, [place]], [name in each for each in answers]) for place, name in enumerate(QUESTIONS)]


def _platt(said: np.ndarray, true: Sequence[bool]) -> tuple[float, float]:
    fitted = LogisticRegression(C=1e6).fit(said, true)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def _opinion(sums: np.ndarray, slopes: Slopes) -> Opinion:
    chances = {
        question: 1 / (1 + math.exp(-(factor * said + shift)))
        for question, said, (factor, shift) in zip(QUESTIONS, sums, slopes, strict=True)
    }
    kinds, labels = ({each: chances[each] for each in group} for group in (Kind, Context))
    return Opinion(chances[REQUEST], kinds, {}, labels)


def _propose(example: Example, opinion: Opinion, limits: Thresholds) -> Proposed:
    if example.is_certain:
        return doubted(example.by_rules, opinion, limits).proposal, ()
    return proposed(example.reading, example.by_rules, opinion, limits, understood=example.is_understood)


def _is_right(example: Example, what: Proposed) -> bool:
    return what[0] == example.message["proposal"] and (not example.asked or set(what[1]) == example.asked)


def _is_missed(example: Example, what: Proposed) -> bool:
    return bool(example.asked) and what[0] is Proposal.NOT_A_REQUEST


def _thresholds(judged: Sequence[Example], opinions: Sequence[Opinion]) -> Thresholds:
    """Choose those with the best exact match of all that miss few enough requests: first for kinds, then for none."""
    pairs = list(zip(judged, opinions, strict=True))
    few = MISSED_AT_MOST * sum(bool(each.asked) for each in judged)

    def right(limits: Thresholds) -> int:
        found = [(each, _propose(each, said, limits)) for each, said in pairs]
        return sum(_is_right(*each) for each in found) if sum(_is_missed(*each) for each in found) <= few else -1

    of_kinds = (replace(STRICTEST, kind=kind, request=request, lean=lean) for kind, request, lean in _ASKED)
    start = max(of_kinds, key=right)
    return max((replace(start, unsure=unsure, agreed=agreed) for unsure, agreed in _NOT_ASKED), key=right)


def _table(judged: Sequence[Example], opinions: Sequence[Opinion], limits: Thresholds, authors: Sequence[str]) -> str:
    lines = [
        (
            "| author | messages | exact: rules | both | F1: rules | both | missed: rules | both | unsure: rules "
            "| both | labels: rules | both |"
        ),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    pairs = list(zip(judged, opinions, strict=True))
    for name in (*authors, *LANGUAGES, "all"):
        mine = [each for each in pairs if name in {each[0].author, each[0].message["language"], "all"}]
        rules = [(each, (each.by_rules.proposal, each.by_rules.kinds)) for each, _ in mine]
        both = [(each, _propose(each, said, limits)) for each, said in mine]
        columns = zip(
            (*_figures(rules), _labels_right((each, each.by_rules.context) for each, _ in mine)),
            (*_figures(both), _labels_right((each, _labels(each, said, limits)) for each, said in mine)),
            strict=True,
        )
        lines.append(f"| {name} | {len(mine)} | " + " | ".join(f"{one} | {other}" for one, other in columns) + " |")
    return "\n".join(lines)


def _figures(found: Sequence[tuple[Example, Proposed]]) -> tuple[str, str, str, str]:
    """Exact match, macro F1, missed of the requests, unsure."""
    requests = sum(bool(each.asked) for each, _ in found)
    missed = sum(_is_missed(*each) for each in found)
    macro = score((Judged(each.asked), Judged(_proposed_kinds(what))) for each, what in found).macro.f1
    unsure = sum(what[0] is Proposal.UNSURE for _, what in found)
    exact = sum(_is_right(*each) for each in found) / len(found)
    return f"{exact:.3f}", f"{macro:.3f}", f"{missed} of {requests}", f"{unsure / len(found):.3f}"


def _labels(example: Example, opinion: Opinion, limits: Thresholds) -> tuple[Context, ...]:
    if example.is_certain:
        return example.by_rules.context
    return labelled(example.by_rules, opinion, _propose(example, opinion, limits))


def _labels_right(found: Iterable[tuple[Example, tuple[Context, ...]]]) -> str:
    right = [{*labels} == {*example.message["context"]} for example, labels in found]
    return f"{sum(right) / len(right):.3f}"


def _proposed_kinds(what: Proposed) -> frozenset[Kind]:
    return frozenset(what[1]) if what[0] is Proposal.REQUEST else frozenset()


def _as_text(rows: Table, learned: Learned, slopes: Slopes, limits: Thresholds) -> str:
    """The first line tells what the letters mean, then follows a line a feature; what weighs nothing is left out."""
    questions = {
        name: [round(factor, 4), round(float(factor * start + shift), 4)]
        for name, start, (factor, shift) in zip(QUESTIONS, learned.bias, slopes, strict=True)
    }
    head = json.dumps({"thresholds": asdict(limits), "questions": questions})
    lines = [
        f"{name}\t{as_row((weights if often else weights[:ASKED]) * loud)}"
        for name, loud, often, weights in zip(rows.names, rows.loud, rows.often, learned.weights, strict=True)
        if weights.any()
    ]
    return "\n".join([head, *lines]) + "\n"


if __name__ == "__main__":
    main()
