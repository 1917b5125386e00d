"""Every sentence that the rules of fulfil and verify can say exists in Dutch, with the same places."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import services
from services.fulfil.rules.calendar_nl import EQUATED, Calendar, public_holidays
from shared.contracts.bounces import BOUNCE_LABELS, UNKNOWN_LABEL
from shared.vocabulary import CATEGORY_LABELS, CHANNEL_LABELS, CONTEXT_LABELS, KIND_LABELS

SERVICES = Path(services.__file__).parent
STATETABLE = SERVICES.parent / "shared" / "statetable.py"
LABELS = re.compile(r"[A-Z]+_LABELS|HOLDERS")


def strings(tree: ast.AST) -> set[str]:
    """The text constants below a node, without those of exceptions for developers and of docstrings."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif not isinstance(node, ast.Raise) and not (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            found |= strings(node)
    return found


def labels(tree: ast.Module) -> set[str]:
    """The values of the tables that name things for people."""
    tables = [n for n in tree.body if isinstance(n, ast.AnnAssign) and LABELS.fullmatch(ast.unparse(n.target))]
    return {
        value.value
        for table in tables
        if isinstance(table.value, ast.Dict)
        for value in table.value.values
        if isinstance(value, ast.Constant)
    }


def said_by(service: str) -> set[str]:
    """The msgids of a service's rules: sentences, labels, and for fulfil the names of free days."""
    modules = [ast.parse(path.read_text()) for path in (SERVICES / service / "rules").glob("*.py")]
    trees = [*modules, ast.parse(STATETABLE.read_text())]
    said = {text for tree in trees for text in strings(tree) if text.endswith(".") and " " in text}
    said |= {text for tree in trees for text in labels(tree)}
    if service == "fulfil":
        said |= {*public_holidays(2026).values(), "Saturday", "Sunday"}
        said.add(Calendar(use_equated=True).why_free(min(EQUATED)) or "")
    return said


SHOWN = {
    "intake": (KIND_LABELS, CONTEXT_LABELS, CHANNEL_LABELS),
    "verify": (KIND_LABELS,),
    "fulfil": (KIND_LABELS, CONTEXT_LABELS, CHANNEL_LABELS, CATEGORY_LABELS, BOUNCE_LABELS, {"": UNKNOWN_LABEL}),
    "notify": (BOUNCE_LABELS, {"": UNKNOWN_LABEL}),
}
"""Which words of the vocabulary the pages of a service show."""


@pytest.mark.parametrize("service", SHOWN)
def test_the_words_of_the_vocabulary_are_dutch_in_every_service_that_shows_them(service: str) -> None:
    """Each service may run on its own, so each carries the words of its own pages."""
    with (SERVICES / service / "locales" / "nl.po").open("rb") as file:
        dutch = {str(entry.id) for entry in read_po(file, locale="nl") if entry.string}
    assert {word for table in SHOWN[service] for word in table.values()} - dutch == set()


@pytest.mark.parametrize("service", ["fulfil", "verify"])
def test_the_rules_speak_dutch(service: str) -> None:
    """A missing or half translated sentence is named."""
    with (SERVICES / service / "locales" / "nl.po").open("rb") as file:
        dutch = {str(entry.id): str(entry.string) for entry in read_po(file, locale="nl")}
    said = said_by(service)
    assert len(said) > 30
    assert {text for text in said if not dutch.get(text)} == set()
    places = re.compile(r"%\(\w+\)s")
    assert {t for t in said if set(places.findall(t)) != set(places.findall(dutch[t]))} == set()
