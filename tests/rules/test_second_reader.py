"""The second reader: what it looks at, what it learned, and what it may never do."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from services.intake.rules.classification import Classification
from services.intake.rules.classify import certain, classify, weigh
from services.intake.rules.reading import Reading, read
from services.intake.rules.routing import Facts, File, decide
from services.intake.rules.second_reader import Opinion, doubted, features, merged
from services.intake.rules.second_reader import read as read_again
from services.intake.rules.second_reader.opinion import seen
from services.intake.rules.second_reader.weights import (
    ASKED,
    LOUDNESS,
    NOTHING,
    QUESTIONS,
    REQUEST,
    WEIGHTS,
    letter,
    loudness,
    number,
)
from services.intake.rules.words import WORDS
from shared.vocabulary import Context, Kind, Proposal

DATA = Path(__file__).parent / "data"
FILE = Path(__file__).parents[2] / "services/intake/rules/second_reader/weights.txt"
DERIVED = re.compile(r"(?:not_|done_)\w+|my_data|my_item|their_data|copy_handled|asks")
FORMS = {
    "g": r"\w+",
    "p": r"\w+\+\w+",
    "s": r"[a-z]{1,6}",
    "f": r"[a-z]{1,4}",
    "b": r"[a-z]{1,6} [a-z]{1,6}",
    "k": r"[a-z]{1,6} [a-z]{1,6}",
    "x": r"\w+\|[a-z]{1,6}",
    "q": r"\w+|\.[a-z]{1,6}",
    "e": r"\w+|\.[a-z]{1,6}",
    "h": r"\w+|\.[a-z]{1,6}",
    "i": r"[a-z]{1,6}(?: [a-z]{1,6})?",
    "n": r"short|middle|long",
    "R": rf"(?:{'|'.join(Proposal)})(?::(?:{'|'.join(Kind)}))?",
    "C": "|".join(Context),
}


@cache
def learned() -> list[dict[str, Any]]:
    """The messages it learned from."""
    return [json.loads(line) for line in (DATA / "learning.jsonl").read_text(encoding="utf-8").splitlines()]


def both(subject: str, text: str) -> tuple[Reading, Classification]:
    """A message, read, with what the rules make of it."""
    reading = read(subject, text)
    return reading, certain(reading) or weigh(reading, cut_off=False)


def opinion(request: float, **kinds: float) -> Opinion:
    """An opinion made up for a test."""
    return Opinion(request, {kind: kinds.get(kind, 0.01) for kind in Kind}, {})


def test_the_same_message_has_the_same_features() -> None:
    """What was learned must mean the same when a mail is read: a change here asks for learning again."""
    found = features(*both("", "Mijn dossier inzien?"))
    assert {each for each in found if each[0] in "RCnsfbk"} == {
        "R:request",
        "R:request:access",
        "n:short",
        "s:mijn",
        "s:dossie",
        "s:inzien",
        "f:mijn",
        "f:doss",
        "f:inzi",
        "b:mijn dossie",
        "b:dossie inzien",
        "k:mijn inzien",
    }
    assert {
        "g:see",
        "g:my",
        "p:my+see",
        "x:see|dossie",
        "q:see",
        "q:.dossie",
        "e:see",
        "i:mijn",
        "i:mijn dossie",
    } <= found


def test_names_numbers_and_addresses_tell_nothing() -> None:
    """Nobody's name and no address may weigh for or against a request."""
    plain = features(*both("", "Ik wil mijn dossier inzien."))
    signed = "Ik wil mijn dossier inzien.\nNoor de Wit"
    assert features(*both("", signed)) == plain
    assert not {each for each in features(*both("", "Mail mij op noor@clients.example, zaak 12345.")) if "noor" in each}
    assert not {each for each in features(*both("", "Zie https://desk.example/a of desk.example")) if "exampl" in each}
    assert not {each for each in features(*both("", "Bel 0612345678")) if "0" in each}


def test_a_long_message_makes_each_feature_softer() -> None:
    """A story of a page may not outweigh the one line that asks."""
    short, long = loudness({"s:dossie"}), loudness({"s:dossie", *(f"s:{number}" for number in range(99))})
    assert long["s:dossie"] < short["s:dossie"]


def test_every_kind_and_label_was_learned() -> None:
    """Whether anything is asked, each kind, and each label."""
    questions = {REQUEST, *(kind.value for kind in Kind), *(label.value for label in Context)}
    assert list(WEIGHTS.questions) == [REQUEST, *Kind, *Context]
    for place in range(len(questions)):
        assert any(letter(number(row), place) != NOTHING for row in WEIGHTS.rows.values())
    assert WEIGHTS.questions.keys() == questions


def test_a_sum_adds_the_letters_of_every_feature() -> None:
    """P is nothing, each letter after it a step for, each before it a step against; a rare feature has no labels."""
    rows = ["PQ" + "P" * (ASKED - 2), "PR" + "P" * (ASKED - 2) + "O" + "P" * (len(Context) - 1)]
    learned = replace(WEIGHTS, questions=dict.fromkeys(WEIGHTS.questions, (2.0, 1.0)))
    sums = learned.sums([number(letters) for letters in rows], 0.5)
    one, other = list(WEIGHTS.questions)[1], list(WEIGHTS.questions)[ASKED]
    assert sums.pop(one) == pytest.approx(1 + 3 * 0.04)
    assert sums.pop(other) == pytest.approx(1 - 0.04)
    assert set(sums.values()) == {1}


def test_a_long_message_adds_up_the_same() -> None:
    """However many rows: no sum runs over into the next question."""
    loudest = number("~" * QUESTIONS)
    once = WEIGHTS.sums([loudest], 1)
    often = WEIGHTS.sums([loudest] * 2_000, 1)
    for question, (_, start) in WEIGHTS.questions.items():
        assert often[question] - start == pytest.approx(2_000 * (once[question] - start))


def test_every_feature_learned_is_of_a_known_form() -> None:
    """Each weight is for something that a message can have; a group of the lexicon must still be there."""
    assert FORMS.keys() == LOUDNESS.keys()
    strange = [each for each in WEIGHTS.rows if not re.fullmatch(FORMS[each[0]], each[2:])]
    assert strange == []
    groups = {name for each in WEIGHTS.rows if each[0] in "gp" for name in each[2:].split("+")}
    assert [name for name in groups if name not in WORDS and not DERIVED.fullmatch(name)] == []


def test_the_weights_can_be_read_by_people() -> None:
    """Sorted, one line a feature, a letter for each question, for rare features only for what is asked."""
    text = FILE.read_text(encoding="ascii")
    assert len(text) < 2_500_000
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    assert [feature for feature, _ in rows] == sorted(WEIGHTS.rows)
    assert {len(letters) for _, letters in rows} == {ASKED, QUESTIONS}
    assert all('"' <= sign <= "~" for _, letters in rows for sign in letters)
    thresholds = WEIGHTS.thresholds
    assert 0 < thresholds.unsure <= thresholds.agreed < thresholds.lean <= thresholds.request < 1


def test_an_explanation_shows_words_of_the_message_only() -> None:
    """What stands between quotation marks was read in the message, or is how the lexicon writes it."""
    for message in islice(learned(), 0, None, 12):
        reading, by_rules = both(message["subject"], message["text"])
        read_words = " ".join(" ".join(each.words) for each in (*reading.body, reading.heading))
        for words in read_again(reading, by_rules).because.values():
            assert [each for each in words if each not in read_words] == []


def test_every_feature_can_show_its_words() -> None:
    """Whatever weighs, staff can be told where it stands."""
    reading, by_rules = both("inzage", "Hallo, ik wil graag mijn hele dossier inzien. Kan dat per mail?")
    of_words = [each for each in features(reading, by_rules) if each[0] in "gpsfbk"]
    assert [each for each in of_words if not seen(reading, each)] == []


def test_a_kind_of_both_keeps_the_line_of_the_rules() -> None:
    """And one that only the second reader found shows the words that weighed most, in the same form."""
    reading, by_rules = both("", "Welke gegevens hebben jullie over mij?")
    found = replace(opinion(0.9, access=0.9, complaint=0.9), because={Kind.COMPLAINT: ("a", "b c")})
    result = merged(reading, by_rules, found, understood=True)
    assert result.kinds == (Kind.ACCESS, Kind.COMPLAINT)
    assert result.explanation[0] in by_rules.explanation
    assert result.explanation[-1] == '"a" + "b c" -> complaint'


def test_a_kind_that_the_second_reader_drops_is_gone() -> None:
    """Its line, too."""
    reading, by_rules = both("", "Welke gegevens hebben jullie over mij?")
    result = merged(reading, by_rules, opinion(0.9, information_request=0.8), understood=True)
    assert result.kinds == (Kind.INFORMATION_REQUEST,)
    assert not [line for line in result.explanation if line.endswith("access")]


@pytest.mark.parametrize(("chance", "what"), [(0.019, Proposal.NOT_A_REQUEST), (0.021, Proposal.UNSURE)])
def test_a_clear_request_of_the_rules_is_none_only_without_a_chance(chance: float, what: Proposal) -> None:
    """From two in a hundred on a person is told that it is unsure; and the machine files neither."""
    reading, by_rules = both("", "Ik wil mijn dossier inzien.")
    assert by_rules.proposal is Proposal.REQUEST
    result = merged(reading, by_rules, opinion(chance), understood=True)
    assert result.proposal is what
    assert not isinstance(decide(Facts(), result), File)


@pytest.mark.parametrize(("kind", "what"), [("access", Proposal.REQUEST), ("erasure", Proposal.NOT_A_REQUEST)])
def test_a_kind_of_which_both_are_sure_is_asked(kind: str, what: Proposal) -> None:
    """However little the message as a whole reads like a request; what one of them sees alone is not."""
    reading, by_rules = both("", "Ik wil mijn dossier inzien.")
    assert by_rules.kinds == (Kind.ACCESS,)
    assert merged(reading, by_rules, opinion(0.01, **{kind: 0.96}), understood=True).proposal is what


def test_the_likeliest_kind_is_proposed_where_none_is_clear() -> None:
    """Of what is surely a request; a kind that is not even named to a person is never proposed."""
    reading, by_rules = both("", "Kunnen jullie dat doen?")
    found = merged(reading, by_rules, opinion(0.9, access=0.2, erasure=0.16), understood=True)
    assert found.kinds == (Kind.ACCESS,)
    assert merged(reading, by_rules, opinion(0.9, access=0.14), understood=True).proposal is Proposal.UNSURE


def test_what_was_not_understood_is_left_to_a_person() -> None:
    """A text that was cut off, or in a language that the rules do not know."""
    reading, by_rules = both("", "Dank en tot morgen.")
    for chance in (0.0001, 0.9):
        assert merged(reading, by_rules, opinion(chance, access=chance), understood=False).proposal is Proposal.UNSURE


@pytest.mark.parametrize(("text", "asked"), [("Zie hierbij.", False), ("Bedankt!", False), ("Alles wissen.", True)])
def test_a_few_words_under_the_number_of_a_case_answer_it(text: str, asked: bool) -> None:
    """Whatever the subject names; unless the words ask something themselves."""
    result = classify("[zaak 2026-00017] Mijn gegevens", text)
    assert (result.proposal is not Proposal.NOT_A_REQUEST) is asked


def test_labels_are_those_likelier_than_not() -> None:
    """Two of them stand beside a request only with their kind; without an opinion the label of the rules stays."""
    reading, by_rules = both("", "Ik ben verhuisd, mijn nieuwe adres is Kade 3.")
    asked = opinion(0.9, access=0.9)
    assert merged(
        reading, by_rules, replace(asked, kinds=opinion(0, rectification=0.9).kinds), understood=True
    ).context == (Context.ROUTINE_UPDATE,)
    assert merged(reading, by_rules, asked, understood=True).context == ()
    labels = {Context.MINOR: 0.6, Context.APPLICANT: 0.4, Context.ROUTINE_UPDATE: 0.9}
    assert merged(reading, by_rules, replace(asked, labels=labels), understood=True).context == (Context.MINOR,)


def test_who_says_keep_my_data_does_not_ask_to_erase_it() -> None:
    """Tie-break 3 is certain: no sum of weights overrules it."""
    reading, by_rules = both("", "Geen nieuwsbrief meer, maar mijn gegevens mogen jullie houden.")
    result = merged(reading, by_rules, opinion(0.9, erasure=0.9, objection_direct_marketing=0.9), understood=True)
    assert result.kinds == (Kind.OBJECTION_DIRECT_MARKETING,)
    alone = merged(reading, by_rules, opinion(0.9, erasure=0.9), understood=True)
    assert Kind.ERASURE not in alone.kinds


@pytest.mark.parametrize(("chance", "filed"), [(0.019, True), (0.021, False)])
def test_nothing_is_filed_unseen_that_the_second_reader_doubts(chance: float, filed: bool) -> None:
    """R2-3: from two in a hundred on, a person looks, also at the words of a machine."""
    machine = Classification(Proposal.NOT_A_REQUEST, confidence=0.99)
    assert isinstance(decide(Facts(), doubted(machine, opinion(chance))), File) is filed


def test_words_of_a_machine_that_read_like_a_request_are_left_to_a_person() -> None:
    """Only the headers of a mail prove that no person wrote it."""
    reading, by_rules = both("Afwezig", "Ik ben afwezig tot maandag.")
    assert certain(reading) == by_rules
    assert doubted(by_rules, opinion(0.9)).proposal is Proposal.UNSURE
    assert doubted(by_rules, opinion(0.9), by_headers=True).proposal is Proposal.NOT_A_REQUEST


def test_what_a_person_wrote_is_never_filed_unseen() -> None:
    """However sure both readers are."""
    reading, by_rules = both("", "Dank en tot morgen.")
    result = merged(reading, by_rules, opinion(0.00001), understood=True)
    assert not isinstance(decide(Facts(), result), File)


def test_no_request_it_learned_from_can_be_filed_by_the_machine() -> None:
    """The safety number of spec 9.4: none is dropped without a person."""
    asked = (each for each in learned() if each["proposal"] != "not_a_request")
    found = ((each, decide(Facts(), classify(each["subject"], each["text"]))) for each in asked)
    assert [each["subject"] for each, decision in found if isinstance(decision, File)] == []


def test_reading_again_takes_time_in_proportion_to_the_length() -> None:
    """Ten times as long, at most about ten times the work."""

    def seconds(times: int) -> float:
        found = both("", "Ik wil graag weten wat jullie over mij hebben opgeschreven, en van wie dat komt.\n" * times)
        start = time.process_time()
        for _ in range(5):
            read_again(*found)
        return time.process_time() - start

    seconds(5)
    assert seconds(200) < 40 * max(seconds(20), 0.001)
