"""Teaches the second reader: `python -m tests.rules.learn` prints how well it does and writes its weights.

How well it does is told by cross-validation by author: what is said of one author's messages was learned from others;
the authors take turns in groups. The same opinions show how sure its sums really are, and which thresholds are best.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from services.intake.rules import second_reader
from services.intake.rules.scores import Judged, score
from services.intake.rules.second_reader.merging import Proposed, doubted, labelled, proposed
from services.intake.rules.second_reader.opinion import Opinion
from services.intake.rules.second_reader.weights import REQUEST, Thresholds
from shared.vocabulary import Context, Kind, Proposal
from tests.rules.classification import LANGUAGES
from tests.rules.learning import QUESTIONS, WORKSHOP, Example, Learned, Table, examples, learn, table

WEIGHTS = Path(second_reader.__file__).parent / "weights.json"
MISSED_AT_MOST = 0.01  # of the requests, on messages of authors never seen
TURNS = 4
_ASKED = tuple(product((0.3, 0.35, 0.4, 0.45, 0.5), (0.4, 0.45, 0.5), (0.2, 0.25, 0.3)))
_LOW = (0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2)
_NOT_ASKED = tuple((unsure, agreed) for unsure, agreed in product(_LOW, _LOW) if unsure <= agreed)
STRICTEST = Thresholds(kind=0.4, request=0.5, lean=0.3, unsure=0.02, agreed=0.02)

Sums = Mapping[str, float]
Slopes = Mapping[str, tuple[float, float]]


def main() -> None:
    """Learn, print the figures and write the weights."""
    known = examples()
    rows = table(known)
    authors = sorted({each.author for each in known} - {WORKSHOP})
    judged = [each for each in known if each.author in authors]
    sums = _crosswise(known, rows, authors)
    slopes = _calibration(judged, sums)
    opinions = [_opinion(each, slopes) for each in sums]

    learned = learn(rows, range(len(known)))
    limits = _thresholds(judged, opinions)
    print(_table(judged, opinions, limits, authors))
    WEIGHTS.write_text(_as_json(learned, slopes, limits), encoding="utf-8")
    print(f"\n{sum(map(len, learned.of_feature.values()))} weights, {WEIGHTS.stat().st_size} bytes; {limits}")


def _crosswise(known: Sequence[Example], rows: Table, authors: Sequence[str]) -> list[Sums]:
    """Give the sums for each author's messages, learned from others; in the order of the messages."""
    learned: dict[str, Learned] = {}
    for turn in range(TURNS):
        group = authors[turn::TURNS]
        others = [row for row, each in enumerate(known) if each.author not in group]
        learned |= dict.fromkeys(group, learn(rows, others))
    return [learned[each.author].sums(each.loud) for each in known if each.author in learned]


def _calibration(judged: Sequence[Example], sums: Sequence[Sums]) -> Slopes:
    """Give a factor and a shift that make the sums mean what they say (Platt), for each question."""
    answers = [{*each.asked, *each.message["context"], *([REQUEST] if each.asked else [])} for each in judged]
    return {
        question: _platt([(each[question], question in answer) for each, answer in zip(sums, answers, strict=True)])
        for question in QUESTIONS
    }


def _platt(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    said, true = np.array([[each] for each, _ in pairs]), np.array([each for _, each in pairs])
    fitted = LogisticRegression(C=1e6).fit(said, true)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def _opinion(sums: Sums, slopes: Slopes) -> Opinion:
    def chance(question: str) -> float:
        factor, shift = slopes[question]
        return 1 / (1 + math.exp(-(factor * sums[question] + shift)))

    return Opinion(
        chance(REQUEST), {kind: chance(kind) for kind in Kind}, {}, {label: chance(label) for label in Context}
    )


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
            "| author | messages | exact: rules | both | F1: rules | both | missed: rules | both | unsure: rules | both "
            "| labels: rules | both |"
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


def _as_json(learned: Learned, slopes: Slopes, limits: Thresholds) -> str:
    """The calibration is part of the weights; what rounds to nothing is left out. One line a question."""
    bias = {name: round(slopes[name][0] * each + slopes[name][1], 3) for name, each in sorted(learned.bias.items())}
    weights: dict[str, dict[str, float]] = {question: {} for question in sorted(QUESTIONS)}
    for feature, said in sorted(learned.of_feature.items()):
        for question, value in said.items():
            if each := round(slopes[question][0] * value, 2):
                weights[question][feature] = each
    parts = [f'"thresholds":{_compact(asdict(limits))}', f'"bias":{_compact(bias)}']
    rows = ",\n".join(f'"{question}":{_compact(of)}' for question, of in weights.items())
    return "{" + ",\n".join([*parts, '"weights":{\n' + rows]) + "}}\n"


def _compact(what: Mapping[str, float]) -> str:
    return json.dumps(what, separators=(",", ":"))


if __name__ == "__main__":
    main()
