"""Proposes what a message asks. A person confirms before anything follows from it but the acknowledgement (R2-3).

Explained rules, no model: every proposal names the words it rests on. What the rules are not sure of is *unsure*.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from services.intake.rules import contexts
from services.intake.rules.cues import CUES, EVERYDAY
from services.intake.rules.language import language
from services.intake.rules.sentences import CHARACTERS, Hit, Sentence, sentences
from services.intake.rules.tiebreaks import Evidence, settle
from shared.vocabulary import Context, Kind, Language, Proposal

SURE = 0.65
MAYBE = 0.3
_HEADING_WORDS = 5

# Words that never stand in a message the machine may file by itself (R2-3), nor go by without a person's look.
_PRIVACY_GROUPS = (
    "my_data", "my_item", "about_me", "privacy_word", "wrong", "machine", "recording", "see", "delete",
    "forgotten", "consent", "object", "complaint", "authority", "unsubscribe", "marketing", "freeze",
    "hands_off", "format", "leak", "officer", "article_access", "out",
)  # fmt: skip
_REPLY = re.compile(r"^\s*(?:re|antw|aw|betr)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Classification:
    """A proposal with its reasons. `kinds` are in the order of the vocabulary; empty for `not_a_request`.

    `privacy_words` says whether any word of privacy occurs at all; such a message is never filed unseen.
    """

    proposal: Proposal
    kinds: tuple[Kind, ...] = ()
    context: tuple[Context, ...] = ()
    language: Language = Language.NL
    confidence: float = 0.0
    explanation: tuple[str, ...] = field(default=())
    privacy_words: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A message, read: its sentences, all their groups together, and which language it is in."""

    subject: str
    body: list[Sentence]
    whole: Sentence
    language: Language
    privacy_words: bool


def classify(subject: str, text: str, automatic: str = "") -> Classification:
    """Propose kinds and context for one message.

    `automatic` is the kind of machine that wrote it (`bounce`, `autoreply`, `bulk`, `own`), empty for a person.
    """
    reading = _read(subject, text)
    if automatic:
        label = contexts.of_machine(automatic)
        return _not_a_request(reading, 0.99, [label], [f"written by a machine -> {label}"])
    heading = next(iter(sentences(subject)), None)
    if label_or_none := contexts.machine_text(heading, reading.body, reading.whole):
        lines = [f"the text of a machine or a business mail -> {label_or_none}"]
        return _not_a_request(reading, 0.98, [label_or_none], lines)
    if contexts.demand(reading.whole):
        label = Context.THIRD_PARTY_DISCLOSURE_DEMAND
        return _not_a_request(reading, 0.8, [label], [f"somebody else asks for a client's data -> {label}"])
    return _weigh(reading, text)


def as_json(result: Classification) -> dict[str, Any]:
    """Give what `privacybalie classify` prints for one message."""
    return {
        "proposal": result.proposal.value,
        "kinds": [each.value for each in result.kinds],
        "context": [each.value for each in result.context],
        "language": result.language.value,
        "confidence": result.confidence,
        "explanation": list(result.explanation),
    }


def _read(subject: str, text: str) -> _Reading:
    own_subject = "" if _REPLY.match(subject) else subject
    body = [each for each in sentences(f"{own_subject}\n{text}") if not each.has("disclaimer")]
    whole = _together(body)
    return _Reading(subject, body, whole, language(f"{own_subject}\n{text}"), whole.has(*_PRIVACY_GROUPS))


def _together(body: list[Sentence]) -> Sentence:
    groups: dict[str, list[Hit]] = {}
    for sentence in body:
        for name, hits in sentence.groups.items():
            groups.setdefault(name, []).extend(hits)
    return Sentence((), groups)


def _weigh(reading: _Reading, text: str) -> Classification:
    earlier = contexts.followup(reading.subject, reading.whole)
    everyday = {number: name for number, each in enumerate(reading.body) if (name := _everyday(each))}
    left = [
        (number, each)
        for number, each in enumerate(reading.body)
        if number not in everyday and not (earlier and each.has("my_request", "asked_before"))
    ]
    evidence = settle(_evidence(left), _together([each for _, each in left]))
    labels = contexts.situation(reading.whole, text.lower())
    labels += [Context.CASE_FOLLOWUP] if earlier else []
    labels += [Context.IDENTITY_REPLY] if contexts.identity_reply(reading.body) else []
    sure = {kind: each for kind, each in evidence.items() if each.score >= SURE}
    if sure:
        return _request(reading, sure, labels)
    if earlier or Context.IDENTITY_REPLY in labels:
        lines = [f"about a request made before -> {labels[-1]}"]
        return _not_a_request(reading, 0.85, labels, lines)
    maybe = {kind: each for kind, each in evidence.items() if each.score >= MAYBE}
    if maybe or len(text) > CHARACTERS or _open_words(reading, everyday, left):
        return _unsure(reading, maybe, labels)
    lines = [f"about {name}" for name in dict.fromkeys(everyday.values())] or ["no word of a request"]
    confidence = min(0.8 + 0.05 * len(everyday), 0.95)
    return _not_a_request(reading, confidence, _no_request_labels(labels), lines)


def _open_words(reading: _Reading, everyday: dict[int, str], left: list[tuple[int, Sentence]]) -> bool:
    """Say whether words of privacy remain that no everyday matter explains; a heading may repeat such a matter."""
    explained = _together([reading.body[number] for number in everyday])
    for _, sentence in left:
        words = {name for name in _PRIVACY_GROUPS if sentence.has(name)}
        if words and not (len(sentence.words) <= _HEADING_WORDS and all(explained.has(name) for name in words)):
            return True
    return False


def _no_request_labels(labels: list[Context]) -> list[Context]:
    return [each for each in labels if each not in {Context.ROUTINE_UPDATE, Context.POSSIBLE_BREACH}]


def _everyday(sentence: Sentence) -> str:
    return next((each.name for each in EVERYDAY if each.found(sentence)), "")


def _evidence(left: list[tuple[int, Sentence]]) -> dict[Kind, Evidence]:
    found: dict[Kind, Evidence] = {}
    whole = _together([each for _, each in left])
    for cue in CUES:
        for number, sentence in [(-1, whole)] if cue.across else left:
            if hits := cue.found(sentence):
                found.setdefault(cue.kind, Evidence()).add(cue.weight, number, _line(hits, cue.kind))
    return found


def _line(hits: tuple[Hit, ...], kind: Kind) -> str:
    words = " + ".join(f'"{each}"' for each in dict.fromkeys(hit.words for hit in hits))
    return f"{words} -> {kind}"


def _request(reading: _Reading, sure: dict[Kind, Evidence], labels: list[Context]) -> Classification:
    kinds = tuple(kind for kind in Kind if kind in sure)
    if Kind.RECTIFICATION not in sure:
        labels = [each for each in labels if each is not Context.ROUTINE_UPDATE]
    return Classification(
        Proposal.REQUEST,
        kinds,
        _ordered(labels),
        reading.language,
        round(min(each.score for each in sure.values()), 2),
        tuple(line for kind in kinds for line in sure[kind].lines[:3]),
        reading.privacy_words,
    )


def _unsure(reading: _Reading, maybe: dict[Kind, Evidence], labels: list[Context]) -> Classification:
    kinds = tuple(kind for kind in Kind if kind in maybe)
    lines = [line for kind in kinds for line in maybe[kind].lines[:2]]
    confidence = round(max((each.score for each in maybe.values()), default=0.3), 2)
    lines.append("no clear wish was found: a person decides")
    return Classification(
        Proposal.UNSURE, kinds, _ordered(labels), reading.language, confidence, tuple(lines), reading.privacy_words
    )


def _not_a_request(reading: _Reading, confidence: float, labels: list[Context], lines: list[str]) -> Classification:
    return Classification(
        Proposal.NOT_A_REQUEST,
        (),
        _ordered(labels),
        reading.language,
        math.floor(confidence * 100 + 0.5) / 100,
        tuple(lines),
        reading.privacy_words,
    )


def _ordered(labels: list[Context]) -> tuple[Context, ...]:
    return tuple(each for each in Context if each in labels)
