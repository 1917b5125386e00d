"""How long each kind of data is kept, and what a decision about erasing must say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fulfil.rules.default_routes import DEFAULT_ROUTES
from services.fulfil.rules.erasure import KEPT, Choice, check_choice, completed, fits, letter_lines
from services.fulfil.rules.retention import BY_RULE, FOR_CLIENTS, START_LABELS, TABLE, Start, may_go, rule_for
from shared.vocabulary import Category, DecisionOutcome, ErasureOutcome

TODAY = date(2026, 11, 30)
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
OBLIGED = ErasureOutcome.KEPT_LEGAL_OBLIGATION


@pytest.mark.parametrize(
    ("rule", "start", "until"),
    [
        ("R6-2", date(2026, 3, 31), date(2027, 3, 31)),
        ("R6-2", date(2024, 2, 29), date(2025, 2, 28)),
        ("R6-3", date(2025, 11, 30), date(2027, 11, 30)),
        ("R6-4", date(2026, 5, 1), date(2026, 5, 1)),
        ("R6-6", date(2026, 1, 1), date(2033, 12, 31)),
        ("R6-6", date(2026, 12, 31), date(2033, 12, 31)),
        ("R6-7", date(2026, 6, 30), date(2028, 6, 30)),
        ("R6-8", date(2026, 6, 30), date(2031, 6, 30)),
        ("R6-8e", date(2026, 2, 1), date(2031, 12, 31)),
        ("R6-8g", date(2026, 8, 31), date(2027, 2, 28)),
        ("R6-9", date(2026, 11, 30), date(2028, 11, 30)),
        ("R6-9a", date(2026, 11, 30), date(2031, 11, 30)),
        ("R6-9b", date(2026, 11, 30), date(2026, 12, 30)),
        ("R6-12", date(2026, 11, 30), date(2026, 12, 14)),
    ],
)
def test_each_period_ends_on_its_day(rule: str, start: date, until: date) -> None:
    """Worked out by hand from the table of spec 6.1."""
    found = may_go(BY_RULE[rule], start)
    assert (found.kept_until, found.reason.rule) == (until, rule)
    assert not found.is_due(until)
    assert found.is_due(until + timedelta(days=1))


@given(st.sampled_from(TABLE), DAYS, st.integers(0, 4000))
def test_a_later_start_never_ends_earlier(row: object, start: date, more: int) -> None:
    """And nothing ends before it began; a rule without a period never ends by itself."""
    assert row in TABLE
    rule = next(each for each in TABLE if each is row)
    first, second = may_go(rule, start).kept_until, may_go(rule, start + timedelta(days=more)).kept_until
    if first is None or second is None:
        assert first is second is rule.months is rule.days is None
        assert not may_go(rule, start).is_due(date(2999, 12, 31))
    else:
        assert start <= first <= second


def test_the_table_is_whole() -> None:
    """One row a rule, each with its ground; a start in words for every row; only what the law asks is an obligation."""
    assert len(BY_RULE) == len(TABLE)
    assert all(row.article and row.what for row in TABLE)
    assert set(START_LABELS) == set(Start)
    assert {row.rule for row in TABLE if row.statutory} == {row.rule for row in TABLE if row.proposes is OBLIGED}


def test_every_route_of_the_model_has_a_rule() -> None:
    """What a person sees first is never one of the desk's own rows; the tax duty is proposed for finance alone."""
    found = {(route.category, route.system): rule_for(route.category, route.system) for route in DEFAULT_ROUTES}
    assert set(found.values()) <= set(FOR_CLIENTS)
    assert {system for (_, system), row in found.items() if row.rule == "R6-6"} == {"FIN"}
    assert rule_for(Category.C07, "KVS").rule == "R6-8c"
    assert rule_for(Category.C05, "HR").rule == "R6-8e"
    assert rule_for(Category.C01, "SUR").rule == "R6-1"


@pytest.mark.parametrize("outcome", sorted(KEPT))
def test_what_is_kept_names_rule_reason_and_day(outcome: ErasureOutcome) -> None:
    """R2.4-1: each of the three is asked for, and the complete choice passes."""
    rule = "R6-6"
    whole = Choice(outcome, rule, date(2026, 5, 1), date(2033, 12, 31), "The invoice of May.")
    assert check_choice(whole, today=TODAY, held=False).allowed
    for lacking in (
        Choice(outcome, "", whole.starts_on, whole.kept_until, whole.reason),
        Choice(outcome, "R6-9", whole.starts_on, whole.kept_until, whole.reason),
        Choice(outcome, rule, whole.starts_on, None, whole.reason),
        Choice(outcome, rule, whole.starts_on, whole.kept_until, "  "),
        Choice(outcome, rule, whole.starts_on, date(2034, 1, 1), whole.reason),
        Choice(outcome, rule, whole.starts_on, TODAY - timedelta(days=1), whole.reason),
    ):
        assert not check_choice(lacking, today=TODAY, held=False).allowed, lacking


def test_only_the_law_is_a_legal_obligation() -> None:
    """A contract that still runs is no exception of 17(3) (R2.4-2)."""
    choice = completed(Choice(OBLIGED, "R6-7", date(2026, 5, 1), None, "The track."))
    assert not check_choice(choice, today=TODAY, held=False).allowed
    runs = completed(Choice(ErasureOutcome.KEPT_RETENTION, "R6-7", date(2026, 5, 1), None, "The track."))
    assert (runs.kept_until, check_choice(runs, today=TODAY, held=False).allowed) == (date(2028, 5, 1), True)


@pytest.mark.parametrize("outcome", list(ErasureOutcome))
def test_a_hold_wins(outcome: ErasureOutcome) -> None:
    """R7.1-2: what a hold covers is kept for the claim or kept apart, and nothing else."""
    choice = Choice(outcome, "R6-8h", None, date(2027, 5, 1), "The investigation.")
    allowed = {ErasureOutcome.KEPT_LEGAL_CLAIMS, ErasureOutcome.RESTRICTED_INSTEAD}
    assert check_choice(choice, today=TODAY, held=True).allowed == (outcome in allowed)


@pytest.mark.parametrize(
    ("chosen", "outcome"),
    [
        ({ErasureOutcome.ERASED, ErasureOutcome.ANONYMISED}, DecisionOutcome.GRANTED),
        ({ErasureOutcome.ERASED, OBLIGED}, DecisionOutcome.PARTLY_GRANTED),
        ({OBLIGED, ErasureOutcome.RESTRICTED_INSTEAD}, DecisionOutcome.REFUSED),
    ],
)
def test_the_answer_says_what_its_parts_say(chosen: set[ErasureOutcome], outcome: DecisionOutcome) -> None:
    """No “granted” over something that is kept; another kind in the same case leaves it free."""
    for each in DecisionOutcome:
        assert fits(each, chosen, erasure_only=True).allowed == (each is outcome)
        assert fits(each, chosen, erasure_only=False).allowed


def test_the_letter_has_a_line_for_each_ground_and_day() -> None:
    """Categories with the same fate stand together."""
    kept = Choice(OBLIGED, "R6-6", None, date(2033, 12, 31), "x")
    lines = letter_lines([("C12", kept), ("C01", kept), ("C01", Choice(ErasureOutcome.ERASED)), ("C01", kept)])
    assert lines == ["erased|||C01", "kept:legal_obligation|R6-6|2033-12-31|C01,C12"]
