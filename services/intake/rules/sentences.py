"""Cuts a message into sentences and clauses of plain words and finds the word groups in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from services.intake.rules.phrases import ANY, Lexicon, end_of
from services.intake.rules.typos import corrected
from services.intake.rules.words import WORDS
from services.intake.rules.words.forms import AFTER_PARTICLE, BEFORE_PARTICLE, ENGLISH_WANT, SPLITTERS

LEXICON = Lexicon(WORDS)

CHARACTERS = 20_000
SENTENCES = 1_000
# Who writes without full stops is read in stretches that overlap.
_STRETCH_WORDS = 40
_OVERLAP_WORDS = 10
_BREAK = re.compile(r"[.!;](?=\s|$)|\?+!*|\n")
# An address or a link says nothing of what is asked, whatever words it is made of.
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?:\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|example)\b\S*")
_WORD = re.compile(r"[a-z0-9]+|[,:()]")
_JOINTS = re.compile(r"(?<=[a-z])['’`´-](?=[a-z])")
_I_WOULD = re.compile(r"\bi['’]d\b")
_SHORTENED = re.compile(r"\b(?:[a-z]\.){2,}(?=\s|,|$)|\b(?:dhr|mevr|mw|mr|mrs|ms|dr|drs|ir|nr|tel|bijv|evt|no)\.")
_WRAPPED = re.compile(r"(?<=[^\n]{55})(?<![.!?:;,])\n(?=[a-z])")
_MARKS = frozenset(",:()")
_JOINERS = frozenset({"want", "maar", "dus"})
# How people write small words.
_SPOKEN_WORDS = {
    "mn": "mijn", "mijne": "mijn", "jullies": "jullie", "julie": "jullie", "dr": "er", "t": "het",
    "m": "hem", "ff": "even", "pls": "please", "plz": "please", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "cant": "can not",
    "cannot": "can not", "wont": "will not", "wouldnt": "would not", "shouldnt": "should not", "havent": "have not",
    "hasnt": "has not", "im": "i am", "ive": "i have", "youve": "you have", "whats": "what is", "thats": "that is",
    "wanna": "want to", "ie": "hij", "informations": "information", "datas": "data",
}  # fmt: skip
_SPOKEN = {written: meant.split() for written, meant in _SPOKEN_WORDS.items()}


class Hit(NamedTuple):
    """One word group found: the words as written, and where they stand in the sentence."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, the groups found in it, and the clause in which each word stands.

    `asks`: it ends in a question mark; `paragraph`: the number of its line.
    """

    words: tuple[str, ...]
    groups: dict[str, list[Hit]]
    clauses: tuple[int, ...] = ()
    asks: bool = False
    paragraph: int = 0

    def has(self, *names: str) -> bool:
        """Say whether any of these groups occurs."""
        return not self.groups.keys().isdisjoint(names)


def sentences(text: str) -> list[Sentence]:
    """Cut text into sentences; at most 20,000 characters and 1,000 sentences are read."""
    pieces = _pieces(_WRAPPED.sub(" ", _ADDRESS.sub(" ", plain(text))))
    found = (
        Sentence(words, _groups(words, clauses), clauses, mark.startswith("?"), paragraph)
        for piece, mark, paragraph in pieces
        for words, clauses in _stretches(piece)
    )
    return list(islice(found, SENTENCES))


def plain(text: str) -> str:
    """Give the text in small letters, without accents, hyphens and apostrophes."""
    text = _I_WOULD.sub("i would", text[:CHARACTERS].lower())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _JOINTS.sub("", text)


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Give each sentence, the mark that ends it and the number of its line; the dots of abbreviations end nothing."""
    text = _SHORTENED.sub(lambda found: found.group().replace(".", ""), text)
    start = paragraph = 0
    for mark in _BREAK.finditer(text):
        yield text[start : mark.start()], mark.group(), paragraph
        start = mark.end()
        paragraph += mark.group() == "\n"
    yield text[start:], "", paragraph


def _stretches(piece: str) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    words: list[str] = []
    clauses: list[int] = []
    clause = 0
    tokens = _WORD.findall(piece)
    for place, token in enumerate(tokens):
        if token in _MARKS:
            clause += 1
            continue
        clause += token in SPLITTERS or (token in _JOINERS and _parts(tokens, place))
        for word in _SPOKEN.get(token, (token,)):
            words.append(corrected(word))
            clauses.append(clause)
    for start in range(0, max(len(words) - _OVERLAP_WORDS, 1), _STRETCH_WORDS):
        if stretch := tuple(words[start : start + _STRETCH_WORDS + _OVERLAP_WORDS]):
            yield stretch, tuple(clauses[start : start + len(stretch)])


def _parts(tokens: list[str], place: int) -> bool:
    """Say whether a "want", "maar" or "dus" begins a clause; in "haal me er maar af" it does not."""
    if tokens[place] == "want":  # Dutch "because", not the English verb
        return not ENGLISH_WANT & {*tokens[max(place - 1, 0) : place + 2]}
    if tokens[place] == "maar":
        return not AFTER_PARTICLE & {*tokens[place + 1 : place + 2]}
    return tokens[place] == "dus" and not BEFORE_PARTICLE & {*tokens[max(place - 1, 0) : place]}


def _groups(words: tuple[str, ...], clauses: tuple[int, ...]) -> dict[str, list[Hit]]:
    groups: dict[str, list[Hit]] = {}
    for start, (word, following) in enumerate(pairwise((*words, ANY))):
        phrases = LEXICON.opened(word)
        for tail, name, used in phrases.get(following) or phrases[ANY]:
            if (end := end_of(words, clauses, start + used, tail) if tail else start + used) >= 0:
                groups.setdefault(name, []).append(Hit(" ".join(words[start:end]), start, end))
    return groups
