"""What a message asks: everyday Dutch and English, hard negatives, and the tie-breaks of the specification.

`classification` tells what the files of messages hold and measures them; here the aims of spec 9.4 are asserted, with a
little room: one message more or less is no regression.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.intake.rules.classify import as_json, classify
from services.intake.rules.cues import CUES, FAINT_SMELL_ROWS, SMELL_ROWS
from services.intake.rules.everyday import EVERYDAY
from services.intake.rules.language import language, spoken
from services.intake.rules.meaning import ACTS_THAT_TURN
from services.intake.rules.typos import corrected
from services.intake.rules.words import WORDS
from shared.vocabulary import Context, Kind, Language, Proposal
from tests.pace import ends
from tests.rules.classification import (
    LANGUAGES,
    is_filed,
    is_missed,
    is_right,
    pairs,
    read,
    report,
    scored,
    share_right,
)

RULES = Path(__file__).parents[2] / "services" / "intake" / "rules"
MESSAGES = read("messages.jsonl")
IDIOMS = read("idioms.jsonl")
CHECK = [each for each in MESSAGES if each["fold"] == "check"]
TUNE = [each for each in (*MESSAGES, *IDIOMS) if each["fold"] == "tune"]


def kinds(text: str, subject: str = "") -> set[str]:
    return {each.value for each in classify(subject, text).kinds}


def test_the_set_is_large_enough_and_a_third_is_only_measured() -> None:
    """At least 400 Dutch and 100 English messages; with every kind among them, each in both folds."""
    count = {language: sum(each["language"] == language for each in MESSAGES) for language in LANGUAGES}
    assert count["nl"] >= 400
    assert count["en"] >= 100
    assert {kind for each in TUNE for kind in each["kinds"]} == {kind.value for kind in Kind}


@pytest.mark.parametrize(("spoken_in", "right", "f1"), [("nl", 0.77, 0.88), ("en", 0.73, 0.86)])
def test_unseen_messages_do_not_get_worse(spoken_in: str, right: float, f1: float) -> None:
    """Exact match and the mean F1 of the kinds, on hard messages that nothing was tuned on: a floor, not the aim.

    The aim is 0.85 and 0.90 (bench/README.md tells where it stands); what is not right is mostly unsure.
    """
    found = pairs(each for each in CHECK if each["language"] == spoken_in)
    assert share_right(found) >= right
    assert scored(found).macro.f1 >= f1


def test_messages_of_the_workshop_are_nearly_all_exactly_right() -> None:
    """What was right once stays right."""
    found = pairs(TUNE)
    wrong = [message["subject"] for message, result in found if not is_right(message, result)]
    assert len(wrong) <= 0.06 * len(found), wrong


def test_hardly_a_request_is_taken_for_none() -> None:
    """The safety number of spec 9.4: at most one request in a hundred is proposed as none; unsure is no miss."""
    asked = [each for each in pairs((*MESSAGES, *IDIOMS)) if each[0]["proposal"] == "request"]
    missed = [message["subject"] for message, result in asked if is_missed(message, result)]
    assert len(missed) <= 0.01 * len(asked), missed


def test_no_request_is_filed_without_a_person() -> None:
    """Whatever is proposed: a request never satisfies the rule for filing by the machine (R2-3)."""
    asked = [each for each in pairs((*MESSAGES, *IDIOMS)) if each[0]["proposal"] != "not_a_request"]
    assert [message["subject"] for message, result in asked if is_filed(result)] == []


def test_context_and_language_are_told() -> None:
    """Nearly every label that a message carries is found, and its language."""
    found = pairs(MESSAGES)
    missing = [message["subject"] for message, result in found if not set(message["context"]) <= set(result.context)]
    assert len(missing) <= 0.07 * len(found), missing
    foreign = [message["subject"] for message, result in found if result.language != message["language"]]
    assert len(foreign) <= 0.01 * len(found), foreign


def test_confidence_means_something() -> None:
    """Of what is proposed with 0.9 or more, nineteen of twenty are right; below 0.65 fewer than that."""
    found = pairs((*MESSAGES, *IDIOMS))
    assert share_right([each for each in found if each[1].confidence >= 0.9]) >= 0.95
    assert share_right([each for each in found if each[1].confidence < 0.65]) < 0.95


def test_the_report_tells_all_figures_as_markdown() -> None:
    """`python -m tests.rules.classification` prints it."""
    text = report(TUNE[:20])
    assert "| fold | language | messages | exact match |" in text
    assert "| access |" in text


def test_no_request_never_comes_with_kinds() -> None:
    """Spec 9.1; and a request always has some."""
    for message in MESSAGES:
        result = classify(message["subject"], message["text"])
        assert not (result.proposal is Proposal.NOT_A_REQUEST and result.kinds)
        assert not (result.proposal is Proposal.REQUEST and not result.kinds)
        assert 0 < result.confidence <= 1
        assert result.explanation


def test_the_explanation_names_the_words_found() -> None:
    """Staff see why, in the words of the message."""
    result = classify("", "Welke gegevens hebben jullie over mij?")
    assert '"welke" + "gegevens" + "hebben" + "over mij" -> access' in result.explanation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Welke gegevens hebben jullie van mij?", {"access"}),  # 1
        ("Hoe lang bewaren jullie dossiers?", {"information_request"}),  # 1
        ("In mijn dossier staat dat ik ontslagen ben. Dat is onwaar, haal het eruit.", {"rectification"}),  # 2
        ("Verwijder mijn gegevens, ook al kloppen ze.", {"erasure"}),  # 2
        ("Geen nieuwsbrief meer graag.", {"objection_direct_marketing"}),  # 3
        (
            "Ik trek mijn toestemming voor de nieuwsbrief in, stuur hem niet meer.",
            {"objection_direct_marketing", "consent_withdrawal"},
        ),  # 3
        (
            "Schrijf me uit voor de nieuwsbrief, maar mijn gegevens mogen jullie houden.",
            {"objection_direct_marketing"},
        ),  # 3
        ("Bewaar mijn gegevens maar gebruik ze niet, doe er niets mee.", {"restriction"}),  # 4
        ("Ik maak bezwaar tegen het gebruik van mijn gegevens.", {"objection"}),  # 4
        ("Stuur mijn gegevens als csv bestand.", {"portability"}),  # 5
        ("Stuur mij een kopie van mijn gegevens.", {"access"}),  # 5
        ("Ik ben verhuisd, mijn nieuwe adres is Kade 3.", {"rectification"}),  # 10
    ],
)
def test_the_tie_breaks_settle_what_could_be_two_kinds(text: str, expected: set[str]) -> None:
    """Spec 9.2, by the number behind each line."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ik wil bezwaar maken tegen het besluit van het UWV over mijn uitkering.",
        "Ik heb een klacht over de koffie.",
        "Geven jullie toestemming voor mijn proefplaatsing?",
        "Ik wil de machtiging voor de automatische incasso intrekken.",
        "Kan ik de offertes inzien?",
        "Kun je de afspraak van vrijdag verwijderen?",
    ],
)
def test_everyday_matters_that_borrow_the_words_are_no_request(text: str) -> None:
    """Tie-break 7."""
    assert classify("", text).proposal is Proposal.NOT_A_REQUEST


def test_a_demand_about_somebody_else_is_no_request() -> None:
    """Tie-break 8, R5.1-1; who writes for somebody with a mandate does make one (R2.5-1)."""
    demand = classify("", "Wij zijn de werkgever van mevrouw Smit en ontvangen graag haar dossier.")
    assert (demand.proposal, demand.context) == (
        Proposal.NOT_A_REQUEST,
        (Context.THIRD_PARTY_DISCLOSURE_DEMAND,),
    )
    mandate = classify("", "Als advocaat van mevrouw Smit vraag ik, met volmacht, een kopie van haar dossier.")
    assert (mandate.kinds, mandate.context) == ((Kind.ACCESS,), (Context.REPRESENTATIVE,))


@pytest.mark.parametrize(
    ("kind", "context"),
    [("bounce", Context.BOUNCE), ("autoreply", Context.OUT_OF_OFFICE), ("bulk", Context.SPAM)],
)
def test_a_machine_asks_nothing_whatever_it_quotes(kind: str, context: Context) -> None:
    """Tie-break 9."""
    result = classify("Re: inzage", "Verwijder al mijn gegevens.", kind)
    assert (result.proposal, result.context) == (Proposal.NOT_A_REQUEST, (context,))
    assert result.privacy_words


def test_a_reminder_is_no_new_request_but_anger_about_privacy_is_a_complaint() -> None:
    """Tie-break 6, R2-8."""
    reminder = classify("", "Ik heb nog geen antwoord op mijn verzoek om inzage.")
    assert (reminder.proposal, reminder.context) == (Proposal.NOT_A_REQUEST, (Context.CASE_FOLLOWUP,))
    angry = "Ik heb nog geen antwoord op mijn verzoek om inzage. Schandalig hoe jullie met privacy omgaan."
    assert kinds(angry) == {"complaint"}


def test_the_subject_of_a_reply_asks_nothing_again() -> None:
    """`Re: verzoek om inzage` repeats the first mail; a fresh subject counts."""
    assert classify("Re: verzoek om inzage", "Prima, tot dan.").proposal is not Proposal.REQUEST
    assert kinds("Alvast bedankt.", "verzoek om inzage in mijn dossier") == {"access"}


def test_what_stays_unclear_is_unsure() -> None:
    """R2-7: "uitschrijven" can mean three things; a person asks once."""
    for text in ("Ik wil me uitschrijven.", "Het gaat om mijn gegevens.", "AVG"):
        assert classify("", text).proposal is Proposal.UNSURE


def test_small_slips_are_read_over_and_real_words_stay() -> None:
    """One wrong, missing, doubled or swapped letter; "bewaren" is not "bezwaren"."""
    assert [corrected(each) for each in ("gegvens", "inzaage", "vernietgen", "verwjideren")] == [
        "gegevens",
        "inzage",
        "vernietigen",
        "verwijderen",
    ]
    assert [corrected(each) for each in ("bewaart", "krachten", "removed", "straat")] == [
        "bewaart",
        "krachten",
        "removed",
        "straat",
    ]


def test_the_language_is_told_by_small_words() -> None:
    """R2-6: Dutch when there is nothing to tell it by."""
    assert language("Please send it to me") is Language.EN
    assert language("Stuur het naar mij op") is Language.NL
    assert language("AVG 15") is Language.NL


def test_a_request_in_one_endless_sentence_is_found() -> None:
    """People write without full stops; what stands late counts too."""
    text = "ja hallo met mij " * 60 + "ik wil dat jullie al mijn gegevens verwijderen " + "groetjes en tot ziens " * 40
    assert kinds(text) == {"erasure"}


@pytest.mark.parametrize(
    "text",
    [
        "Ik wil niet dat jullie mijn gegevens verwijderen.",
        "Jullie hebben mijn gegevens al verwijderd, dank.",
        "Mijn collega heeft inzage gevraagd en was tevreden.",
        "Please do not delete my account.",
        "I changed my CV as you asked.",
    ],
)
def test_what_is_refused_reported_or_done_is_no_wish(text: str) -> None:
    """A "niet" turns an act round; what is done or asked by somebody else is only told."""
    assert classify("", text).proposal is not Proposal.REQUEST


def test_a_negated_act_asks_for_another() -> None:
    """Not to keep is to erase; not to use for now is to restrict."""
    assert kinds("Ik wil niet dat jullie mijn dossier nog langer bewaren.") == {"erasure"}
    assert kinds("Gebruik mijn gegevens voorlopig niet, tot de fout is uitgezocht.") == {"restriction"}


def test_parted_verbs_are_found() -> None:
    """Dutch parts its verbs, and small words stand between."""
    assert kinds("Haal mijn foto er maar gewoon weer af.") == {"erasure"}
    assert kinds("Trek ik hierbij mijn toestemming voor het delen met mijn huisarts in.") == {"consent_withdrawal"}


def test_a_sentence_takes_up_the_one_before() -> None:
    """What "die" is, was named just now."""
    assert kinds("Mijn cv staat nog op jullie site. Haal die eraf.") == {"erasure"}
    assert kinds("I gave you permission to call my doctor. I take it back.") == {"consent_withdrawal"}


def test_what_others_wrote_counts_for_nothing() -> None:
    """Quoted mails, forwarded headers and disclaimers are not the writer's words."""
    quoted = "Dinsdag is prima.\n\nOp 3 mei 2026 schreef Anna:\n> Verwijder al mijn gegevens."
    assert classify("", quoted).proposal is not Proposal.REQUEST
    disclaimer = "Tot morgen!\n\nDit bericht is uitsluitend bestemd voor de geadresseerde. U heeft recht op inzage."
    assert classify("", disclaimer).proposal is Proposal.NOT_A_REQUEST


def test_the_subject_of_a_newsletter_tells_what_the_reply_is_about() -> None:
    """It asks nothing, but "no more of this" needs it."""
    assert kinds("Stuur me dit niet meer.", "Re: Nieuwsbrief mei") == {"objection_direct_marketing"}


def test_a_request_in_another_language_is_left_to_a_person() -> None:
    """R2-6: answered in English; the rules do not read it, so they do not say no."""
    for text in (
        "Ich möchte wissen, welche Daten Sie über mich gespeichert haben. Bitte löschen Sie alles.",
        "Bonjour, je voudrais recevoir une copie de mes données personnelles, merci.",
        "Доброго дня, прошу видалити мої персональні дані",
        "Bitte meine Daten löschen",
        "Supprimez mes données svp",
        "Proszę usunąć moje dane",
        "Verilerimi silin lütfen",
        "Haluan poistaa tietoni järjestelmästänne mahdollisimman pian kiitos paljon etukäteen ja hyvää viikonloppua",
    ):
        result = classify("", text)
        assert (result.proposal, result.language) == (Proposal.UNSURE, Language.EN)
        assert spoken(text) is None


def test_a_message_too_long_to_read_whole_is_never_no_request() -> None:
    """What the rules did not read, a person must."""
    assert classify("", "lunch " * 5_000).proposal is Proposal.UNSURE


def test_the_tables_name_only_groups_that_exist() -> None:
    """A misspelled group would silence its row."""
    turned = {f"{state}{act}" for act in ACTS_THAT_TURN for state in ("not_", "done_")}
    derived = {"my_data", "my_item", "their_data", "copy_handled", "asks", *turned}
    rows = (*(cue.row for cue in CUES), *SMELL_ROWS, *FAINT_SMELL_ROWS, *(each.row for each in EVERYDAY))
    named = {name for row in rows for names in (*row.needs, row.unless) for name in names}
    assert named <= set(WORDS) | derived


def test_every_group_of_words_is_used() -> None:
    """Words that no row asks for would only cost time."""
    source = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.py"))
    assert [name for name in WORDS if not re.search(rf"\b{name}\b", source)] == []


def test_every_kind_but_none_can_be_proposed_from_the_table() -> None:
    """Twelve kinds, each with at least two rows."""
    rows = [cue.kind for cue in CUES]
    assert all(rows.count(kind) >= 2 for kind in Kind)


def test_classify_prints_what_the_contract_names() -> None:
    """The keys of `classify --json`, values as plain text."""
    printed = as_json(classify("", "I moved house, please update my address."))
    assert json.loads(json.dumps(printed)) == {
        "proposal": "request",
        "kinds": ["rectification"],
        "context": ["routine_update"],
        "language": "en",
        "confidence": printed["confidence"],
        "explanation": printed["explanation"],
    }


def test_no_ordinary_message_holds_up_the_others() -> None:
    """A flood of mail does not hold up the desk; how many a second is measured in `bench/intake`."""
    with ends():
        for message in TUNE:
            classify(message["subject"], message["text"])


@pytest.mark.slow
def test_the_same_message_is_always_explained_the_same() -> None:
    """Whatever order sets have in a process: who looks again, reads the same."""
    many = [each for each in read("learning.jsonl") if "automated_decision" in each["kinds"]]
    lines = "\n".join(json.dumps({"subject": each["subject"], "text": each["text"]}) for each in many)
    command = [sys.executable, "-m", "services", "classify", "--jsonl", "--json"]
    once, again = (
        subprocess.run(
            command, input=lines, text=True, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    )
    assert once == again
    assert once.count("\n") == len(many) > 100
