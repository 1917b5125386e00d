"""The dialogue of the chat: one table, every turn ends with a question, and words mean what they mean in a mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from services.intake.rules.chat.dialogue import QUESTIONS, REPLIES, TABLE, Heard, Say, Stage, further, turn
from services.intake.rules.chat.hours import is_open, next_opening
from services.intake.rules.chat.known import Known, from_wish, with_words, without
from services.intake.rules.chat.limits import CODES_A_CHAT, CODES_AN_ADDRESS, may_send_code
from services.intake.rules.chat.meaning import address_in, chosen_kind, mentions_copy, of_check, of_name, of_wish
from services.intake.rules.classify import classify
from shared.vocabulary import Context, Kind

ZONE = ZoneInfo("Europe/Amsterdam")
ASKS = "Ik wil graag weten welke gegevens jullie van mij hebben."


def heard(text: str, stage: Stage = Stage.WISH) -> Heard:
    """What a text about a wish comes down to."""
    return of_wish(stage, text, classify("", text))


@pytest.mark.parametrize(("stage", "what"), list(TABLE))
def test_every_turn_ends_with_the_question_of_its_next_stage(stage: Stage, what: Heard) -> None:
    """Nobody is left without knowing what to do."""
    for has_name, proved in product((False, True), repeat=2):
        made = turn(stage, what, has_name=has_name, proved=proved)
        assert made.says[-1] is QUESTIONS[made.next]


def test_every_quick_reply_is_heard_where_it_is_offered() -> None:
    """A button never leads nowhere."""
    for stage, replies in REPLIES.items():
        for reply in replies:
            what = Heard.CHOSEN if chosen_kind(reply) else Heard(reply)
            assert (stage, what) in TABLE, (stage, reply)


def test_every_stage_but_the_last_can_be_left_and_a_person_asked_for() -> None:
    """No dead end; a person at every stage."""
    for stage in Stage:
        if stage is not Stage.DONE:
            assert {row.next for (here, _), row in TABLE.items() if here is stage} - {stage}
            assert (stage, Heard.PERSON) in TABLE
            assert (stage, Heard.PERSON_LATER) in TABLE


def test_every_stage_is_reached_and_everything_can_be_said() -> None:
    """From the first question; only what staff and the clock cause stands in no row."""
    assert {row.next for row in TABLE.values()} == set(Stage)
    said = {say for row in TABLE.values() for say in row.says} | set(QUESTIONS.values())
    by_others = {Say.GREETING, Say.NO_COPIES, Say.COLLEAGUE_JOINS, Say.HANDED_BACK, Say.WENT_QUIET}
    assert set(Say) - said == by_others


def test_what_is_known_is_not_asked_again() -> None:
    """After a change of wish, name and proved address stay."""
    assert further(Stage.NAME, has_name=True, proved=True) is Stage.CHECK
    assert further(Stage.NAME, has_name=True, proved=False) is Stage.ADDRESS
    assert further(Stage.NAME, has_name=False, proved=True) is Stage.NAME
    assert turn(Stage.NAME, Heard.GIVEN, has_name=True, proved=True).next is Stage.CHECK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ASKS, Heard.CLEAR),
        ("Please delete all my data.", Heard.CLEAR),
        ("uitschrijven", Heard.UNSURE),
        ("Ik weet het niet.", Heard.DONT_KNOW),
        ("I don't know", Heard.DONT_KNOW),
        ("Kan ik met een medewerker praten?", Heard.PERSON),
    ],
)
def test_own_words_are_weighed_by_the_engine_of_mail(text: str, expected: Heard) -> None:
    """Clear, unsure, nothing, or a plain answer."""
    assert heard(text) is expected


def test_no_means_that_was_all_only_where_that_was_asked() -> None:
    """At the first question it is no wish."""
    assert heard("Nee, dat was het.", Stage.MORE) is Heard.NO_MORE
    assert heard("nee") is Heard.DONT_KNOW


def test_an_outsiders_demand_is_never_a_clear_wish() -> None:
    """R5.1-1: it goes to a person, with its label."""
    text = "Wij zijn de werkgever van een cliënt en eisen dat u ons zijn dossier toestuurt."
    found = classify("", text)
    assert Context.THIRD_PARTY_DISCLOSURE_DEMAND in found.context
    assert of_wish(Stage.WISH, text, found) is Heard.UNSURE


def test_several_wishes_add_up() -> None:
    """In the order of the vocabulary, each once, with the words they came in."""
    first = with_words(Known(), "wis alles", None, Heard.CHOSEN).plus((Kind.ERASURE,))
    both = with_words(first, ASKS, classify("", ASKS), Heard.CLEAR)
    assert both.kinds == (Kind.ACCESS, Kind.ERASURE)
    assert both.words == ("wis alles", ASKS)
    assert from_wish(both.wish, "", "") == both


def test_an_unsure_message_adds_words_and_no_kind() -> None:
    """The machine proposes nothing on a guess."""
    assert with_words(Known(), "uitschrijven", classify("", "uitschrijven"), Heard.UNSURE).kinds == ()


def test_a_change_forgets_only_what_is_asked_anew() -> None:
    """A new address has to be proved."""
    known = Known(kinds=(Kind.ACCESS,), words=("x",), name="Noor", address="noor@clients.example", proved=True)
    assert without(known, Heard.CHANGE_WISH) == Known(name="Noor", address="noor@clients.example", proved=True)
    assert without(known, Heard.CHANGE_ADDRESS).proved is False
    assert without(known, Heard.CHANGE_NAME).name == ""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Noor Bakker", Heard.GIVEN),
        ("ik weet het niet", Heard.DONT_KNOW),
        ("noor@x.example", Heard.ODD),
        ("12", Heard.ODD),
        ("x" * 200, Heard.ODD),
    ],
)
def test_a_name_is_one_short_line(text: str, is_one: Heard) -> None:
    """No address, no number, no story."""
    assert of_name(text) is is_one


def test_only_a_yes_hands_in() -> None:
    """Anything else is asked again."""
    assert of_check("Ja, dat klopt!") is Heard.YES
    assert of_check("bijna") is Heard.ODD


def test_an_address_is_found_among_words() -> None:
    """As people type it."""
    assert address_in("mijn adres is <noor@clients.example>.") == "noor@clients.example"
    assert address_in("a@x.example b@x.example") == "a@x.example b@x.example"


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Ik stuur een foto van mijn paspoort", True),
        ("hier mijn rijbewijs", True),
        ("a copy of my ID", True),
        ("een kopie van mijn dossier", False),
        ("ik wil mijn gegevens zien", False),
    ],
)
def test_a_word_about_an_identity_document_is_noticed(text: str, does: bool) -> None:
    """None of it goes into the chat."""
    assert mentions_copy(text) is does


def test_colleagues_answer_in_office_hours_on_working_days() -> None:
    """And it is said when they are back."""
    monday, hours = datetime(2026, 11, 2, 9, 0, tzinfo=UTC), (time(9), time(17), ZONE, lambda day: day.weekday() < 5)
    assert is_open(monday, *hours)
    assert not is_open(monday.replace(hour=16), *hours)  # 17:00 in Amsterdam
    friday_evening = datetime(2026, 11, 6, 19, 0, tzinfo=UTC)
    found = next_opening(friday_evening, time(9), ZONE, lambda day: day.weekday() < 5)
    assert (found.date(), found.hour) == (date(2026, 11, 9), 9)
    assert next_opening(monday.replace(hour=6), time(9), ZONE, lambda _: True).date() == date(2026, 11, 2)


def test_codes_are_few() -> None:
    """By chat and by address."""
    assert may_send_code(CODES_A_CHAT - 1, CODES_AN_ADDRESS - 1)
    assert not may_send_code(CODES_A_CHAT, 0)
    assert not may_send_code(0, CODES_AN_ADDRESS)
