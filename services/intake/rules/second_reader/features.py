"""What the second reader looks at: groups of the lexicon, words, and what the rules themselves made of the message.

Each feature is a text: its form, a colon, and what was seen.

* `g:see` a group of the lexicon, `p:my_data+see` two of them in one sentence;
* `s:dossie` and `f:doss` the first six and four letters of a word, `b:mijn dossie` two such sixes beside each other,
  `k:mijn dossie` two with one word between them;
* `n:short` how long it is;
* `R:request:access` what the rules propose, `C:minor` a label they gave.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, pairwise

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.sentences import Sentence

STEM, SHORT_STEM = 6, 4
"""As many first letters of a word are compared: "dossier", "dossiers" and "dossiertje" are one."""

_SHORT, _LONG = 12, 40  # words

OF_RULES = ("R", "C")
"""The forms that tell what the rules found, and nothing of the message itself."""


def features(reading: Reading, by_rules: Classification) -> set[str]:
    """Give every feature of a message and of the rules' result; the same for learning and for reading."""
    looked_at = (*reading.body, reading.topic)
    return set(chain(_of_rules(by_rules), [_length(reading)], *(_of_sentence(each) for each in looked_at)))


def _length(reading: Reading) -> str:
    words = sum(len(each.words) for each in reading.body)
    return "n:short" if words < _SHORT else "n:long" if words >= _LONG else "n:middle"


def _of_rules(result: Classification) -> Iterator[str]:
    yield f"R:{result.proposal}"
    for kind in result.kinds:
        yield f"R:{result.proposal}:{kind}"
    for label in result.context:
        yield f"C:{label}"


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    names = sorted(sentence.groups)
    stems = [word[:STEM] for word in sentence.words]
    yield from (f"g:{name}" for name in names)
    yield from (f"p:{one}+{other}" for one, other in combinations(names, 2))
    yield from (f"s:{stem}" for stem in stems)
    yield from (f"f:{word[:SHORT_STEM]}" for word in sentence.words)
    yield from (f"b:{one} {other}" for one, other in pairwise(stems))
    yield from (f"k:{one} {other}" for one, other in zip(stems, stems[2:], strict=False))
