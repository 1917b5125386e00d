"""Reads a message before it is weighed: the writer's own sentences, without quotes, reply headings and disclaimers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.mailparse.quotes import own_words
from services.intake.rules.language import spoken
from services.intake.rules.meaning import understand
from services.intake.rules.sentences import Hit, Sentence, plain, sentences
from shared.vocabulary import Language

_REPLY = re.compile(r"^\s*(?:re|antw|aw|betr|fw|fwd)\s*:", re.IGNORECASE)
# What the subject of a reply tells: what it is about, never what is asked.
_TOPICS = ("marketing", "appointment", "business", "bounced", "away", "job", "machine")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read.

    `heading` is the subject as a sentence, `topic` what the subject of a reply tells, `body` the sentences that are
    weighed (the first `headings` of them a fresh subject), `aside` those of a disclaimer, `whole` all their groups
    together, `language` None for one that the rules do not read, `text` the own words in small letters.
    """

    subject: str
    heading: Sentence
    topic: Sentence
    body: list[Sentence]
    headings: int
    aside: list[Sentence]
    whole: Sentence
    language: Language | None
    text: str


def read(subject: str, text: str) -> Reading:
    """Read one message."""
    own = own_words(text)
    reply = _REPLY.match(subject) is not None
    heading = _heading(subject)
    body, aside = _without_disclaimers([understand(each) for each in sentences(own)])
    headings = 0
    if not reply and heading.groups:
        body, headings = [heading, *body], 1
    topic = Sentence((), {name: heading.groups[name] for name in _TOPICS if reply and name in heading.groups})
    return Reading(
        subject, heading, topic, body, headings, aside, together(body), spoken(f"{subject}\n{own}"), plain(own)
    )


def _heading(subject: str) -> Sentence:
    parts = [understand(each) for each in sentences(subject)]
    return Sentence(tuple(word for each in parts for word in each.words), together(parts).groups)


def together(parts: Sequence[Sentence]) -> Sentence:
    """Put the groups of several sentences together, as if they were one."""
    groups: dict[str, list[Hit]] = {}
    for sentence in parts:
        for name, hits in sentence.groups.items():
            groups[name] = groups[name] + hits if name in groups else hits
    return Sentence((), groups)


def _without_disclaimers(body: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Set aside each disclaimer and what follows in its paragraph."""
    kept: list[Sentence] = []
    aside: list[Sentence] = []
    closed = -1
    for sentence in body:
        if sentence.has("disclaimer"):
            closed = sentence.paragraph
        (aside if sentence.paragraph == closed else kept).append(sentence)
    return kept, aside
