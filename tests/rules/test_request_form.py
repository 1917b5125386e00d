"""The questions of the form, its limits, and what a requester sees of how far a case is: rules by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.fulfil.rules.client_steps import FOUR, Next, Progress, client_steps, who_is_next
from services.fulfil.rules.lifecycle import STATE_LABELS, State
from services.intake.rules.form_limits import LIMITS, Counted, has_worked, place, wait
from services.intake.rules.request_form import OWN_WORDS, Answers, Step, before, first_open, may_show, steps

FULL = Answers("access", "", True, "myself", "", "Noor", "noor@post.example", confirmed=True)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_a_full_form_is_at_its_check() -> None:
    """Who asks for themselves and confirmed the address sees neither page for others nor for a code."""
    assert steps(FULL) == [Step.WHAT, Step.WORDS, Step.WHO, Step.NAME, Step.ADDRESS, Step.CHECK]
    assert first_open(FULL) is Step.CHECK


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (Answers(), Step.WHAT),
        (replace(FULL, said_words=False), Step.WORDS),
        (replace(FULL, wish=OWN_WORDS), Step.WORDS),
        (replace(FULL, who=""), Step.WHO),
        (replace(FULL, who="child"), Step.WHOM),
        (replace(FULL, name=""), Step.NAME),
        (replace(FULL, address=""), Step.ADDRESS),
        (replace(FULL, confirmed=False), Step.CODE),
        (replace(FULL, confirmed=False, unconfirmed=True), Step.CHECK),
    ],
)
def test_the_first_open_question_comes_next(answers: Answers, expected: Step) -> None:
    """Whatever was changed on the way; nobody gets past it, everybody may go back."""
    assert first_open(answers) is expected
    path = steps(answers)
    assert [each for each in path if may_show(answers, each)] == path[: path.index(expected) + 1]


def test_going_back_skips_what_was_skipped() -> None:
    """From the name one comes back to the question for whom."""
    assert before(FULL, Step.NAME) is Step.WHO
    assert before(replace(FULL, who="other"), Step.NAME) is Step.WHOM
    assert before(FULL, Step.WHAT) is None


def test_a_limit_ends_with_its_window() -> None:
    """The count that is allowed waits for nothing; one more waits for the rest of the window."""
    limit = LIMITS[Counted.REQUEST]
    assert wait(Counted.REQUEST, limit.most, NOW, NOW) is None
    assert wait(Counted.REQUEST, limit.most + 1, NOW, NOW + timedelta(hours=1)) == limit.window - timedelta(hours=1)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("", ""),
        ("n@a.example", "n@a.example"),
    ],
)
def test_a_household_counts_as_one(source: str, expected: str) -> None:
    """Of an IPv6 address the network."""
    assert place(source) == expected


def test_work_is_bound_to_its_form() -> None:
    """An answer is good for one key; what is no answer is no work."""
    answer = next(str(number) for number in range(1_000_000) if has_worked("one", str(number)))
    assert not has_worked("two", answer)
    assert not any(has_worked("one", bad) for bad in ("", "x" * 21))


@pytest.mark.parametrize(
    ("state", "answered", "expected"),
    [
        (State.RECEIVED, False, "current todo todo todo"),
        (State.TRIAGED, False, "current todo todo todo"),
        (State.IDENTITY_PENDING, False, "done current todo todo"),
        (State.IN_PROGRESS, False, "done done current todo"),
        (State.AWAITING_APPROVAL, False, "done done current todo"),
        (State.ANSWERED, True, "done done done current"),
        (State.CLOSED, True, "done done done current"),
        (State.CLOSED, False, "done todo todo current"),
    ],
)
def test_the_four_steps_use_the_words_of_staff(state: State, answered: bool, expected: str) -> None:
    """One step is the current one; a case that closed without an answer tells nothing of what came between."""
    found = client_steps(state, answered=answered)
    assert [each.progress for each in found] == [Progress(each) for each in expected.split()]
    assert [each.label for each in found[:3]] == [STATE_LABELS[each] for each in FOUR[:3]]
    assert found[3].label == STATE_LABELS[State.ANSWERED if answered or state is not State.CLOSED else State.CLOSED]


@pytest.mark.parametrize("state", list(State))
def test_the_requester_is_next_only_while_we_wait_for_them(state: State) -> None:
    """A copy that waits for a person of ours is our turn."""
    over = state in {State.ANSWERED, State.CLOSED}
    waits = state is State.IDENTITY_PENDING
    assert who_is_next(state, copy_waits=False) is (Next.NOBODY if over else Next.YOU if waits else Next.US)
    assert who_is_next(state, copy_waits=True) is (Next.NOBODY if over else Next.US)
