"""The identity ladder: no more proof than needed, lighter rungs first, and its small lifecycle."""

from __future__ import annotations

from itertools import product

import pytest

from services.verify.rules.ladder import (
    LEVEL_LABELS,
    LEVEL_OF_METHOD,
    REASONS_FOR,
    WHY_LABELS,
    Detail,
    WhyImpossible,
    enough,
    may_ask_copy,
    needed,
)
from services.verify.rules.verification import EVENT_LABELS, STATE_LABELS, SUBJECT, VERIFICATION, Event, State
from shared.statetable import SYSTEM, NotAllowed
from shared.vocabulary import Category, Kind, Level, Method, Role

EVERYBODY = {*Role, SYSTEM, SUBJECT}
BOTH = {Level.L1: WhyImpossible.NO_ADDRESS_ON_FILE, Level.L2: WhyImpossible.CANNOT_COME}
IN_TABLE = {(row.from_, row.event) for row in VERIFICATION.rows}


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ([Kind.OBJECTION_DIRECT_MARKETING], Level.L0),
        ([Kind.INFORMATION_REQUEST], Level.L0),
        ([Kind.CONSENT_WITHDRAWAL], Level.L0),
        ([Kind.COMPLAINT], Level.L0),
        ([Kind.RECTIFICATION], Level.L1),
        ([Kind.RESTRICTION], Level.L1),
        ([Kind.OBJECTION], Level.L1),
        ([Kind.AUTOMATED_DECISION], Level.L1),
        ([Kind.RECIPIENT_NOTIFICATION], Level.L1),
        ([Kind.PORTABILITY], Level.L2),
        ([Kind.ACCESS], Level.L2),
        ([Kind.ERASURE], Level.L2),
        ([Kind.COMPLAINT, Kind.PORTABILITY, Kind.OBJECTION], Level.L2),
    ],
)
def test_each_kind_has_its_level_and_the_highest_wins(kinds: list[Kind], level: Level) -> None:
    """Spec 2.1, for the whole file."""
    assert needed(kinds).level is level


@pytest.mark.parametrize(
    ("kind", "categories", "level"),
    [
        (Kind.ACCESS, {Category.C01, Category.C02, Category.C04, Category.C09, Category.C11}, Level.L1),
        (Kind.ACCESS, {Category.C01, Category.C07}, Level.L2),
        (Kind.ERASURE, {Category.C01, Category.C10}, Level.L1),
        (Kind.ERASURE, {Category.C11}, Level.L2),
    ],
)
def test_ordinary_data_need_less(kind: Kind, categories: set[Category], level: Level) -> None:
    """Only what is asked for decides, not everything we happen to hold."""
    assert needed([kind], categories).level is level


@pytest.mark.parametrize(
    ("kind", "detail", "level"),
    [
        (Kind.RECTIFICATION, Detail.KEY_DATA_CHANGES, Level.L2),
        (Kind.COMPLAINT, Detail.ANSWER_REVEALS_DATA, Level.L1),
        (Kind.ACCESS, Detail.SPECIAL_DATA_DOUBT, Level.L3),
        (Kind.ERASURE, Detail.SPECIAL_DATA_DOUBT, Level.L3),
        (Kind.OBJECTION_DIRECT_MARKETING, Detail.SPECIAL_DATA_DOUBT, Level.L0),
    ],
)
def test_what_a_person_knows_raises_the_level(kind: Kind, detail: Detail, level: Level) -> None:
    """And only for the kind it is about."""
    assert needed([kind], details=[detail]).level is level


def test_the_need_says_which_kind_asks_for_it() -> None:
    """The reason goes into the letter and the record."""
    need = needed([Kind.COMPLAINT, Kind.ACCESS])
    assert (need.kind, need.rule) == (Kind.ACCESS, "2.1")
    assert need.text.endswith(".")


def test_without_a_confirmed_kind_there_is_no_level() -> None:
    """A person confirms first (R2-3)."""
    with pytest.raises(ValueError, match="confirm the kinds first"):
        needed([])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_level(kind: Kind) -> None:
    """No kind is forgotten, with all details and with none."""
    assert needed([kind]).level <= needed([kind], details=list(Detail)).level


def test_a_heavier_way_is_always_enough_and_a_lighter_never() -> None:
    """R4-2."""
    for method, level in product(Method, Level):
        assert enough(method, level) is (LEVEL_OF_METHOD[method] >= level)
    assert not enough(Method.KNOWN_ADDRESS, Level.L2)


def test_a_copy_is_asked_only_after_both_lighter_rungs() -> None:
    """R4-1: tried, or a reason why not; either will do for each."""
    assert may_ask_copy(BOTH).allowed
    assert may_ask_copy({}, tried={Level.L1, Level.L2}).allowed
    assert may_ask_copy({Level.L2: WhyImpossible.NO_NUMBER_ON_FILE}, tried={Level.L1}).allowed


@pytest.mark.parametrize(
    ("impossible", "rung"),
    [
        ({}, Level.L1),
        ({Level.L1: WhyImpossible.NO_ADDRESS_ON_FILE}, Level.L2),
        ({Level.L2: WhyImpossible.CANNOT_COME}, Level.L1),
        ({**BOTH, Level.L1: WhyImpossible.CANNOT_COME}, Level.L1),
        ({**BOTH, Level.L2: WhyImpossible.NO_ADDRESS_ON_FILE}, Level.L2),
        ({**BOTH, Level.L2: WhyImpossible.NOT_ENOUGH}, Level.L2),
    ],
)
def test_the_refusal_names_the_rung_that_was_skipped(impossible: dict, rung: Level) -> None:
    """A missing reason, or one that does not fit its rung, leaves the ladder unclimbed."""
    verdict = may_ask_copy(impossible)
    assert not verdict.allowed
    assert LEVEL_LABELS[rung] in str(verdict)


def test_a_rung_below_the_need_may_be_left_out_as_not_enough() -> None:
    """A mail link cannot open a dossier, so its reason is at hand; for a lighter need it is no reason."""
    ticked = {**BOTH, Level.L1: WhyImpossible.NOT_ENOUGH}
    assert may_ask_copy(ticked, level=Level.L2).allowed
    assert not may_ask_copy(ticked, level=Level.L1).allowed


def test_nobody_is_asked_who_needs_no_proof() -> None:
    """R4.4-1: stopping advertising takes no identity at all."""
    verdict = may_ask_copy(BOTH, level=Level.L0)
    assert not verdict.allowed
    assert verdict.rule == "R4.4-1"


def test_every_reason_can_be_ticked_somewhere_and_has_words() -> None:
    """No reason without a rung, none without a label."""
    assert set(WHY_LABELS) == set(WhyImpossible) == set().union(*REASONS_FOR.values())
    assert set(LEVEL_LABELS) == set(Level)


def reached(start: State) -> set[State]:
    found, edge = {start}, [start]
    while edge:
        state = edge.pop()
        steps = {row.to for row in VERIFICATION.rows if row.from_ is state}
        edge += steps - found
        found |= steps
    return found


@pytest.mark.parametrize("state", State)
def test_every_verification_can_be_reached_and_can_still_succeed(state: State) -> None:
    """No trap but success itself."""
    assert state in reached(State.OPEN)
    assert State.VERIFIED in reached(state)


@pytest.mark.parametrize(("state", "event"), [pair for pair in product(State, Event) if pair not in IN_TABLE])
def test_a_verification_refuses_what_is_not_in_its_table(state: State, event: Event) -> None:
    """Such as a second click on approve."""
    with pytest.raises(NotAllowed):
        VERIFICATION.step(state, event, EVERYBODY)


def test_only_people_say_who_somebody_is() -> None:
    """Machines and requesters never approve, establish or reject; a link that staff sent may be answered.

    What waits at `decided` a person decided already: the clock only lets it take effect.
    """
    for row in VERIFICATION.rows:
        if row.to in {State.DECIDED, State.VERIFIED, State.REJECTED} and row.event is not Event.CONFIRM:
            may = {SYSTEM} if row.from_ is State.DECIDED else set()
            assert not set(row.by) & {SYSTEM, SUBJECT} - may


def test_a_requester_may_only_hand_in_and_answer() -> None:
    """And only when asked: a copy, or a link to the address on file while the question is open."""
    theirs = {(row.from_, row.event) for row in VERIFICATION.rows if SUBJECT in row.by}
    answers = {(state, Event.CONFIRM) for state in (State.OPEN, State.ASKED, State.COPY_RECEIVED, State.DECIDED)}
    assert theirs == {(State.ASKED, Event.RECEIVE)} | answers


def test_every_word_of_a_verification_has_a_label() -> None:
    """Buttons and pages never show a raw value."""
    assert (set(STATE_LABELS), set(EVENT_LABELS)) == (set(State), set(Event))
    assert {row.event for row in VERIFICATION.rows} == set(Event)
