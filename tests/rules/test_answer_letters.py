"""Which letter answers what: complete, and each kind is answered once."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from services.notify.letters.catalogue import forms
from services.notify.rules.answer_letters import answer_to, answered_by, fate_of
from services.notify.rules.who_gets_what import Situation
from shared.vocabulary import DecisionOutcome, Kind, Letter

EVERY = list(product(Kind, DecisionOutcome))


@pytest.mark.parametrize(("kind", "outcome"), EVERY)
@pytest.mark.parametrize("fate", ["", "all", "part", "none"])
@pytest.mark.parametrize("found", [True, False])
def test_every_decision_has_exactly_one_letter(kind: Kind, outcome: DecisionOutcome, fate: str, found: bool) -> None:
    """Whatever was decided of whatever was asked."""
    decided = Situation(kinds=frozenset({kind}), outcome=outcome, fate=fate, found=found)
    letter = answer_to(kind, decided)
    assert letter is not None
    assert [each for each in Letter if answered_by(each, decided)] == [letter]


@pytest.mark.parametrize("kind", [k for k in Kind if k not in {Kind.OBJECTION_DIRECT_MARKETING, Kind.ERASURE}])
def test_a_refusal_always_tells_the_readers_rights(kind: Kind) -> None:
    """R8-2. Advertising cannot be refused; of an erasure its fate speaks, and keeping everything tells them too."""
    refused = Situation(kinds=frozenset({kind}), outcome=DecisionOutcome.REFUSED)
    letter = answer_to(kind, refused)
    assert letter is not None
    assert forms()[letter].tells_rights


def test_a_letter_names_all_that_it_answers() -> None:
    """Two things refused for one reason: one letter, both named, in the order of the vocabulary."""
    both = Situation(kinds=frozenset({Kind.RESTRICTION, Kind.ACCESS}), outcome=DecisionOutcome.REFUSED)
    assert answered_by(Letter.T36, both) == (Kind.ACCESS, Kind.RESTRICTION)


def test_who_is_not_known_hears_where_we_searched() -> None:
    """T13 instead of T11: a request for access that found nothing (spec 8.2)."""
    nothing = Situation(kinds=frozenset({Kind.ACCESS}), outcome=DecisionOutcome.GRANTED, found=False)
    assert answer_to(Kind.ACCESS, nothing) is Letter.T13
    assert answer_to(Kind.ACCESS, replace(nothing, found=True)) is Letter.T11


def test_nothing_is_answered_before_it_is_decided() -> None:
    """No letter without a decision."""
    assert answer_to(Kind.ACCESS, Situation(kinds=frozenset({Kind.ACCESS}))) is None


@pytest.mark.parametrize(
    ("lines", "fate"),
    [
        ([], ""),
        (["not_found|||C01"], ""),
        (["erased|||C02", "not_found|||C01"], "all"),
        (["anonymised|||C02"], "all"),
        (["erased|||C02", "kept:legal_obligation|R6-6|2033-12-31|C01"], "part"),
        (["kept:legal_claims|R7.1-1|2027-01-01|C07", "restricted_instead|||C08"], "none"),
    ],
)
def test_the_fate_of_what_was_found(lines: list[str], fate: str) -> None:
    """R2.4-1."""
    assert fate_of(lines) == fate
