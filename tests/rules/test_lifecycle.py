"""The lifecycle of a case: nothing out of reach, no trap, two people, and a clock that decides nothing."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from services.fulfil.rules.case import Case, advance
from services.fulfil.rules.guards import may_answer, may_approve, may_disclose, may_erase, may_reopen
from services.fulfil.rules.lifecycle import (
    CLOSES_AS,
    EVENT_LABELS,
    LIFECYCLE,
    OUTCOME_LABELS,
    STATE_LABELS,
    SUBJECT,
    Event,
    Outcome,
    State,
)
from shared.statetable import SYSTEM, NotAllowed
from shared.vocabulary import Channel, DecisionOutcome, Kind, Language, Role

ACTORS = {Role.HANDLER, Role.APPROVER, Role.FG, SUBJECT, SYSTEM}
RECEIVED = datetime(2026, 11, 2, 8, 15, tzinfo=UTC)
PAIRS = list(product(State, Event))
IN_TABLE = {(row.from_, row.event) for row in LIFECYCLE.rows}


def reached(start: State, without: set[str] | None = None) -> set[State]:
    """The states one can come to from `start`, if the actors in `without` do nothing."""
    found, edge = {start}, [start]
    while edge:
        state = edge.pop()
        steps = [row for row in LIFECYCLE.rows if row.from_ is state and set(row.by) - (without or set())]
        edge += {row.to for row in steps} - found
        found |= {row.to for row in steps}
    return found


def case(state: State = State.RECEIVED, outcome: Outcome | None = None) -> Case:
    return Case(
        id=UUID(int=1),
        reference="2026-0001",
        state=state,
        kinds=(Kind.ACCESS,),
        language=Language.NL,
        channel=Channel.MAIL,
        received_at=RECEIVED,
        statement_version="2018-05-25",
        outcome=outcome,
    )


def test_every_state_can_be_reached() -> None:
    """From received, each state of the enum."""
    assert reached(State.RECEIVED) == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_is_a_trap(state: State) -> None:
    """From everywhere a case can be closed, and the closed one can be opened again."""
    assert State.CLOSED in reached(state)
    assert LIFECYCLE.possible(State.CLOSED, ACTORS) == [Event.REOPEN]


def test_people_can_close_a_case_when_no_other_service_ever_speaks() -> None:
    """No fact from elsewhere is needed to end a case decently."""
    for state in State:
        assert State.CLOSED in reached(state, without={SYSTEM, SUBJECT})


@pytest.mark.parametrize(("state", "event"), [pair for pair in PAIRS if pair not in IN_TABLE])
def test_what_is_not_in_the_table_is_refused(state: State, event: Event) -> None:
    """Even for somebody with every role at once."""
    with pytest.raises(NotAllowed):
        LIFECYCLE.step(state, event, ACTORS)


def test_every_event_and_only_known_actors_stand_in_the_table() -> None:
    """No dead word, and an admin of the machine decides nothing about a request."""
    assert {row.event for row in LIFECYCLE.rows} == set(Event)
    assert set().union(*(row.by for row in LIFECYCLE.rows)) == ACTORS


def test_the_clock_decides_nothing() -> None:
    """What the system may report is only where identity stands; it never closes, answers or approves."""
    facts = [row for row in LIFECYCLE.rows if SYSTEM in row.by]
    identity = {Event.ASK_IDENTITY, Event.IDENTIFY, Event.IDENTITY_NOT_NEEDED, Event.UNPROVE}
    assert {row.event for row in facts} == identity
    assert {row.to for row in facts} == {State.IDENTITY_PENDING, State.IN_PROGRESS}
    assert all(set(row.by) == {SYSTEM} for row in facts)


def test_a_case_cannot_be_answered_around_identity_and_approval() -> None:
    """Spec 10: the only way into answered is an approval, the only way there a proposal."""
    assert [(row.from_, row.event) for row in LIFECYCLE.rows if row.to is State.ANSWERED] == [
        (State.AWAITING_APPROVAL, Event.APPROVE)
    ]
    assert {row.from_ for row in LIFECYCLE.rows if row.to is State.AWAITING_APPROVAL} == {State.IN_PROGRESS}


def test_a_handler_alone_neither_approves_nor_gives_up_on_identity() -> None:
    """R2-4: both turn a request down or let data go, so a second role does them."""
    assert Event.APPROVE not in LIFECYCLE.possible(State.AWAITING_APPROVAL, Role.HANDLER)
    assert Event.NOT_IDENTIFIED not in LIFECYCLE.possible(State.IDENTITY_PENDING, Role.HANDLER)


def test_every_word_has_a_label() -> None:
    """Buttons and pages never show a raw value."""
    assert (set(STATE_LABELS), set(EVENT_LABELS), set(OUTCOME_LABELS)) == (
        set(State),
        set(Event),
        set(Outcome),
    )


def test_a_request_goes_from_mail_to_answer() -> None:
    """The ordinary way, step by step, with who takes each."""
    now = advance(case(), Event.CONFIRM_KINDS, Role.HANDLER, kinds=(Kind.ERASURE, Kind.ACCESS, Kind.ACCESS))
    assert now.kinds == (Kind.ACCESS, Kind.ERASURE)
    now = advance(now, Event.ASK_IDENTITY, SYSTEM)
    now = advance(now, Event.IDENTIFY, SYSTEM)
    now = advance(now, Event.PROPOSE, Role.HANDLER)
    now = advance(now, Event.SEND_BACK, Role.APPROVER)
    now = advance(now, Event.PROPOSE, Role.HANDLER)
    now = advance(now, Event.APPROVE, Role.APPROVER, decision=DecisionOutcome.PARTLY_GRANTED)
    assert (now.state, now.outcome) == (State.ANSWERED, Outcome.PARTLY_GRANTED)
    closed = advance(now, Event.CLOSE, Role.HANDLER)
    assert (closed.state, closed.outcome) == (State.CLOSED, Outcome.PARTLY_GRANTED)
    assert advance(now, Event.REOPEN, Role.HANDLER).outcome is None


@pytest.mark.parametrize(("event", "outcome"), CLOSES_AS.items())
def test_an_early_end_has_its_own_outcome(event: Event, outcome: Outcome) -> None:
    """Withdrawn, not identified and not a request are told apart for the record."""
    row = next(row for row in LIFECYCLE.rows if row.event is event)
    assert advance(case(row.from_), event, row.by).outcome is outcome


def test_a_requester_who_was_not_identified_may_come_back() -> None:
    """D-20: the case opens again and its dates count from the new receipt."""
    later = datetime(2027, 1, 5, 9, tzinfo=UTC)
    back = advance(case(State.CLOSED, Outcome.NOT_IDENTIFIED), Event.REOPEN, SUBJECT, received_at=later)
    assert (back.state, back.outcome, back.received_at) == (State.RECEIVED, None, later)


def test_a_requester_cannot_revive_an_answered_case() -> None:
    """A new wish is a new request."""
    with pytest.raises(NotAllowed, match="start a new one"):
        advance(case(State.CLOSED, Outcome.GRANTED), Event.REOPEN, SUBJECT, received_at=RECEIVED)
    assert may_reopen(Outcome.GRANTED, Role.HANDLER).allowed


@pytest.mark.parametrize(
    ("start", "event", "by", "facts"),
    [
        (State.RECEIVED, Event.CONFIRM_KINDS, Role.HANDLER, {}),
        (State.RECEIVED, Event.CONFIRM_KINDS, Role.HANDLER, {"kinds": ()}),
        (State.IN_PROGRESS, Event.PROPOSE, Role.HANDLER, {"kinds": (Kind.ACCESS,)}),
        (State.AWAITING_APPROVAL, Event.APPROVE, Role.FG, {}),
        (State.IN_PROGRESS, Event.PROPOSE, Role.FG, {"decision": DecisionOutcome.GRANTED}),
        (State.CLOSED, Event.REOPEN, Role.HANDLER, {}),
        (State.ANSWERED, Event.REOPEN, Role.HANDLER, {"received_at": RECEIVED}),
    ],
)
def test_a_step_takes_its_own_facts_and_no_others(start: State, event: Event, by: Role, facts: dict) -> None:
    """A missing or stray fact is a mistake of ours, told at once."""
    with pytest.raises(ValueError, match="needs"):
        advance(case(start), event, by, **facts)


def test_the_state_cannot_be_set_past_the_table() -> None:
    """A case is frozen."""
    with pytest.raises(FrozenInstanceError):
        case().state = State.ANSWERED  # type: ignore[misc]


def test_a_case_without_an_offset_in_its_receipt_is_not_made() -> None:
    """Its receipt day would be a guess."""
    with pytest.raises(ValueError, match="offset"):
        Case(
            UUID(int=1),
            "2026-0001",
            State.RECEIVED,
            (),
            Language.NL,
            Channel.MAIL,
            RECEIVED.replace(tzinfo=None),
            "2018-05-25",
        )


READY = {
    "open_tasks": 0,
    "proposed_by": "staff-1",
    "approved_by": "staff-2",
    "empty_fields": [],
    "outcome": DecisionOutcome.REFUSED,
    "tells_remedies": True,
    "identity_settled": True,
}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ({"identity_settled": False}, "10"),
        ({"open_tasks": 2}, "7.1"),
        ({"approved_by": None}, "R2-4"),
        ({"approved_by": "staff-1"}, "R2-4"),
        ({"empty_fields": ["purposes"]}, "R8-1"),
        ({"tells_remedies": False}, "R8-2"),
        ({"tells_remedies": False, "outcome": DecisionOutcome.PARTLY_GRANTED}, "R8-2"),
    ],
)
def test_one_thing_in_the_way_keeps_an_answer_in(spoil: dict, rule: str) -> None:
    """Spec 10's forbidden ways to answered, each with its rule and a whole sentence."""
    verdict = may_answer(**{**READY, **spoil})
    assert not verdict.allowed
    assert verdict.rule == rule
    assert str(verdict).endswith(".")
    assert "%" not in str(verdict)


def test_an_answer_with_nothing_in_the_way_goes_out() -> None:
    """A granted one needs no word about complaining."""
    assert may_answer(**READY).allowed
    assert may_answer(**{**READY, "outcome": DecisionOutcome.GRANTED, "tells_remedies": False}).allowed


def test_two_people_approve() -> None:
    """R2-4."""
    assert may_approve("staff-1", "staff-2").allowed
    assert not may_approve("staff-1", "staff-1").allowed


@pytest.mark.parametrize("state", State)
def test_nothing_is_disclosed_before_identity_and_approval(state: State) -> None:
    """Spec 10: from identity_pending nothing at all, and elsewhere only an approved answer."""
    assert may_disclose(state, identity_settled=True).allowed is (state in {State.ANSWERED, State.CLOSED})
    assert not may_disclose(state, identity_settled=False).allowed


def test_erasing_needs_identity_and_two_people() -> None:
    """Spec 10, R2-4."""
    assert may_erase(True, ["staff-1", "staff-2"]).allowed
    assert not may_erase(True, ["staff-1", "staff-1"]).allowed
    assert not may_erase(False, ["staff-1", "staff-2"]).allowed
