"""What the second reader looks at: groups of the lexicon, words, and what the rules themselves made of the message.

Each feature is a text: its form, a colon, and what was seen.

* `g:see` a group of the lexicon, `p:my_data+see` two of them in one sentence;
* `s:dossie` and `f:doss` the first six and four letters of a word, `b:mijn dossie` two such sixes beside each other,
  `k:mijn dossie` two with one word between them;
* `x:see|dossie` a word near a group;
* `q:see` a group and `q:.dossie` a word in a question, `e:` the same in the last sentence, `h:` in the subject;
* `i:mijn dossie` the words with which a sentence begins;
* `n:short` how long it is;
* `R:request:access` what the rules propose, `C:minor` a label they gave.

Numbers and the name at the end tell nothing of what is asked, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.sentences import Hit, Sentence

STEM, SHORT_STEM = 6, 4
"""As many first letters of a word are compared: "dossier", "dossiers" and "dossiertje" are one."""

NEAR = 5
"""A word so few places before or behind a group is near it."""

_SHORT, _LONG = 12, 40  # words
_NAME_WORDS = 3
_HITS = 2  # of one group in one sentence

OF_RULES = ("R", "C")
"""The forms that tell what the rules found, and nothing of the message itself."""


def features(reading: Reading, by_rules: Classification) -> set[str]:
    """Give every feature of a message and of the rules' result; the same for learning and for reading."""
    body = own_sentences(reading)
    found = {_length(reading), *_of_rules(by_rules), *_of_groups(reading.topic)}
    for number, sentence in enumerate(body):
        stems = [word[:STEM] if word.isalpha() else "" for word in sentence.words]
        found.update(_of_groups(sentence))
        found.update(_of_words(stems))
        found.update(_of_both(sentence, stems))
        for place in _places(reading, number, sentence, len(body)):
            found.update([f"{place}:{name}" for name in sentence.groups])
            found.update([f"{place}:.{stem}" for stem in stems if stem])
    return found


def own_sentences(reading: Reading) -> list[Sentence]:
    """Give the sentences that are looked at: all but the name at the end."""
    body = reading.body
    last = body[-1] if len(body) > 1 else None
    return body[:-1] if last is not None and not last.groups and len(last.words) <= _NAME_WORDS else body


def _length(reading: Reading) -> str:
    words = sum(len(each.words) for each in reading.body)
    return "n:short" if words < _SHORT else "n:long" if words >= _LONG else "n:middle"


def _of_rules(result: Classification) -> Iterator[str]:
    yield f"R:{result.proposal}"
    for kind in result.kinds:
        yield f"R:{result.proposal}:{kind}"
    for label in result.context:
        yield f"C:{label}"


def _places(reading: Reading, number: int, sentence: Sentence, count: int) -> Iterator[str]:
    if sentence.asks:
        yield "q"
    if number == count - 1:
        yield "e"
    if number < reading.headings:
        yield "h"


def _of_groups(sentence: Sentence) -> list[str]:
    names = sorted(sentence.groups)
    return [f"g:{name}" for name in names] + [f"p:{one}+{other}" for one, other in combinations(names, 2)]


def _of_words(stems: list[str]) -> list[str]:
    found = [f"s:{stem}" for stem in stems if stem]
    found += [f"f:{stem[:SHORT_STEM]}" for stem in stems if stem]
    found += [f"b:{one} {other}" for one, other in pairwise(stems) if one and other]
    found += [f"k:{one} {other}" for one, other in zip(stems, stems[2:], strict=False) if one and other]
    found += [f"i:{' '.join(stems[:count])}" for count in (1, 2) if len(stems) >= count and all(stems[:count])]
    return found


def _of_both(sentence: Sentence, stems: list[str]) -> list[str]:
    return [f"x:{name}|{stem}" for name, hits in sentence.groups.items() for stem in near(stems, hits)]


def near(stems: list[str], hits: list[Hit]) -> list[str]:
    """Give what is near the first places where a group was found, of the words of its sentence or their stems."""
    found: list[str] = []
    for hit in hits[:_HITS]:
        found += stems[max(hit.start - NEAR, 0) : hit.start]
        found += stems[hit.end : hit.end + NEAR]
    return [stem for stem in found if stem]
