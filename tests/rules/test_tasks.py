"""Tasks: one per category and system that a request touches, and what counts as an answer."""

from __future__ import annotations

from datetime import date

import pytest

from services.fulfil.rules.default_routes import DEFAULT_ROUTES, HOLDERS
from services.fulfil.rules.tasks import (
    ACTION_LABELS,
    Action,
    Route,
    TaskAnswer,
    check_answer,
    load_routes,
    tasks_for,
)
from shared.vocabulary import Category, Kind, TaskOutcome

ROW = {"category": "C01", "system": "KVS", "holder": "Client administration", "actions": ["search", "erase"]}


def test_access_searches_every_category_in_every_system() -> None:
    """R3-1 on the default model: all thirteen categories, no pair twice."""
    tasks = tasks_for([Kind.ACCESS], DEFAULT_ROUTES)
    pairs = [(task.category, task.system) for task in tasks]
    assert len(pairs) == len(set(pairs)) == len(DEFAULT_ROUTES)
    assert {task.category for task in tasks} == set(Category)
    assert {task.actions for task in tasks} == {(Action.SEARCH,)}


def test_several_kinds_make_one_task_with_all_actions() -> None:
    """A holder is asked once, in the order of the actions."""
    route = Route(Category.C01, "KVS", "Client administration", frozenset(Action))
    [task] = tasks_for([Kind.ERASURE, Kind.ACCESS], [route])
    assert task.actions == (Action.SEARCH, Action.ERASE)


def test_stopping_advertising_reaches_only_who_advertises() -> None:
    """R2 (21(3)): mailing list and telephone, not the whole office."""
    tasks = tasks_for([Kind.OBJECTION_DIRECT_MARKETING], DEFAULT_ROUTES)
    assert {task.system for task in tasks} == {"MAIL", "TEL"}


def test_data_that_the_subject_did_not_provide_are_not_taken_along() -> None:
    """Spec 7.1: medical data and the UWV file are not portable."""
    categories = {task.category for task in tasks_for([Kind.PORTABILITY], DEFAULT_ROUTES)}
    assert categories == {Category.C01, Category.C02, Category.C03, Category.C06}


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.INFORMATION_REQUEST, Kind.AUTOMATED_DECISION])
def test_what_the_desk_answers_itself_makes_no_task(kind: Kind) -> None:
    """No data holder hears of a complaint."""
    assert tasks_for([kind], DEFAULT_ROUTES) == []


def test_configured_routes_replace_the_model() -> None:
    """From a list of tables, as the configuration file holds them."""
    [route] = load_routes([ROW])
    assert route == Route(Category.C01, "KVS", "Client administration", frozenset({Action.SEARCH, Action.ERASE}))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "no route"),
        ([ROW, ROW], "Route 2 repeats C01 in KVS"),
        ([{**ROW, "category": "C14"}], "Route 1: 'C14' is not"),
        ([{**ROW, "actions": ["sing"]}], "Route 1: 'sing' is not"),
        ([{**ROW, "actions": "search"}], "Route 1 needs"),
        ([{**ROW, "actions": []}], "Route 1 needs"),
        ([{**ROW, "holder": " "}], "Route 1 needs"),
        ([{**ROW, "colour": "red"}], "exactly: category, system, holder, actions"),
        ([{"category": "C01"}], "exactly: category, system, holder, actions"),
    ],
)
def test_a_wrong_route_is_named_by_its_number(rows: list[dict[str, object]], sentence: str) -> None:
    """So that the configuration can be mended."""
    with pytest.raises(ValueError, match=sentence):
        load_routes(rows)


@pytest.mark.parametrize(
    ("actions", "answer"),
    [
        ([Action.SEARCH], TaskAnswer(TaskOutcome.FOUND)),
        ([Action.SEARCH], TaskAnswer(TaskOutcome.FOUND, remarks="  ")),
        ([Action.ERASE], TaskAnswer(TaskOutcome.KEPT, kept_until=date(2033, 12, 31))),
        ([Action.ERASE], TaskAnswer(TaskOutcome.KEPT, remarks="Invoices, seven years.")),
    ],
)
def test_an_answer_that_says_too_little_is_refused(actions: list[Action], answer: TaskAnswer) -> None:
    """R2.4-1: found needs something to show, kept needs a ground, and an end where erasing was asked."""
    verdict = check_answer(actions, answer)
    assert not verdict.allowed
    assert str(verdict).endswith(".")


@pytest.mark.parametrize(
    ("actions", "answer"),
    [
        ([Action.SEARCH], TaskAnswer(TaskOutcome.NOTHING_FOUND)),
        ([Action.SEARCH], TaskAnswer(TaskOutcome.FOUND, has_file=True)),
        ([Action.CORRECT], TaskAnswer(TaskOutcome.FOUND, remarks="Street name corrected.")),
        (
            [Action.ERASE],
            TaskAnswer(TaskOutcome.KEPT, "Invoices, seven years.", kept_until=date(2033, 12, 31)),
        ),
        ([Action.SEARCH], TaskAnswer(TaskOutcome.KEPT, "Names of other people in it.")),
    ],
)
def test_an_answer_that_says_enough_is_taken(actions: list[Action], answer: TaskAnswer) -> None:
    """Nothing found needs no words."""
    assert check_answer(actions, answer).allowed


def test_every_system_has_a_holder_and_every_action_words() -> None:
    """No task without somebody to do it, and no raw value on a page."""
    assert {route.system for route in DEFAULT_ROUTES} == set(HOLDERS)
    assert set(ACTION_LABELS) == set(Action)
