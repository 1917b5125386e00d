"""A line of an explanation is shown in the reader's words; the words of the message stay as they are."""

from __future__ import annotations

import pytest

from services.fulfil.web import words as fulfil_words
from services.intake import words as intake_words
from services.intake.rules.classify import classify
from shared.contracts.explanations import parts
from shared.platform.i18n import Catalogues
from shared.vocabulary import Context, Kind

LINES = [
    ('"welke gegevens" + "over mij" -> access', '"welke gegevens" + "over mij" → Gegevens inzien'),
    ('"mijn gegevens" -> perhaps a request', '"mijn gegevens" → misschien een verzoek'),
    ("written by a machine -> spam", "geschreven door een machine → spam"),
    ("no word of a request", "geen woord van een verzoek"),
    ('"100 % van" -> x', '"100 % van" -> x'),
]


@pytest.mark.parametrize(("line", "dutch"), LINES)
def test_a_line_is_said_in_dutch(line: str, dutch: str) -> None:
    """What was found as it stands, what it means in the words of the buttons; in either office's own process."""
    for words, package in ((intake_words, "services.intake"), (fulfil_words, "services.fulfil")):
        catalogues = Catalogues()
        catalogues.add(package)
        assert catalogues.say("nl", words.explained(line)) == dutch


@pytest.mark.parametrize("label", [*Kind, *Context])
def test_every_label_has_words(label: Kind | Context) -> None:
    """No code of ours is left on the page."""
    assert parts(f'"x" -> {label}')[0] == '"x"'


def test_what_the_rules_say_is_shown() -> None:
    """The form of the rules' lines and that of the pages are the same."""
    lines = classify("", "Ik wil weten welke gegevens jullie van mij hebben.").explanation
    assert lines
    assert all(parts(line)[1] for line in lines)
