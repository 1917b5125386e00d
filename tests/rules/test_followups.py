"""What a message seems to be that belongs to a case."""

from __future__ import annotations

import pytest

from services.intake.rules.classify import classify
from services.intake.rules.followups import Seems, seems
from shared.vocabulary import FollowUp
from tests.pace import ends

NOTHING = classify("", "")


def of(text: str, subject: str = "vraag") -> Seems:
    """What a person's text seems to be."""
    return seems(subject, text, classify(subject, text), automatic=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ik heb nog steeds niets gehoord over mijn verzoek.", FollowUp.REMINDER),
        ("Ik stel u in gebreke: de termijn voor mijn inzageverzoek is verstreken.", FollowUp.REMINDER),
        ("Wat is de stand van zaken met mijn verzoek?", FollowUp.REMINDER),
        ("I still have not received a reply to my request.", FollowUp.REMINDER),
        ("Graag wil ik mijn verzoek intrekken.", FollowUp.WITHDRAWAL),
        ("Mijn verzoek mag vervallen.", FollowUp.WITHDRAWAL),
        ("Laat maar, het hoeft niet meer.", FollowUp.WITHDRAWAL),
        ("Please withdraw my request.", FollowUp.WITHDRAWAL),
        ("In de bijlage de kopie van mijn paspoort.", FollowUp.IDENTITY),
        ("Bedankt! Waar vul ik de code in?", FollowUp.QUESTION),
        ("Dank voor het antwoord.", FollowUp.THANKS),
        ("Thank you very much.", FollowUp.THANKS),
        ("Ik wil mijn gegevens in een csv.", None),
    ],
)
def test_a_message_is_named_by_its_words(text: str, kind: FollowUp | None) -> None:
    """In Dutch and English; None when nobody can say."""
    assert of(text).followup is kind


@pytest.mark.parametrize(
    "text", ["Ik trek mijn verzoek niet in!", "Ik trek mijn toestemming in voor het gebruik van mijn foto."]
)
def test_what_only_sounds_like_a_withdrawal_is_none(text: str) -> None:
    """Neither a refusal to withdraw nor consent that is withdrawn ends a request."""
    assert of(text).followup is not FollowUp.WITHDRAWAL


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("Ik wacht al weken op antwoord. Dit kan toch niet, ik ga naar de Autoriteit Persoonsgegevens.", True),
        ("I am still waiting for your reply. This is unacceptable and I will complain.", True),
        ("Ik wacht al weken op antwoord.", False),
        ("De koffie is schandalig slecht.", False),
    ],
)
def test_only_an_angry_reminder_complains(text: str, complains: bool) -> None:
    """9.2, 6: dissatisfaction with how a request is handled, not with the coffee."""
    assert of(text).complains is complains


def test_a_machine_is_a_machine_whatever_it_says() -> None:
    """An absence notice that says thanks thanks nobody."""
    assert seems("Afwezig", "Bedankt voor uw bericht.", NOTHING, automatic=True) == Seems(FollowUp.AUTOMATIC)


@pytest.mark.parametrize(
    "piece", ["trek verzoek ", "verzoek ", "kopie ", "nog niet termijn status ", "withdraw request "]
)
def test_a_hostile_text_is_read_in_time(piece: str) -> None:
    """No expression runs away on a text made for it."""
    with ends():
        seems(piece * 1_000, piece * 100_000, NOTHING, automatic=False)
