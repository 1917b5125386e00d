"""What the second reader looks at: groups of the lexicon, words, and what the rules themselves made of the message.

Each feature is a text: its form, a colon, and what was seen.

* `g:see` a group of the lexicon, `p:my_data+see` two of them in one sentence;
* `w:inzage` a word, `s:dossie` the first six letters of one, `b:mijn dossie` two such beside each other,
  `k:mijn dossie` two with one word between them;
* `R:request:access` what the rules propose, `C:minor` a label they gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.sentences import Sentence

FORMS: dict[str, float] = {"g": 1.5, "p": 1.0, "w": 1.0, "s": 1.0, "b": 1.0, "k": 0.7, "R": 3.0, "C": 1.0}
"""How loudly a feature of each form speaks."""

STEM = 6
"""As many first letters of a word are compared: "dossier", "dossiers" and "dossiertje" are one."""


def features(reading: Reading, by_rules: Classification) -> set[str]:
    """Give every feature of a message and of the rules' result; the same for learning and for reading."""
    return set(chain(_of_rules(by_rules), *(_of_sentence(each) for each in _looked_at(reading))))


def _looked_at(reading: Reading) -> Iterable[Sentence]:
    """The writer's own sentences and what the subject of a reply is about."""
    return (*reading.body, reading.topic)


def _of_rules(result: Classification) -> Iterator[str]:
    yield f"R:{result.proposal}"
    for kind in result.kinds:
        yield f"R:{result.proposal}:{kind}"
    for label in result.context:
        yield f"C:{label}"


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    names = sorted(sentence.groups)
    words = sentence.words
    stems = [word[:STEM] for word in words]
    yield from (f"g:{name}" for name in names)
    yield from (f"p:{one}+{other}" for one, other in combinations(names, 2))
    yield from (f"w:{word}" for word in words)
    yield from (f"s:{stem}" for stem in stems)
    yield from (f"b:{one} {other}" for one, other in zip(stems, stems[1:], strict=False))
    yield from (f"k:{one} {other}" for one, other in zip(stems, stems[2:], strict=False))
