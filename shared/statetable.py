"""A state machine as data: rows of *from, event, to, who may cause it*.

From one table come the check of every step, the buttons of a page, the drawing in the docs and the CHECK of
the database column. The module knows nothing of what the states mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Generic, Literal, TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)
By = str | Collection[str]
"""One role, or all the roles that somebody has."""

SYSTEM: Final = "system"
"""The actor of a fact that another service announced; nobody pressed a button."""

_NOTHING_NOW: Final = "“%(event)s” cannot be done while this is “%(state)s”; nothing can be done now."
_OTHERS_NOW: Final = "“%(event)s” cannot be done while this is “%(state)s”; possible now: %(possible)s."
_NOT_YOURS: Final = "“%(event)s” is for %(allowed)s; you act as %(by)s."


class NotAllowed(Exception):
    """This step is not in the table; the message says what is possible instead.

    `text` is an English msgid and `facts` fills it, so that a page can translate before it fills.
    """

    def __init__(self, text: str, facts: Mapping[str, str]) -> None:
        super().__init__(text % facts)
        self.text = text
        self.facts = dict(facts)


@dataclass(frozen=True)
class Allowed:
    """A guard's yes."""

    allowed: Literal[True] = True


@dataclass(frozen=True)
class Refused:
    """A guard's no: the rule that says so and a sentence (English msgid, filled from `facts`)."""

    rule: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)
    allowed: Literal[False] = False

    def __str__(self) -> str:
        return self.text % self.facts

    def as_error(self) -> NotAllowed:
        """The same no as an exception, for a use case that cannot go on."""
        return NotAllowed(self.text, {name: str(value) for name, value in self.facts.items()})


Verdict = Allowed | Refused
"""What a guard answers; ask `.allowed`."""


@dataclass(frozen=True)
class Row(Generic[S, E]):
    """One step: in `from_`, on `event`, for anyone in `by`, the state becomes `to`."""

    from_: S
    event: E
    to: S
    by: Collection[str]


class StateTable(Generic[S, E]):
    """All the steps there are; what is not in a row is refused.

    The first row's `from_` is where everything begins. Raises ValueError when there is no row, when two rows
    answer the same state and event, or when a row is open to nobody.
    """

    def __init__(self, rows: Iterable[Row[S, E]]) -> None:
        self.rows = tuple(rows)
        self._at: dict[tuple[S, E], Row[S, E]] = {}
        for row in self.rows:
            self._add(row)
        if not self.rows:
            raise ValueError("A state table needs at least one row.")
        self.initial = self.rows[0].from_
        self.states: tuple[S, ...] = tuple(type(self.initial))

    def _add(self, row: Row[S, E]) -> None:
        if (row.from_, row.event) in self._at:
            raise ValueError(f"Two rows answer “{row.event}” in “{row.from_}”; one of them must go.")
        if isinstance(row.by, str) or not row.by:
            raise ValueError(f"Nobody may cause “{row.event}” in “{row.from_}”; name who may, in a list.")
        self._at[row.from_, row.event] = row

    def step(self, state: S, event: E, by: By) -> S:
        """The state after `event`, or NotAllowed with a sentence that says what is possible instead."""
        row = self._at.get((state, event))
        if row is None:
            raise self._impossible(state, event, by)
        if _roles(by).isdisjoint(row.by):
            facts = {"event": str(event), "allowed": _listed(row.by), "by": _listed(_roles(by))}
            raise NotAllowed(_NOT_YOURS, facts)
        return row.to

    def possible(self, state: S, by: By) -> list[E]:
        """The events that `by` may cause now, in the order of the table: the buttons of a page."""
        roles = _roles(by)
        return [row.event for row in self.rows if row.from_ is state and not roles.isdisjoint(row.by)]

    def mermaid(self) -> str:
        """The drawing: one arrow a row, labelled with the event and who may cause it."""
        arrows = [f"    {row.from_} --> {row.to}: {row.event} ({_listed(row.by)})" for row in self.rows]
        left = {row.from_ for row in self.rows}
        ends = [f"    {state} --> [*]" for state in self.states if state not in left]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *arrows, *ends]) + "\n"

    def sql_check(self, column: str) -> str:
        """The condition of a CHECK constraint: `column` holds a state and nothing else."""
        values = [str(state) for state in self.states]
        if any(re.fullmatch(r"[a-z][a-z0-9_]*", word) is None for word in (column, *values)):
            raise ValueError("A column and its states are lower-case words without quotes.")
        return f"{column} IN ({', '.join(map(repr, values))})"

    def _impossible(self, state: S, event: E, by: By) -> NotAllowed:
        names = ", ".join(self.possible(state, by))
        facts = {"event": str(event), "state": str(state), "possible": names}
        return NotAllowed(_OTHERS_NOW if names else _NOTHING_NOW, facts)


def _roles(by: By) -> frozenset[str]:
    return frozenset({by}) if isinstance(by, str) else frozenset(by)


def _listed(roles: Collection[str]) -> str:
    return ", ".join(sorted(roles))
