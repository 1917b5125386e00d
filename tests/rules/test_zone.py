"""What the strip with <<< signs says of the number in it (spec 5.2, 5.3; invented specimens)."""

from __future__ import annotations

import pytest

from services.verify.checks.written.zone import Says, is_strip, says

NAMES = "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<"


@pytest.mark.parametrize(
    "line",
    [
        "XX00000000NLD7110195F1108280123456782<<<<<02",  # passport 2011
        "SPECI20142NLD6503101F2403096999999990<<<<<84",  # passport 2014
        "SPECI20142NLD6503101F2401151999999990<<<<<82",
        "I<NLDSPECI20142999999990<<<<<8",  # card 2014
        "SPECI20142 NLD6503101F 2403096 999999990«««««84",  # with a reader's spaces and signs
        "6503101F2403096999999990<<<<<84",  # its beginning covered
        "999999990<<<<<84",
        "XX00000000D<<7110195F1108280123456789<<<<<02",  # another country's number is treated alike
    ],
)
def test_a_filled_field_is_a_number(line: str) -> None:
    """On every model that has one, and in a piece of its line."""
    assert is_strip(line)
    assert says(line) is Says.NUMBER


@pytest.mark.parametrize(
    "line", ["SPECI20212NLD6503101F3108309<<<<<<<<<<<<<<<0", "I<NLDSPECI20212<<<<<<<<<<<<<<<",
     "V806728243UT05902257<3212057<<<<<<<<<<<<<<<6"]
)  # fmt: skip
def test_an_empty_field_is_told_from_a_filled_one(line: str) -> None:
    """Documents since August 2021."""
    assert is_strip(line)
    assert says(line) is Says.EMPTY


@pytest.mark.parametrize(
    "line", ["DE<BRUIJN<<WILLEKE<LISELOTTE<<", "VERZ0NNEN<<T|JS<<<<<<<<<<<<<<<", "D1NLD15094962111659VW87Z78NB84"]
)  # fmt: skip
def test_lines_that_never_hold_a_number(line: str) -> None:
    """Names, and the one line of a licence."""
    assert is_strip(line)
    assert says(line) is Says.NAMES


def test_a_passports_line_of_names_promises_another() -> None:
    """Without it the strip was not read whole."""
    assert says(NAMES) is Says.FIRST_OF_TWO
    assert says(NAMES.replace("O", "0").replace("I", "1", 1)) is Says.FIRST_OF_TWO
    assert says("P<NLDN00|TGEZ|EN<<N00R<<<<<<<<<<<<<<<<<<<<<<") is Says.FIRST_OF_TWO


@pytest.mark.parametrize(
    "line",
    [
        "SPECI20142NLD6503101F2403096", "SPECI20142NLD6503101F240309", "SPECI20142NLD6503101F2403096<<<<84",
        "SPECI<<<<", "9<<<<<84",
    ],
)  # fmt: skip
def test_a_piece_that_could_hold_one_is_only_a_part(line: str) -> None:
    """What follows cannot be told to be empty."""
    assert says(line) is Says.PART


def test_the_dates_of_a_card_hold_nothing() -> None:
    """The second line of three has an empty field of its own."""
    assert says("6503101F2403096NLD<<<<<<<<<<<8") is Says.EMPTY


@pytest.mark.parametrize("line", ["KONINKRIJK DER NEDERLANDEN", "1. naam / surname / nom", "085-3030213", "XJ5B0YVM5"])
def test_ordinary_lines_are_no_strip(line: str) -> None:
    """Titles, labels, numbers."""
    assert not is_strip(line)


def test_a_document_number_that_begins_like_a_card_is_read_as_what_it_is() -> None:
    """`A`, a letter and three letters open a card's first line, too; the dates behind them tell a passport's second."""
    assert says("AQSTSDKS88NLD8212214M3004205") is Says.PART
    assert says("AQSTSDKS88NLD8212214M3004205123456782<<<<<12") is Says.NUMBER


def test_a_stroke_is_a_letter() -> None:
    """A reader writes | for the I of a narrow face."""
    assert says("P<NLDVAN<DER<F|CT|E<<PETRA<<<<<<<<<<<<<<<<<<") is Says.FIRST_OF_TWO
