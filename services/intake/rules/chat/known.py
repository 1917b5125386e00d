"""What a conversation has brought so far, and how each message adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from services.intake.rules.chat.dialogue import Heard
from services.intake.rules.classification import Classification
from shared.vocabulary import Context, Kind

MOST_WORDS: Final = 40
"""So many messages about the wish are kept as the wish's words; all of them stay in the conversation."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is asked and who asks. `words` are the requester's own about their wish; `proved`: the address is theirs."""

    kinds: tuple[Kind, ...] = ()
    context: tuple[Context, ...] = ()
    words: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    proved: bool = False

    @property
    def wish(self) -> dict[str, Any]:
        """What is sealed in `corr`."""
        return {
            "kinds": list(self.kinds),
            "context": list(self.context),
            "words": list(self.words),
            "explanation": list(self.explanation),
            "proved": self.proved,
        }

    @property
    def for_a_person(self) -> bool:
        """Whether a person must say what is asked before there is a case: no kind is sure, or an outsider asks."""
        return not self.kinds or Context.THIRD_PARTY_DISCLOSURE_DEMAND in self.context

    def plus(self, kinds: tuple[Kind, ...]) -> Known:
        """With further kinds, in the order of the vocabulary."""
        every = {*self.kinds, *kinds}
        return replace(self, kinds=tuple(kind for kind in Kind if kind in every))


def from_wish(wish: Mapping[str, Any], name: str, address: str) -> Known:
    """The same, from what was sealed."""
    return Known(
        kinds=tuple(Kind(each) for each in wish["kinds"]),
        context=tuple(Context(each) for each in wish["context"]),
        words=tuple(wish["words"]),
        explanation=tuple(wish["explanation"]),
        name=name,
        address=address,
        proved=bool(wish["proved"]),
    )


def with_words(known: Known, text: str, found: Classification | None, heard: Heard) -> Known:
    """What a message about the wish adds: its words always, its kinds when they are clear."""
    more = replace(known, words=(*known.words, text)[:MOST_WORDS])
    if found is None:
        return more
    labels = {*known.context, *found.context}
    more = replace(more, context=tuple(label for label in Context if label in labels))
    more = replace(more, explanation=(*known.explanation, *found.explanation))
    return more.plus(found.kinds) if heard is Heard.CLEAR else more


def without(known: Known, heard: Heard) -> Known:
    """What is to be asked anew is forgotten first."""
    match heard:
        case Heard.CHANGE_WISH:
            return replace(Known(), name=known.name, address=known.address, proved=known.proved)
        case Heard.CHANGE_NAME:
            return replace(known, name="")
        case Heard.CHANGE_ADDRESS:
            return replace(known, address="", proved=False)
        case _:
            return known
