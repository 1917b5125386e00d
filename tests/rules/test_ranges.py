"""Going on with a download: which part of a file is sent (RFC 9110)."""

from __future__ import annotations

import pytest

from services.fulfil.rules.ranges import Part, Unsatisfiable, wanted_part

TAG, SIZE = '"abc"', 1000


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-", 0, 1000),
        ("bytes=500-", 500, 1000),
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=990-5000", 990, 1000),
        ("bytes=-100", 900, 1000),
        ("bytes=-5000", 0, 1000),
        (" Bytes = 5 - 6 ", 5, 7),
    ],
)
def test_one_part_is_sent(header: str, start: int, stop: int) -> None:
    """From a byte, up to a byte, or the last so many."""
    assert wanted_part(header, "", TAG, SIZE) == Part(start, stop, whole=False)


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=5-4", "bytes=0-1,5-9", "lines=1-2", "bytes=x-", "bytes=١-٢"])
def test_what_cannot_be_read_gets_the_whole(header: str) -> None:
    """Several parts at once too: a download never needs them."""
    assert wanted_part(header, "", TAG, SIZE).whole


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=2000-3000", "bytes=-0"])
def test_beyond_the_end_there_is_nothing(header: str) -> None:
    """The answer is 416, with the length of the file."""
    with pytest.raises(Unsatisfiable):
        wanted_part(header, "", TAG, SIZE)


def test_a_part_of_another_version_gets_the_whole_of_this_one() -> None:
    """If-Range; a date never fits, for we give none."""
    assert not wanted_part("bytes=5-", TAG, TAG, SIZE).whole
    for other in ('"abd"', 'W/"abc"', "Wed, 02 Dec 2026 09:00:00 GMT"):
        assert wanted_part("bytes=5-", other, TAG, SIZE) == Part(0, SIZE, whole=True)
