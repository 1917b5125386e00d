"""Rules of the package: names in the ZIP, changed masks, what was provided, the words of an access answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fulfil.rules.access_words import AccessWords, missing
from services.fulfil.rules.entry_names import entry_name
from services.fulfil.rules.mask_changes import Change, Turn, gives_package, hidden_passages, may_release, may_show
from services.fulfil.rules.masking import Hidden, Passage, Words, hide
from services.fulfil.rules.provided import Field, fields_of, is_provided
from services.fulfil.rules.tasks import Action
from shared.vocabulary import Category, DecisionOutcome, Kind

WORDS = Words("[secret]", "[other]", "[note]")
SAID = AccessWords("UWV", "from you", "7 years", "No", "No, people decide")


@given(st.text(max_size=200))
def test_no_name_leads_out_of_its_folder(given_name: str) -> None:
    """Whatever a holder called the file: four plain parts, none of them up, absolute, a drive or a device."""
    name = entry_name("C06", "KVS", 1, given_name)
    parts = PurePosixPath(name).parts
    assert parts[:3] == ("bestanden", "C06", "KVS")
    assert len(parts) == 4
    assert parts[3].startswith("001-")
    assert not PureWindowsPath(name).drive
    assert name.isascii()
    assert name.isprintable()
    assert len(parts[3]) <= 4 + 80
    assert "\\" not in name


@pytest.mark.parametrize(
    ("given_name", "plain"),
    [
        ("cv.pdf", "001-cv.pdf"),
        ("../../etc/passwd", "001-passwd"),
        ("C:\\temp\\CON", "001-CON"),
        ("résumé (2).docx", "001-resume_(2).docx"),
        ("..", "001-bestand"),
        ("\u202efdp.exe", "001-fdp.exe"),
        (f"{'a' * 300}.pdf", f"001-{'a' * 76}.pdf"),
    ],
)
def test_what_is_left_of_a_name(given_name: str, plain: str) -> None:
    """Letters, digits and the ending."""
    assert PurePosixPath(entry_name("C06", "KVS", 1, given_name)).name == plain


def test_changes_add_to_the_masks_and_take_from_them() -> None:
    """A shown passage is shown, an added one hidden; where two meet, the one that shows least counts."""
    found = [Passage(0, 3, Hidden.BSN), Passage(5, 8, Hidden.SECRET), Passage(10, 12, Hidden.OTHERS)]
    changes = [
        Change(Turn.SHOW, 0, 3),
        Change(Turn.SHOW, 5, 8),
        Change(Turn.HIDE, 11, 15, Hidden.NOTES),
        Change(Turn.HIDE, 20, 22),
    ]
    hidden = hidden_passages(found, changes)
    assert hidden == [Passage(5, 8, Hidden.SECRET), Passage(10, 15, Hidden.OTHERS), Passage(20, 22, Hidden.OTHERS)]
    assert hide("0123456789abcdefghijklmn", hidden, WORDS).text == "01234[secret]89[other]fghij[other]mn"
    assert not may_show(Hidden.SECRET).allowed
    assert may_show(Hidden.BSN).allowed


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_what_is_hidden_is_nowhere_in_the_result(text: str, places: list[tuple[int, int]]) -> None:
    """The rest stands there in its order."""
    changes = [Change(Turn.HIDE, min(a, b), max(a, b)) for a, b in places if a != b and max(a, b) <= len(text)]
    hidden = hidden_passages([], changes)
    gone = {at for each in hidden for at in range(each.start, each.end)}
    left = "".join(sign for at, sign in enumerate(text) if at not in gone)
    assert hide(text, hidden, Words("", "", "")).text == left


def test_a_release_takes_a_second_person_and_the_same_content() -> None:
    """R2-4, R3-4."""
    good = {"proposed_by": "a", "checked_by": "b", "checked": "x", "now": "x"}
    assert may_release(**good).allowed
    assert not may_release(**{**good, "checked_by": "a"}).allowed
    assert not may_release(**{**good, "checked_by": None}).allowed  # type: ignore[arg-type]
    assert not may_release(**{**good, "now": "y"}).allowed


def test_which_answers_come_with_a_package() -> None:
    """A copy was asked for, and not refused."""
    assert gives_package([Kind.ACCESS], DecisionOutcome.PARTLY_GRANTED)
    assert gives_package([Kind.ERASURE, Kind.PORTABILITY], DecisionOutcome.GRANTED)
    assert not gives_package([Kind.ACCESS], DecisionOutcome.REFUSED)
    assert not gives_package([Kind.ERASURE], DecisionOutcome.GRANTED)


def test_what_the_person_provided() -> None:
    """Where a holder is asked to export, but not what others gave or what was watched (AVG 20)."""
    asked = [Action.SEARCH, Action.EXPORT]
    assert is_provided(Category.C01, "KVS", asked)
    assert is_provided(Category.C06, "MBX", asked)
    assert not is_provided(Category.C01, "UWV", asked)
    assert not is_provided(Category.C03, "ANA", asked)
    assert not is_provided(Category.C08, "KVS", asked)
    assert not is_provided(Category.C01, "KVS", [Action.SEARCH])


def test_lines_become_named_values() -> None:
    """What has no name is called text."""
    text = "Naam: Noor Bakker\n\nE-mail : noor@clients.example\nlos\nhttps://x.example\n12:30 gebeld"
    assert fields_of(text) == [
        Field("Naam", "Noor Bakker"),
        Field("E-mail", "noor@clients.example"),
        Field("text", "los"),
        Field("text", "https://x.example"),
        Field("text", "12:30 gebeld"),
    ]


@pytest.mark.parametrize("point", ["recipients", "sources", "retention", "transfers", "automated"])
def test_no_point_of_an_access_answer_is_empty(point: str) -> None:
    """R2.2A-1; a recipient with a colon and no name behind it is one that has no name yet."""
    assert missing(SAID) == []
    assert missing(replace(SAID, **{point: "  \n "})) == [point]
    assert missing(replace(SAID, recipients="UWV\nthe company that hosts:")) == ["recipients"]
