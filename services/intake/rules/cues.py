"""Reads the cue table into rows that can be looked for in a sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.intake.rules.cue_table import FAINT_SMELLS, NAMED, SMELLS, TABLE
from services.intake.rules.sentences import Hit, Sentence
from shared.vocabulary import Kind

WHOLE = 0
_SPANS = {"": 1, "@2": 2, "@3": 3, "@*": WHOLE}
_HEAD = re.compile(r"(?P<weight>\d\.\d\d)\s+(?P<span>@\S)?\s*(?P<rest>.*)")
_NAME = re.compile(r"\b[A-Z_]{2,}\b")


@dataclass(frozen=True, slots=True)
class Row:
    """Groups that must all be found (each place lists the groups of which one will do), and those that forbid it."""

    needs: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()

    def found(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Give one hit for each group needed, or nothing."""
        groups = sentence.groups
        if not groups.keys().isdisjoint(self.unless):
            return ()
        hits: list[Hit] = []
        for names in self.needs:
            hit = next((groups[name][0] for name in names if name in groups), None)
            if hit is None:
                return ()
            hits.append(hit)
        return tuple(hits)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the table: a kind, how sure it makes us (0 to 1), how near its words stand, and the words."""

    kind: Kind
    weight: float
    span: int
    row: Row


def lines(text: str) -> Iterator[str]:
    """Give the rows of a table, each on one line; what begins with `!` goes on with the row above."""
    whole = ""
    for line in text.splitlines():
        if whole and line.strip() and not line.strip().startswith("!"):
            yield whole
            whole = ""
        whole = f"{whole} {line.strip()}".strip()
    if whole:
        yield whole


def row(text: str) -> Row:
    """Read one row: `a|b + c ! d e`, with the lists that have names spelled out."""
    needs, *unless = _NAME.sub(lambda name: NAMED[name.group()], text).split("!")
    names = dict.fromkeys(name for part in unless for name in part.split())
    return Row(tuple(tuple(need.strip().split("|")) for need in needs.split(" + ")), tuple(names))


def _cues() -> Iterator[Cue]:
    for kind, text in TABLE.items():
        for line in lines(text):
            head = _HEAD.fullmatch(line)
            if head is None:
                raise ValueError(f"a row of the cue table begins with its weight: {line!r}")
            yield Cue(kind, float(head["weight"]), _SPANS[head["span"] or ""], row(head["rest"]))


def _by_first_need(cues: Iterable[Cue]) -> dict[int, dict[str, list[Cue]]]:
    """Sort cues by span and by the first group they need, so that few of them are tried on a sentence."""
    rows: dict[int, dict[str, list[Cue]]] = defaultdict(lambda: defaultdict(list))
    for cue in cues:
        for name in cue.row.needs[0]:
            rows[cue.span][name].append(cue)
    return {span: dict(names) for span, names in rows.items()}


CUES: tuple[Cue, ...] = tuple(_cues())
CUES_BY_SPAN = _by_first_need(CUES)
SMELL_ROWS: tuple[Row, ...] = tuple(row(line) for line in lines(SMELLS))
FAINT_SMELL_ROWS: tuple[Row, ...] = tuple(row(line) for line in lines(FAINT_SMELLS))
