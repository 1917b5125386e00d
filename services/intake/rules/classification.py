"""What the classifier proposes for a message. Apart from it: who only reads a proposal loads no word lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.vocabulary import Context, Kind, Language, Proposal


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
