"""What is on file: what may carry a proof, how it is masked, and which addresses only look like it (R4-3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.verify.rules.calling import CALL_LABELS, OUTCOME_OF, TOPIC_LABELS, Call, Topic, may_note_call
from services.verify.rules.challenge import MOST_FRESH, may_challenge, may_refresh
from services.verify.rules.ladder import WhyImpossible, may_ask_copy
from services.verify.rules.on_file import (
    OnFile,
    address,
    looks_alike,
    masked_address,
    masked_number,
    may_carry,
    number,
)
from services.verify.rules.rungs import OUTCOME_LABELS, Outcome, Step, honest, may_try, passed, tried
from shared.vocabulary import Level, Method

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
RECEIVED = date(2026, 11, 2)
PERSON = OnFile(name="Noor Bakker", addresses=("noor@clients.example",), client="client-7")


@pytest.mark.parametrize(
    ("term", "fits"),
    [
        ("noor@clients.example", True),
        ("NOOR@Clients.example ", True),
        ("noor  bakker", True),
        ("client-7", True),
        ("noor", False),
        ("clients.example", False),
        ("client-77", False),
        ("%", False),
        ("", False),
    ],
)
def test_a_person_is_meant_by_a_whole_name_address_or_number(term: str, fits: bool) -> None:
    """Never by a part of one: a fishing question finds nobody."""
    assert PERSON.fits(term) is fits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" Noor@Clients.example", "noor@clients.example"),
        ("noor@clients", ""),
        ("noor@clients.example, eve@evil.example", ""),
        ("noor@clients.example\r\nBcc: eve@evil.example", ""),
        ("Noor <noor@clients.example>", ""),
        ("nöor@clients.example", ""),
        (f"{'x' * 250}@clients.example", ""),
    ],
)
def test_one_plain_address_or_none(text: str, found: str) -> None:
    """What would start a second header or a second recipient is no address."""
    assert address(text) == found


@pytest.mark.parametrize(
    ("text", "found"), [("085 - 30 30 213", True), ("+31 85 000", True), ("x1", False), ("", False)]
)
def test_one_number_or_none(text: str, found: bool) -> None:
    """As people write them."""
    assert bool(number(text)) is found


def test_a_mask_is_known_to_its_owner_only() -> None:
    """One letter of the name, one of the house, and the last two digits."""
    assert masked_address("noor.bakker@clients.example") == "n•••@c•••.example"
    assert masked_number("085 - 30 30 213") == "••• 13"


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("noor@clients.example", "noor@clients.example", False),
        ("noor@c1ients.example", "noor@clients.example", True),
        ("noor@modern.example", "noor@rnodern.example", True),
        ("noor@xn--clents-4vf.example", "noor@clents.example", False),
        ("noor@" + "clіents".encode("idna").decode() + ".example", "noor@clients.example", True),
        ("n00r@clients.example", "noor@clients.example", True),
        ("sam@clients.example", "noor@clients.example", False),
        ("noor@clients.example.evil.example", "noor@clients.example", False),
    ],
)
def test_an_address_that_looks_like_another_is_another(one: str, other: str, twins: bool) -> None:
    """`rn` for `m`, a digit for a letter, a Cyrillic letter behind `xn--`: staff are warned, nothing is sent there."""
    assert looks_alike(one, other) is twins
    assert looks_alike(other, one) is twins


@pytest.mark.parametrize(
    ("since", "said_older", "carries"),
    [
        (date(2026, 11, 1), False, True),
        (RECEIVED, False, False),
        (RECEIVED, True, False),
        (date(2026, 11, 3), True, False),
        (None, False, False),
        (None, True, True),
    ],
)
def test_only_what_was_there_before_the_request_carries_a_proof(
    since: date | None, said_older: bool, carries: bool
) -> None:
    """R4-3: a date in the file wins over what anybody says."""
    assert may_carry(since, RECEIVED, said_older=said_older).allowed is carries


def step(outcome: Outcome, method: Method = Method.KNOWN_ADDRESS, *, ago: float = 0) -> Step:
    """One step on the first rung unless another way is named."""
    level = Level.L1 if method is Method.KNOWN_ADDRESS else Level.L2
    return Step(level, method, outcome, NOW - timedelta(days=ago))


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (step(Outcome.SENT), False),
        (step(Outcome.SENT, ago=2.9), False),
        (step(Outcome.SENT, ago=3), True),
        (step(Outcome.FAILED), True),
        (step(Outcome.PASSED), True),
        (step(Outcome.NO_ANSWER), True),
        (step(Outcome.LEFT_OUT), False),
        (step(Outcome.VOID), False),
    ],
)
def test_a_rung_was_tried_when_something_came_of_it(one: Step, counts: bool) -> None:
    """R4-1: a link of a minute ago opens no way to a copy."""
    assert (Level.L1 in tried([one], NOW)) is counts


def test_the_copy_comes_after_what_was_really_tried() -> None:
    """R4-1, with facts instead of ticks."""
    steps = [step(Outcome.FAILED), step(Outcome.NO_ANSWER, Method.CALL_BACK)]
    assert may_ask_copy({}, tried(steps, NOW)).allowed
    assert not may_ask_copy({}, tried(steps[:1], NOW)).allowed


def test_a_way_that_failed_three_times_is_for_people() -> None:
    """R4-4; failures of one way do not count for another."""
    steps = [step(Outcome.FAILED)] * 3
    assert may_try(steps[:2], Method.KNOWN_ADDRESS).allowed
    assert not may_try(steps, Method.KNOWN_ADDRESS).allowed
    assert may_try(steps, Method.CALL_BACK).allowed


def test_what_became_void_did_not_pass() -> None:
    """Until it passes again."""
    assert passed([step(Outcome.PASSED)]) == {Method.KNOWN_ADDRESS}
    assert passed([step(Outcome.PASSED), step(Outcome.VOID)]) == frozenset()
    assert passed([step(Outcome.PASSED), step(Outcome.VOID), step(Outcome.PASSED)]) == {Method.KNOWN_ADDRESS}


@pytest.mark.parametrize(
    ("why", "steps", "true"),
    [
        (WhyImpossible.NO_ADDRESS_ON_FILE, [], False),
        (WhyImpossible.NO_NUMBER_ON_FILE, [], False),
        (WhyImpossible.FAILED_THREE_TIMES, [step(Outcome.FAILED)] * 2, False),
        (WhyImpossible.FAILED_THREE_TIMES, [step(Outcome.FAILED)] * 3, True),
        (WhyImpossible.ADDRESS_OUT_OF_USE, [], True),
    ],
)
def test_a_reason_agrees_with_what_is_on_file(why: WhyImpossible, steps: list[Step], true: bool) -> None:
    """A reason that the desk itself knows to be wrong is none."""
    assert honest({Level.L1: why}, steps, has_address=True, has_number=True).allowed is true
    if not steps:
        assert honest({Level.L1: why}, steps, has_address=False, has_number=False).allowed


def test_a_link_goes_out_only_for_a_need_to_an_address_that_one_person_reads() -> None:
    """R4.4-1, R4-3, and the shared mailbox."""
    assert may_challenge(Level.L1, 1, theirs_alone=True).allowed
    assert not may_challenge(Level.L0, 1, theirs_alone=True).allowed
    assert not may_challenge(Level.L1, 0, theirs_alone=True).allowed
    assert not may_challenge(Level.L1, 1, theirs_alone=False).allowed


def test_a_fresh_code_has_its_limits() -> None:
    """Not within the minute, not for ever, not without end."""
    late = NOW + timedelta(hours=9)
    assert may_refresh(late, NOW, NOW, 0, 14)
    assert not may_refresh(NOW + timedelta(seconds=59), NOW, NOW, 0, 14)
    assert not may_refresh(late, NOW, NOW, MOST_FRESH, 14)
    assert not may_refresh(NOW + timedelta(days=15), NOW, NOW, 0, 14)


def test_a_call_needs_a_number_on_file_and_two_questions() -> None:
    """Spec 4.2; who was not reached was asked nothing."""
    assert may_note_call(Call.BOTH_RIGHT, [Topic.COACH, Topic.PLACE], 1).allowed
    assert not may_note_call(Call.BOTH_RIGHT, [Topic.COACH, Topic.COACH], 1).allowed
    assert not may_note_call(Call.WRONG, [], 1).allowed
    assert may_note_call(Call.NOT_REACHED, [], 1).allowed
    assert not may_note_call(Call.BOTH_RIGHT, [Topic.COACH, Topic.PLACE], 0).allowed


def test_every_code_of_the_ladder_has_words() -> None:
    """The page never shows a raw value."""
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert set(CALL_LABELS) == set(OUTCOME_OF) == set(Call)
    assert set(TOPIC_LABELS) == set(Topic)
