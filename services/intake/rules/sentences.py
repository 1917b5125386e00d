"""Cuts a message into sentences of plain words and finds the word groups in them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from services.intake.rules.typos import corrected
from services.intake.rules.words import WORDS

CHARACTERS = 20_000
SENTENCES = 1_000
# Who writes without full stops is read in stretches that overlap.
_STRETCH_WORDS = 40
_OVERLAP_WORDS = 10
_BREAK = re.compile(r"[.!?;](?=\s|$)|\n")
_WORD = re.compile(r"[a-z0-9]+")
_JOINTS = re.compile(r"(?<=[a-z])['’`´-](?=[a-z])")
_RELATIVE = frozenset({"alles", "everything", "all", "data"})
_OWNED_WITHIN = 4  # "mijn oude medische gegevens": the thing owned stands at most that far behind


# First word of a phrase -> its other words and its group.
_Index = dict[str, list[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One word group found: the words as written, and where they stand in the sentence."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence and the groups found in it."""

    words: tuple[str, ...]
    groups: dict[str, list[Hit]]

    def has(self, *names: str) -> bool:
        """Say whether any of these groups occurs."""
        return any(name in self.groups for name in names)


def sentences(text: str) -> list[Sentence]:
    """Cut text into sentences that hold any word group; at most 20,000 characters and 1,000 sentences are read."""
    found = (_sentence(words) for piece in _BREAK.split(plain(text)) for words in _stretches(piece))
    return list(islice((each for each in found if each.groups), SENTENCES))


def plain(text: str) -> str:
    """Give the text in small letters, without accents, hyphens and apostrophes."""
    text = unicodedata.normalize("NFKD", text[:CHARACTERS].lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign)) if not text.isascii() else text
    return _JOINTS.sub("", text)


def _stretches(piece: str) -> Iterator[tuple[str, ...]]:
    words = tuple(corrected(word) for word in _WORD.findall(piece))
    for start in range(0, max(len(words) - _OVERLAP_WORDS, 1), _STRETCH_WORDS):
        yield words[start : start + _STRETCH_WORDS + _OVERLAP_WORDS]


def _sentence(words: tuple[str, ...]) -> Sentence:
    groups: dict[str, list[Hit]] = defaultdict(list)
    for start, word in enumerate(words):
        for rest, name in _starting(word):
            end = start + 1 + len(rest)
            if _continues(words, start + 1, rest):
                groups[name].append(Hit(" ".join(words[start:end]), start, end))
    _derive(groups, words)
    return Sentence(words, dict(groups))


def _continues(words: tuple[str, ...], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    return all(_fits(words[at + step], wanted) for step, wanted in enumerate(rest))


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _derive(groups: dict[str, list[Hit]], words: tuple[str, ...]) -> None:
    """Add what only the order of words shows.

    "mijn ... gegevens" is my data, "haar dossier" somebody else's; the "wat" of "alles wat jullie hebben" asks nothing.
    """
    if asking := [hit for hit in groups.get("what", ()) if not _RELATIVE & {*words[max(hit.start - 3, 0) : hit.start]}]:
        groups["what"] = asking
    else:
        groups.pop("what", None)
    _mark_copies(groups)
    for owner, thing, name in (
        ("my", "data", "my_data"),
        ("my", "item", "my_item"),
        ("their", "data", "their_data"),
        ("their", "item", "their_data"),
    ):
        for own in groups.get(owner, ()):
            for owned in groups.get(thing, ()):
                if 0 <= owned.start - own.end < _OWNED_WITHIN and not _owned_closer(groups, own, owned):
                    groups[name].append(Hit(f"{own.words} {owned.words}", own.start, owned.end))


def _mark_copies(groups: dict[str, list[Hit]]) -> None:
    """Mark a copy that is not asked for: one to be deleted, one enclosed, one of an identity document."""
    for copy in groups.get("copy", ()):
        before = (*groups.get("delete", ()), *groups.get("enclosed", ()))
        handled = any(0 <= copy.start - each.end < _OWNED_WITHIN for each in before)
        if handled or any(0 <= each.start - copy.end < _OWNED_WITHIN for each in groups.get("id_card", ())):
            groups["copy_handled"].append(copy)


def _owned_closer(groups: dict[str, list[Hit]], own: Hit, owned: Hit) -> bool:
    """Say whether another owner stands between: in "zijn mijn gegevens" the data is mine."""
    others = (*groups.get("my", ()), *groups.get("their", ()))
    return any(own.start < other.start < owned.start for other in others)


def _phrases() -> tuple[_Index, _Index, _Index]:
    whole: _Index = defaultdict(list)
    stems: _Index = defaultdict(list)
    endings: _Index = defaultdict(list)
    for name, phrases in WORDS.items():
        for phrase in phrases.split(" | "):
            first, *rest = phrase.split()
            index = stems if first.endswith("*") else endings if first.startswith("*") else whole
            index[first.strip("*")].append((tuple(rest), name))
    return dict(whole), dict(stems), dict(endings)


_WHOLE, _STEMS, _ENDINGS = _phrases()


@lru_cache(maxsize=20_000)
def _starting(word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Give every phrase that can begin with this word: its other words and its group."""
    found = list(_WHOLE.get(word, ()))
    for length in range(2, len(word) + 1):
        found += _STEMS.get(word[:length], ())
        found += _ENDINGS.get(word[-length:], ())
    return tuple(found)
