"""Why a date or a notice is what it is: the rule, the article and a sentence that a page can translate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """The ground under a result.

    `rule` is an id of the specification ("D-4"), `article` the law or promise behind it (empty: a choice of
    the desk), `text` an English msgid with `%(name)s` places, `facts` what fills them (dates stay dates, so
    that a page can write them in the reader's language).
    """

    rule: str
    article: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def words(self, translate: Callable[[str], str] = str, show: Callable[[object], str] = str) -> str:
        """The sentence, with `translate` for the msgid and `show` for each fact."""
        return translate(self.text) % {name: show(fact) for name, fact in self.facts.items()}
