"""Measures the classifier on the evaluation set: `python -m tests.rules.classification` prints a report as Markdown.

`data/messages.jsonl` is the evaluation set: fold `tune` was looked at while the rules were written, fold `check` was
written by others or afterwards and is only measured. `data/idioms.jsonl` holds further ways of speaking, all `tune`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from services.intake.rules.classification import Classification
from services.intake.rules.classify import classify
from services.intake.rules.routing import Facts, File, decide
from services.intake.rules.scores import Judged, Report, score
from shared.vocabulary import Context, Kind, Proposal

Message = dict[str, Any]
Pair = tuple[Message, Classification]

DATA = Path(__file__).parent / "data"
LANGUAGES = ("nl", "en")
FOLDS = ("tune", "check")
_STEPS = (0.0, 0.5, 0.65, 0.8, 0.85, 0.9, 0.95)


def read(name: str) -> list[Message]:
    """Read one file of messages: fold, language, proposal, kinds, context, subject, text."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@cache
def proposed(subject: str, text: str) -> Classification:
    """Classify once; many tests look at the same message."""
    return classify(subject, text)


def pairs(messages: Iterable[Message]) -> list[Pair]:
    """Each message with what was proposed for it."""
    return [(each, proposed(each["subject"], each["text"])) for each in messages]


def is_right(message: Message, result: Classification) -> bool:
    """Say whether the proposal is exactly what was meant; of a request also its kinds."""
    if result.proposal != message["proposal"]:
        return False
    return message["proposal"] != "request" or sorted(result.kinds) == sorted(message["kinds"])


def is_missed(message: Message, result: Classification) -> bool:
    """Say whether a request was proposed as none (spec 9.4)."""
    return message["proposal"] == "request" and result.proposal is Proposal.NOT_A_REQUEST


def is_filed(result: Classification) -> bool:
    """Say whether the machine would file this message of an unknown sender without a person (R2-3)."""
    return isinstance(decide(Facts(), result), File)


def share_right(found: Sequence[Pair]) -> float:
    """The exact match: the share of messages with exactly the right proposal; an unsure one counts as wrong."""
    return sum(is_right(*each) for each in found) / len(found)


def scored(found: Iterable[Pair]) -> Report:
    """The figures of spec 9.4. What is left unsure counts as proposing nothing."""
    return score((_meant(message), _proposed(result)) for message, result in found)


def _meant(message: Message) -> Judged:
    kinds = frozenset(Kind(each) for each in message["kinds"]) if message["proposal"] == "request" else frozenset()
    context = frozenset(Context(each) for each in message["context"])
    return Judged(kinds, context, unsure=message["proposal"] == "unsure")


def _proposed(result: Classification) -> Judged:
    kinds = frozenset(result.kinds) if result.proposal is Proposal.REQUEST else frozenset()
    unsure = result.proposal is Proposal.UNSURE
    return Judged(kinds, frozenset(result.context), unsure=unsure, filed=is_filed(result))


def report(messages: Sequence[Message]) -> str:
    """All figures as Markdown: for each fold and language, for each kind, and how sure beside how often right."""
    lines = ["# How well the classifier does", "", *_overview(messages)]
    for fold in FOLDS:
        found = pairs(each for each in messages if each["fold"] == fold)
        if found:
            lines += ["", f"## Fold {fold}, by kind", "", *_by_kind(found), "", f"## Fold {fold}, how sure", ""]
            lines += _calibration(found)
    return "\n".join(lines)


def _overview(messages: Sequence[Message]) -> Iterator[str]:
    yield "| fold | language | messages | exact match | macro F1 | missed | filed unseen | unsure | labels right |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for fold in FOLDS:
        for language in LANGUAGES:
            found = pairs(each for each in messages if (each["fold"], each["language"]) == (fold, language))
            if not found:
                continue
            figures = scored(found)
            unsure = sum(result.proposal is Proposal.UNSURE for _, result in found)
            yield (
                f"| {fold} | {language} | {len(found)} | {share_right(found):.3f} | {figures.macro.f1:.3f} "
                f"| {figures.missed} of {figures.requests} | {figures.dropped} | {unsure} "
                f"| {figures.context_match:.3f} |"
            )


def _by_kind(found: Sequence[Pair]) -> Iterator[str]:
    yield "| kind | precision | recall | F1 | meant | proposed |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind, each in scored(found).kinds.items():
        yield f"| {kind} | {each.precision:.3f} | {each.recall:.3f} | {each.f1:.3f} | {each.meant} | {each.proposed} |"


def _calibration(found: Sequence[Pair]) -> Iterator[str]:
    yield "| confidence | proposals | right |"
    yield "|---|---:|---:|"
    for start, end in zip(_STEPS, (*_STEPS[1:], 1.01), strict=True):
        step = [each for each in found if start <= each[1].confidence < end]
        if step:
            yield f"| {start:.2f} to {min(end, 1):.2f} | {len(step)} | {share_right(step):.3f} |"


if __name__ == "__main__":
    print(report(read("messages.jsonl")))
