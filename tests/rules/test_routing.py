"""What becomes of a message, and who gets an automatic answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import services
from services.intake.rules.classify import Classification, classify
from services.intake.rules.routing import Attach, Facts, File, No, Open, Triage, Yes, decide, may_acknowledge
from shared.vocabulary import FollowUp

REQUEST = classify("inzage", "Ik wil mijn dossier inzien.")
UNSURE = classify("uitschrijven", "Ik wil me graag uitschrijven.")
LUNCH = classify("lunch", "Zullen we morgen samen lunchen?")
INVOICE = classify("Factuur 12", "Bijgaand onze factuur voor kantoorartikelen.")
REMINDER = classify("status", "Wat is de status van mijn verzoek?")
DEMAND = classify("dossier", "Wij zijn de werkgever van de heer Jansen en ontvangen graag zijn dossier.")
BOUNCE = classify("Undelivered Mail", "Your mail could not be delivered. The recipient's mailbox is full.", "bounce")
NEWSLETTER = classify("Acties", "Geen nieuwsbrief meer? Klik hier om u uit te schrijven.", "bulk")


def test_a_clear_request_of_a_person_opens_a_case() -> None:
    """R4.3-1: at once, and with a reason."""
    decision = decide(Facts(), REQUEST)
    assert isinstance(decision, Open)
    assert decision.reason


@pytest.mark.parametrize("result", [UNSURE, LUNCH, DEMAND, REMINDER])
def test_what_is_not_clear_waits_for_a_person(result: Classification) -> None:
    """R2-3: below the threshold nothing is decided by the machine; R5.1-1: a demand goes to the privacy officer."""
    assert isinstance(decide(Facts(), result), Triage)


def test_the_machine_files_only_what_is_surely_nothing() -> None:
    """R2-3: sure enough, an unknown sender, and no word of privacy; each of the three is needed."""
    assert isinstance(decide(Facts(), INVOICE), File)
    assert isinstance(decide(Facts(automatic=True), BOUNCE), File)
    assert isinstance(decide(Facts(sender_known=True), INVOICE), Triage)
    assert isinstance(decide(Facts(automatic=True), NEWSLETTER), Triage)
    assert isinstance(decide(Facts(), INVOICE, threshold=0.999), Triage)


def test_a_machine_opens_no_case_whatever_it_quotes() -> None:
    """Mail in, step 7: even words that would be a clear request."""
    assert isinstance(decide(Facts(automatic=True), REQUEST), Triage)


def test_a_quarantined_mail_goes_to_a_person_first() -> None:
    """Its words were not all read, so neither its case nor its kind counts."""
    assert isinstance(decide(Facts(quarantined=True, token_case="2026-0001"), REQUEST), Triage)


def test_a_token_attaches_and_is_verified_only_for_a_known_sender() -> None:
    """A token from an unknown sender attaches as unverified and discloses nothing (mail in, step 6)."""
    known = decide(Facts(token_case="2026-0001", token_verified=True, sender_known=True), REMINDER)
    stranger = decide(Facts(token_case="2026-0001", token_verified=True), REMINDER)
    guessed = decide(Facts(token_case="2026-0001", sender_known=True), REMINDER)
    assert [each.verified for each in (known, stranger, guessed) if isinstance(each, Attach)] == [True, False, False]


def test_a_reply_that_asks_something_new_attaches_and_is_shown() -> None:
    """Nothing new is lost in a thread: a person sees that it holds another wish."""
    decision = decide(Facts(thread_case="2026-0001", sender_known=True), REQUEST)
    assert isinstance(decision, Attach)
    assert decision.new_wishes
    bounced = decide(Facts(thread_case="2026-0001", automatic=True), BOUNCE)
    assert isinstance(bounced, Attach)
    assert not bounced.new_wishes


def test_a_reminder_joins_the_open_case_of_its_sender() -> None:
    """R2-8: no new case, no new clock; a new request of the same person is a new case."""
    facts = Facts(sender_known=True, sender_case="2026-0001")
    assert isinstance(decide(facts, REMINDER), Attach)
    assert isinstance(decide(facts, REQUEST), Open)
    assert isinstance(decide(facts, LUNCH), Triage)


ANSWER: dict[str, Any] = {
    "automatic": False,
    "no_auto_answer": False,
    "dmarc": "pass",
    "answered_already": False,
    "answers_in_24_hours": 0,
}


@pytest.mark.parametrize("dmarc", ["pass", "none", ""])
def test_a_person_gets_the_acknowledgement(dmarc: str) -> None:
    """A second and third message on one day still get theirs; no DMARC record is no failure."""
    assert may_acknowledge(**{**ANSWER, "dmarc": dmarc, "answers_in_24_hours": 2}) == Yes()


@pytest.mark.parametrize(
    "fact",
    [
        {"automatic": True},
        {"no_auto_answer": True},
        {"dmarc": "fail"},
        {"answered_already": True},
        {"answers_in_24_hours": 3},
        {"days_since_receipt": 14},
    ],
)
def test_what_holds_back_an_automatic_answer_says_why(fact: dict[str, Any]) -> None:
    """Staff see the reason beside the letter, also in Dutch, and can send it themselves (mail in, step 7)."""
    answer = may_acknowledge(**{**ANSWER, **fact})
    assert isinstance(answer, No)
    with (Path(services.__file__).parent / "notify" / "locales" / "nl.po").open("rb") as file:
        assert answer.reason in {str(entry.id) for entry in read_po(file, locale="nl") if entry.string}


def test_an_angry_reminder_of_the_sender_joins_the_case_and_is_seen() -> None:
    """9.2, 6: it is a complaint as well; without the anger of a reminder a complaint is a case of its own."""
    complaint = classify("klacht", "Ik dien een klacht in over hoe jullie met mijn privacy omgaan.")
    facts = Facts(sender_known=True, sender_case="2026-0001")
    angry = decide(replace(facts, followup=FollowUp.REMINDER, complains=True), complaint)
    assert isinstance(angry, Attach)
    assert (angry.case, angry.verified, angry.new_wishes, angry.complains) == ("2026-0001", False, True, True)
    assert not isinstance(decide(facts, complaint), Attach)


@pytest.mark.parametrize("followup", list(FollowUp))
def test_only_what_is_about_the_case_joins_it_by_its_sender_alone(followup: FollowUp) -> None:
    """A question may be about anything, and a machine's mail joins by its thread only."""
    facts = Facts(sender_known=True, sender_case="2026-0001", followup=followup)
    joined = isinstance(decide(facts, LUNCH), Attach)
    assert joined is (followup not in {FollowUp.QUESTION, FollowUp.AUTOMATIC})
