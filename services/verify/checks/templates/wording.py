"""Which of the texts on a page may be which anchor of a model? Pure functions of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from services.verify.checks.letters import folded
from services.verify.checks.templates.template import Anchor

_SHORT = 5  # letters: below this a text must be the same, above it may differ by some letters
_ALIKE = 0.68  # of their pairs of letters


class Word(NamedTuple):
    """A line of text and the middle of its left end, in pixels of the straightened page."""

    text: str
    left: float
    middle: float


class Match(NamedTuple):
    """A text on the page that may be an anchor."""

    word: Word
    anchor: Anchor


Alike = Mapping[str, Sequence[Word]]
"""For the text of each anchor the words that may be it."""


def alike(words: Sequence[Word], printed: Iterable[str]) -> Alike:
    """Find for each printed text the words that begin like it: the reader merges and splits what stands in one row."""
    read = [(word, folded(word.text)) for word in words]
    return {text: [word for word, letters in read if _begins_alike(word.text, letters, text)] for text in printed}


def matches(found: Alike, anchors: Sequence[Anchor]) -> list[Match]:
    """All pairs of a word and an anchor that it may be."""
    return [Match(word, anchor) for anchor in anchors for word in found[anchor.text]]


def _begins_alike(text: str, read: str, anchor: str) -> bool:
    """Whether a text is an anchor, or its beginning, or goes on after it.

    The numbers of a licence's fields (`4a.`) are anchors too; what stands in the field follows them.
    """
    printed = _letters(anchor)
    if anchor.endswith(".") and len(printed) < _SHORT:
        return text.replace(" ", "").upper().startswith(anchor.upper())
    if len(printed) < _SHORT or len(read) < _SHORT:
        return read == printed
    first = min(len(read), len(printed))
    one, other = _pairs(read[:first]), _pairs(printed[:first])
    return 2 * len(one & other) > _ALIKE * (len(one) + len(other))


@cache
def _letters(anchor: str) -> str:
    """What is printed on all documents is remembered; what was read of one never is."""
    return folded(anchor)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
