"""The state table: a machine as data, with nothing left to chance."""

from __future__ import annotations

import re
import sqlite3
from enum import StrEnum

import pytest

from shared.statetable import Allowed, NotAllowed, Refused, Row, StateTable


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    WALLED = "walled_up"


class Push(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    WALL = "wall"


ROWS = [
    Row(Door.SHUT, Push.OPEN, Door.OPEN, ("guest", "owner")),
    Row(Door.SHUT, Push.WALL, Door.WALLED, ("owner",)),
    Row(Door.OPEN, Push.SHUT, Door.SHUT, frozenset({"owner", "guest"})),
]
TABLE = StateTable(ROWS)


def test_a_step_in_the_table_leads_to_its_state() -> None:
    """What a row says happens."""
    assert TABLE.step(Door.SHUT, Push.OPEN, "guest") is Door.OPEN


def test_a_person_with_several_roles_may_do_what_any_of_them_may() -> None:
    """Somebody who is guest and owner may do the owner's things."""
    assert TABLE.step(Door.SHUT, Push.WALL, {"guest", "owner"}) is Door.WALLED
    assert TABLE.possible(Door.SHUT, ["guest", "owner"]) == [Push.OPEN, Push.WALL]


def test_the_refusal_says_what_is_possible_instead() -> None:
    """The message is a sentence for people."""
    with pytest.raises(NotAllowed, match="“open” cannot be done while this is “open”; possible now: shut"):
        TABLE.step(Door.OPEN, Push.OPEN, "guest")


def test_the_refusal_says_when_nothing_is_possible() -> None:
    """At the end there is no list of alternatives."""
    with pytest.raises(NotAllowed, match="nothing can be done now"):
        TABLE.step(Door.WALLED, Push.OPEN, "owner")


def test_the_refusal_says_whose_step_it_is() -> None:
    """A guest who tries the owner's step hears that it is the owner's."""
    with pytest.raises(NotAllowed, match="“wall” is for owner; you act as guest") as refusal:
        TABLE.step(Door.SHUT, Push.WALL, "guest")
    assert refusal.value.text % refusal.value.facts == str(refusal.value)


def test_a_word_that_looks_like_a_role_is_one_role_and_not_its_letters() -> None:
    """A string is a role; it is never taken for a collection of letters."""
    table = StateTable([Row(Door.SHUT, Push.OPEN, Door.OPEN, ("g",))])
    assert table.possible(Door.SHUT, "guest") == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([*ROWS, ROWS[0]], "Two rows answer"),
        ([Row(Door.SHUT, Push.OPEN, Door.OPEN, ())], "Nobody may cause"),
        ([Row(Door.SHUT, Push.OPEN, Door.OPEN, "owner")], "Nobody may cause"),
        ([], "at least one row"),
    ],
)
def test_a_table_with_a_hole_or_a_doubt_is_not_built(rows: list[Row[Door, Push]], sentence: str) -> None:
    """One row per state and event, each open to somebody."""
    with pytest.raises(ValueError, match=sentence):
        StateTable(rows)


def test_the_drawing_has_one_arrow_a_row() -> None:
    """The mermaid text shows the beginning, each row and each end, in the same order every time."""
    assert TABLE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut --> open: open (guest, owner)",
        "    shut --> walled_up: wall (owner)",
        "    open --> shut: shut (guest, owner)",
        "    walled_up --> [*]",
    ]


def test_the_database_takes_the_states_and_nothing_else() -> None:
    """The CHECK holds in a real database."""
    table = sqlite3.connect(":memory:")
    table.execute(f"CREATE TABLE door (state TEXT CHECK ({TABLE.sql_check('state')}))")
    for state in TABLE.states:
        table.execute("INSERT INTO door VALUES (?)", (state,))
    with pytest.raises(sqlite3.IntegrityError):
        table.execute("INSERT INTO door VALUES ('ajar')")
    table.close()


def test_a_column_with_quotes_is_refused() -> None:
    """The condition is put into SQL as text, so its words must be plain."""
    with pytest.raises(ValueError, match="lower-case"):
        TABLE.sql_check("state); --")


def test_a_guards_no_carries_its_rule_and_becomes_an_error() -> None:
    """Guards answer yes or no, and the no has words."""
    no = Refused("D-1", "%(count)s left.", {"count": 2})
    assert str(no) == "2 left."
    assert not no.allowed
    assert Allowed().allowed
    assert re.fullmatch("2 left.", str(no.as_error()))
