"""What counts as data that the person gave themselves, and how it reads in a form for machines (AVG 20).

Not what others gave (UWV, an employer), what was inferred, or what the law makes us keep: that is for access.
Which places those are is the model of spec 7.1 and 2.1: where it says that a task can export.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.fulfil.rules.tasks import Action
from shared.vocabulary import Category

NEVER: Final = frozenset({Category.C07, Category.C08, Category.C09, Category.C13})
"""Not provided by the person, or not on consent or contract, whatever a route says."""
NOT_FROM_THEM: Final = frozenset({"UWV", "ANA"})
"""Systems whose content came from others, or was watched."""

_LABELLED: Final = re.compile(r"^\s*([^\W\d][^:\n]{0,60}?)\s*:\s+(\S.*)$")


@dataclass(frozen=True)
class Field:
    """One named value."""

    name: str
    value: str


def is_provided(category: Category, system: str, actions: Collection[Action]) -> bool:
    """Whether what a task found is data that the person provided."""
    return Action.EXPORT in actions and category not in NEVER and system not in NOT_FROM_THEM


def fields_of(text: str) -> list[Field]:
    """The lines `name: value` of a text, in their order; a line without a name is a value named `text`."""
    return [_field(line) for line in text.splitlines() if line.strip()]


def _field(line: str) -> Field:
    found = _LABELLED.match(line)
    return Field(found[1], found[2].strip()) if found else Field("text", line.strip())
