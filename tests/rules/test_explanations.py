"""A line of an explanation is shown in the reader's words; the words of the message stay as they are."""

from __future__ import annotations

import pytest

from services.intake.rules.classify import classify
from shared.contracts.explanations import shown
from shared.platform.i18n import Catalogues
from shared.vocabulary import Context, Kind

LINES = [
    ('"welke gegevens" + "over mij" -> access', '"welke gegevens" + "over mij" → Gegevens inzien'),
    ('"mijn gegevens" -> perhaps a request', '"mijn gegevens" → misschien een verzoek'),
    ("written by a machine -> spam", "geschreven door een machine → spam"),
    ("no word of a request", "geen woord van een verzoek"),
    ('"100 % van" -> x', '"100 % van" -> x'),
]


@pytest.fixture(params=["services.intake", "services.fulfil"])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    """Either office may say it in a process of its own."""
    made = Catalogues()
    made.add(request.param)
    return made


@pytest.mark.parametrize(("line", "dutch"), LINES)
def test_a_line_is_said_in_dutch(catalogues: Catalogues, line: str, dutch: str) -> None:
    """What was found as it stands, what it means in the words of the buttons."""
    assert catalogues.say("nl", shown(line)) == dutch


@pytest.mark.parametrize("label", [*Kind, *Context])
def test_every_label_has_words(label: Kind | Context) -> None:
    """No code of ours is left on the page."""
    assert str(shown(f'"x" -> {label}')).startswith('"x" → ')


def test_what_the_rules_say_is_shown() -> None:
    """The form of the rules' lines and that of the pages are the same."""
    lines = classify("", "Ik wil weten welke gegevens jullie van mij hebben.").explanation
    assert lines
    assert all("→" in str(shown(line)) for line in lines)
