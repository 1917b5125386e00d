"""The Dutch of the requesters' pages is plain (B1): short sentences and no word that asks for a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.letters import catalogue
from tests.house.test_translations import HOUSE, _in_file, dutch

MOST_WORDS = 20
"""In one sentence."""
MOST_IN_A_ROW = 13.0
"""Words a sentence on average, over a page's texts."""
LONGEST_WORD = 22
"""Letters; what is longer is a compound that few read at once."""
DIFFICULT = re.compile(
    r"\b(?:betreffende|conform|derhalve|desbetreffend\w*|dienen te|dient te|echter|eveneens|geschieden|hetgeen|"
    r"indien|inzake|middels|mits|omtrent|onderhavig\w*|reeds|rekwest\w*|ten behoeve van|ten gevolge van|tenzij|"
    r"teneinde|verwerkingsverantwoordelijke\w*|betrokkene\w*|verzoeker\w*|voornoemd\w*|voorts|zulks|gelieve)\b",
    re.IGNORECASE,
)
PAGES = {
    "form": ("services/intake", ("templates/request/*.html", "web/request_words.py")),
    "status": ("services/fulfil", ("templates/status*.html", "web/status_words.py", "usecases/status_message.py")),
    "start": ("services/fulfil", ("templates/home.html",)),
}
FOR_STAFF = ("Dit ziet de verzoeker", "De knoppen werken alleen voor de verzoeker.")
"""On the status page only staff see these."""
VALUE = re.compile(r"%\((\w+)\)s|\{\{.*?\}\}|\{%.*?%\}")


def texts(name: str) -> list[str]:
    """The Dutch texts of some pages."""
    package, patterns = PAGES[name]
    said = {message.id: str(message.string) for message in dutch(HOUSE / package) if isinstance(message.id, str)}
    files = [file for pattern in patterns for file in (HOUSE / package).glob(pattern)]
    assert files
    found = [said[each] for file in files for each in _in_file(file) if each in said]
    assert len(found) >= 10
    return [each for each in found if each not in FOR_STAFF]


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence; a value counts as one word."""
    for sentence in re.split(r"(?<=[.!?:])\s+|\n+", VALUE.sub("X", text)):
        words = re.findall(r"\w[\w'’-]*", sentence)
        if words:
            yield words


@pytest.mark.parametrize("name", PAGES)
def test_sentences_are_short(name: str) -> None:
    """None has more than twenty words, and on average they have far fewer."""
    lengths = {" ".join(words): len(words) for text in texts(name) for words in sentences(text)}
    assert {sentence for sentence, length in lengths.items() if length > MOST_WORDS} == set()
    assert sum(lengths.values()) / len(lengths) <= MOST_IN_A_ROW


@pytest.mark.parametrize("name", PAGES)
def test_words_are_easy(name: str) -> None:
    """No word of officials, and none that is longer than one can read at once."""
    said = texts(name)
    assert [each for each in said if DIFFICULT.search(each)] == []
    words = {word for text in said for parts in sentences(text) for word in parts}
    assert {word for word in words if len(word) > LONGEST_WORD} == set()


@pytest.mark.parametrize("letter", ["T01", "T39b"])
def test_the_letters_that_lead_there_are_plain_too(letter: str) -> None:
    """The acknowledgement and the code, by the same measure."""
    text = (Path(catalogue.FOLDER) / letter / "nl.txt").read_text(encoding="utf-8")
    assert not DIFFICULT.search(text)
    assert [words for words in sentences(text) if len(words) > MOST_WORDS] == []


def test_the_measure_measures() -> None:
    """A sentence of an office fails it."""
    office = "Indien u een verzoek wenst in te dienen, dient te worden vermeld op welke gegevens dit betrekking heeft."
    assert DIFFICULT.search(office)
    assert [len(words) for words in sentences("Een korte zin. En nog een, met %(een)s waarde.")] == [3, 6]
