"""Who asks for somebody else: what must be confirmed first, and from which age and day (spec 2.5)."""

from __future__ import annotations

from datetime import date

import pytest

from services.verify.rules.representation import (
    CONFIRM_LABELS,
    NOTES,
    REQUIRED,
    SITUATION_LABELS,
    AgeRule,
    Confirm,
    Situation,
    age_on,
    may_ask,
    may_be_identified,
    may_confirm,
    suggested,
)
from shared.vocabulary import Context, Role

BEFORE, SINCE = date(2026, 8, 31), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("age", "day", "minor", "parent"),
    [
        (11, BEFORE, False, True),
        (12, BEFORE, False, True),
        (15, BEFORE, False, True),
        (16, BEFORE, True, False),
        (11, SINCE, False, True),
        (12, SINCE, True, True),
        (15, SINCE, True, True),
        (16, SINCE, True, False),
        (18, SINCE, True, False),
    ],
)
def test_who_asks_for_a_minor_depends_on_age_and_day_of_receipt(age: int, day: date, minor: bool, parent: bool) -> None:
    """R2.5-2: until September 2026 the limit was 16; since then those of 12 to 15 may ask beside their parents."""
    assert may_ask(Situation.MINOR, age, day).allowed is minor
    assert may_ask(Situation.PARENT, age, day).allowed is parent


def test_the_ages_can_be_set() -> None:
    """`representation` in the configuration: the newest row that had begun on the day of receipt, or the first."""
    rules = (AgeRule(date(2018, 1, 1), 16, 16), AgeRule(date(2027, 1, 1), 14, 14))
    assert not may_ask(Situation.MINOR, 14, date(2026, 12, 31), rules).allowed
    assert may_ask(Situation.MINOR, 14, date(2027, 1, 1), rules).allowed
    assert not may_ask(Situation.MINOR, 15, date(2017, 1, 1), rules[::-1]).allowed


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2014, 11, 2), date(2026, 11, 1), 11),
        (date(2014, 11, 2), date(2026, 11, 2), 12),
        (date(2012, 2, 29), date(2025, 2, 28), 12),
        (date(2012, 2, 29), date(2025, 3, 1), 13),
    ],
)
def test_an_age_is_whole_years(born: date, day: date, age: int) -> None:
    """Also for who was born on 29 February."""
    assert age_on(born, day) == age


@pytest.mark.parametrize("situation", [each for each in Situation if REQUIRED[each]])
def test_nobody_is_identified_while_a_confirmation_is_missing(situation: Situation) -> None:
    """Each line by itself stands in the way: no mandate without a date, no guardian without the court's decision."""
    required = set(REQUIRED[situation])
    for left_out in required:
        verdict = may_be_identified(situation, None, required - {left_out}, 10, SINCE)
        assert not verdict.allowed
    assert may_be_identified(situation, None, required, 10, SINCE).allowed


def test_a_mandate_says_who_whose_which_when_and_is_signed() -> None:
    """R2.5-1, R4-5."""
    assert {code.value for code in REQUIRED[Situation.AGENT]} == {
        "mandate_who",
        "mandate_whose",
        "mandate_rights",
        "mandate_date",
        "mandate_signed",
    }


def test_a_bulk_sender_gets_no_click_and_no_answer() -> None:
    """R2.5-7: a mandate as from anybody, no portal, and the answer to the person's own address on file."""
    assert set(REQUIRED[Situation.AGENT]) | {Confirm.NO_PORTAL, Confirm.TO_THE_SUBJECT} == set(REQUIRED[Situation.BULK])


def test_about_the_dead_the_fg_decides() -> None:
    """R2.5-4: no handler's tick stands for that decision."""
    assert not may_confirm([Confirm.FG_DECIDED], [Role.HANDLER]).allowed
    assert may_confirm([Confirm.FG_DECIDED], [Role.FG]).allowed
    assert may_confirm([Confirm.MANDATE_DATE], [Role.HANDLER]).allowed


def test_a_minor_has_an_age() -> None:
    """Without it nobody knows who may ask."""
    assert not may_be_identified(Situation.MINOR, None, [], None, SINCE).allowed
    assert may_be_identified(Situation.MINOR, None, [], 13, SINCE).allowed


@pytest.mark.parametrize(
    ("labels", "situation"),
    [
        ([], None),
        ([Context.FORMER_CLIENT], None),
        ([Context.REPRESENTATIVE], Situation.AGENT),
        ([Context.REPRESENTATIVE, Context.MINOR], Situation.PARENT),
        ([Context.REPRESENTATIVE, Context.DECEASED], Situation.DECEASED),
        ([Context.THIRD_PARTY_BULK, Context.REPRESENTATIVE], Situation.BULK),
    ],
)
def test_the_labels_of_the_request_point_to_a_situation(labels: list[Context], situation: Situation | None) -> None:
    """A person chooses; until then a request that points to somebody else identifies nobody."""
    assert suggested(labels) is situation
    assert may_be_identified(None, suggested(labels), [], None, SINCE).allowed is (situation is None)


def test_every_situation_and_confirmation_has_words() -> None:
    """The page never shows a raw value."""
    assert set(SITUATION_LABELS) == set(NOTES) == set(REQUIRED) == set(Situation)
    assert set(CONFIRM_LABELS) == set(Confirm)
