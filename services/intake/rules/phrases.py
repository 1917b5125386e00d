"""The small language in which the word lists are written, and the search for their phrases in a sentence.

A list is phrases, one a line or parted by ` | `. In a phrase

* `a/b` is either word, `woord*` takes any ending, `*woord` any beginning (Dutch joins words);
* `~` leaves room for up to six words (Dutch parts its verbs: "haal ~ weg"), `.` for up to two;
* `@you` stands for all words of a row of `SHORTHANDS`.

Words are written as the reader of a sentence sees them: small letters, no accents, no hyphens or apostrophes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

FAR = 6
NEAR = 2
_GAPS = {"~": FAR, ".": NEAR}

SHORTHANDS: dict[str, str] = {
    "@you": "jullie/u/je/jij/uw/jouw/you/your",
    "@i": "ik/wij/we/i",
    "@me": "mij/me/ons/mijzelf/mezelf/us/myself",
    "@my": "mijn/onze/ons/my/our",
    "@it": "het/dat/dit/die/deze/ze/hem/it/that/this/these/those/them/alles/everything",
    "@must": "mag/moet/kan/mogen/moeten/kunnen/can/may/must/should/zou/zouden",
    "@want": "wil/willen/wou/want/wish/wens/wensen",
    "@system": (
        "systeem/systemen/computer/computers/bestand/bestanden/database/administratie/archief/kast/server/site/website"
        "/internet/insta/instagram/facebook/linkedin/bakken/kaartenbak/system/systems/records/files/homepage/bestanden"
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a phrase: the words that fit there."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    endings: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Say whether only words spelled out fit."""
        return not self.stems and not self.endings

    def fits(self, word: str) -> bool:
        """Say whether a word fits."""
        if word in self.exact:
            return True
        return bool(self.stems and word.startswith(self.stems)) or bool(self.endings and word.endswith(self.endings))


Tail = tuple[Step | int, ...]
Starts = list[tuple[Tail, str]]
Opened = tuple[Tail, str, int]
"""A phrase whose first words were found: the places still open, its group, and how many words were found."""

ANY = ""
_NOTHING: Mapping[str, tuple[Opened, ...]] = {ANY: ()}


def phrases(text: str) -> Iterator[str]:
    """Give the phrases of a list."""
    for line in text.splitlines():
        for phrase in line.split(" | "):
            if wanted := phrase.strip():
                yield wanted


class Lexicon:
    """All word lists, ready to search: which phrases can begin with two words, and where they end.

    Most phrases are told apart by their second word: of a dozen that begin with a word hardly one goes on as the
    sentence does.
    """

    def __init__(self, groups: Mapping[str, str]) -> None:
        self._whole: dict[str, Starts] = defaultdict(list)
        self._stems: dict[str, Starts] = defaultdict(list)
        self._endings: dict[str, Starts] = defaultdict(list)
        for name, text in groups.items():
            for phrase in phrases(text):
                self._add(name, phrase)
        self.opened = lru_cache(maxsize=20_000)(self._opened)

    def _add(self, name: str, phrase: str) -> None:
        first, *rest = steps = [_step(token) for token in phrase.split()]
        if isinstance(first, int) or isinstance(steps[-1], int):
            raise TypeError(f"the phrase {phrase!r} begins or ends with a gap")
        entry = (tuple(rest), name)
        for words, index in ((first.exact, self._whole), (first.stems, self._stems), (first.endings, self._endings)):
            for word in words:
                index[word].append(entry)

    def _opened(self, word: str) -> Mapping[str, tuple[Opened, ...]]:
        """Give every phrase that this word can begin, by the word behind it; under `ANY` those for all other words.

        They keep the order of the lists.
        """
        whatever_follows: list[tuple[int, Opened]] = []
        by_second: dict[str, list[tuple[int, Opened]]] = defaultdict(list)
        for number, (tail, name) in enumerate(self._starting(word)):
            if tail and isinstance(tail[0], Step) and tail[0].is_exact:
                for second in tail[0].exact:
                    by_second[second].append((number, (tail[1:], name, 2)))
            else:
                whatever_follows.append((number, (tail, name, 1)))
        if not whatever_follows and not by_second:
            return _NOTHING
        by_second[ANY] = []
        return {
            second: tuple(each for _, each in sorted([*whatever_follows, *those], key=itemgetter(0)))
            for second, those in by_second.items()
        }

    def _starting(self, word: str) -> Starts:
        """Give every phrase that can begin with this word: its other places and its group."""
        found = list(self._whole.get(word, ()))
        for length in range(2, len(word) + 1):
            found += self._stems.get(word[:length], ())
            found += self._endings.get(word[-length:], ())
        return found


def end_of(words: tuple[str, ...], clauses: tuple[int, ...], at: int, tail: Tail) -> int:
    """Give where a phrase ends whose other places are `tail`, or -1; a gap stays within its clause."""
    for number, step in enumerate(tail):
        if isinstance(step, int):
            return _after_gap(words, clauses, at, step, tail[number + 1 :])
        if at >= len(words) or not step.fits(words[at]):
            return -1
        at += 1
    return at


def _after_gap(words: tuple[str, ...], clauses: tuple[int, ...], at: int, gap: int, rest: Tail) -> int:
    clause = clauses[at - 1]
    step, further = rest[0], rest[1:]
    if isinstance(step, int):
        raise TypeError("two gaps beside each other")
    for start in range(at, min(at + gap + 1, len(words))):
        if clauses[start] != clause:
            return -1
        if step.fits(words[start]) and (end := end_of(words, clauses, start + 1, further)) >= 0:
            return end
    return -1


def _step(token: str) -> Step | int:
    if token in _GAPS:
        return _GAPS[token]
    words = SHORTHANDS.get(token, token).split("/")
    return Step(
        frozenset(word for word in words if "*" not in word),
        tuple(word[:-1] for word in words if word.endswith("*")),
        tuple(word[1:] for word in words if word.startswith("*")),
    )
