"""Letters: complete or not at all, in two languages, and nothing in a fact is ever run or let out of its place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from selectolax.lexbor import LexborHTMLParser

from services.notify.letters.catalogue import FOLDER, FieldType, fields, forms
from services.notify.letters.presenting import Unfit, clean, present
from services.notify.render import FieldMissing, FieldUnfit, preview_facts, render
from services.notify.rules.markup import Rendered
from shared.contracts.settings import Controller
from shared.vocabulary import Category, Kind, Language, Letter, Method

NL, EN = Language.NL, Language.EN
BUREAU = Controller(
    name="Voorbeeld bv",
    kvk="12 34 56 78",
    address="Dorpsstraat 1, 1234 AB Voorbeeld",
    phone="088 - 000 00 00",
    email="privacy@desk.example",
)
EVERY = list(product(Letter, Language))
REQUIRED = [(letter, field) for letter, form in forms().items() for field in form.required]
HEALTH = re.compile(
    r"medisch|ziek|arts|diagnose|gezond|medical|sick|doctor|diagnos|health|UWV|re-?integrat", re.IGNORECASE
)
WITHOUT_CASE = {Letter.S02, Letter.C01, Letter.C02, Letter.C03}
ABOUT_COPIES = {Letter.T02, Letter.T03}


def made(letter: Letter, language: Language = NL, **facts: object) -> Rendered:
    """The letter with its sample facts, some of them replaced."""
    return render(letter, language, {**preview_facts(letter, language), **facts}, BUREAU)


def words_of(html: str) -> list[str]:
    """The words that the HTML form shows."""
    page = LexborHTMLParser(html).css_first("body")
    assert page is not None
    return page.text(separator=" ").split()


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_every_letter_is_made_in_both_languages(letter: Letter, language: Language) -> None:
    """Subject with the case, the controller's block (R1.0-1), and no sign of the template left."""
    sent = made(letter, language)
    assert sent.subject.startswith("[privacybalie] " if letter in WITHOUT_CASE else "[zaak 2026-0001] ")
    for said in (BUREAU.name, BUREAU.kvk, BUREAU.address, BUREAU.phone, BUREAU.email, "Noor Bakker"):
        assert said in sent.text
    assert not re.search(r"\{\{|\{%|\n\n\n|None|[\ue000-\uf8ff]", sent.text + sent.html)


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_both_forms_say_the_same(letter: Letter, language: Language) -> None:
    """Text and HTML come from one source: the same words in the same order."""
    sent = made(letter, language)
    assert words_of(sent.html) == re.sub(r"(?m)^- |^---$", "", sent.text).split()


@pytest.mark.parametrize("letter", list(Letter))
def test_both_languages_have_the_same_shape(letter: Letter) -> None:
    """As many paragraphs, lists and headings in English as in Dutch: nothing was forgotten in one of them."""
    shapes = [re.findall(r"<(p|h2|li|hr|a) ", made(letter, language).html) for language in Language]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("letter", "field"), REQUIRED)
@pytest.mark.parametrize("empty", [None, "", "  \n", []])
def test_a_letter_with_an_empty_required_field_is_refused(letter: Letter, field: str, empty: object) -> None:
    """R8-1: neither left out nor empty; the error names the field."""
    with pytest.raises(FieldMissing, match=field) as refused:
        made(letter, **{field: empty})
    assert refused.value.field == field


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_a_letter_needs_no_more_than_its_required_fields(letter: Letter, language: Language) -> None:
    """Every optional field may be absent."""
    known = preview_facts(letter, language)
    facts = {name: known[name] for name in forms()[letter].required}
    facts |= {"words": "Reden."} if forms()[letter].needs_words_when else {}
    assert render(letter, language, facts, BUREAU).text


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_the_mail_names_no_health_data_and_no_number(letter: Letter, language: Language) -> None:
    """Spec 8.1: BSN is a word only where a copy is explained; nine digits in a row never stand in a letter."""
    sent = made(letter, language)
    assert not HEALTH.search(sent.text)
    assert not re.search(r"\d{9}", sent.text)
    assert ("BSN" in sent.text) == (letter in ABOUT_COPIES)


def test_only_the_reference_enters_a_subject() -> None:
    """No personal detail in a subject (spec 8.1): its text uses one field."""
    subjects = [path.read_text().splitlines()[0] for path in FOLDER.glob("*/*.txt")]
    assert len(subjects) == len(EVERY)
    assert {name for line in subjects for name in re.findall(r"\{\{ (\w+) \}\}", line)} == {"reference"}


@pytest.mark.parametrize("reference", ["2026-0001\r\nBcc: all@desk.example", "2026-0001\n", "", "Sam", 20260001])
def test_what_is_no_reference_never_reaches_a_subject(reference: object) -> None:
    """A line end in the subject would start a header of its own."""
    with pytest.raises((FieldUnfit, FieldMissing)):
        made(Letter.T01, reference=reference)


@pytest.mark.parametrize("attack", ["{{ 7*7 }}", "{% for a in 'bb' %}49{% endfor %}", "{{ controller['name'] }}"])
def test_a_template_in_a_name_stays_text(attack: str) -> None:
    """What comes from outside is shown, never run."""
    sent = made(Letter.T01, name=attack)
    assert f"Beste {attack}," in sent.text
    assert "49," not in sent.text


def test_markup_in_a_fact_is_escaped() -> None:
    """A tag in a name or in a reason is text in the HTML form."""
    sent = made(Letter.T09, name="<b onclick='x'>Sam & co", words=["<script>alert(1)</script>", "- # ---"])
    assert "<script" not in sent.html
    assert "<b " not in sent.html
    assert "&lt;b onclick=&#x27;x&#x27;&gt;Sam &amp; co" in sent.html


def test_a_fact_stays_on_its_line() -> None:
    """Line ends, direction signs and the marks of a link are taken out of what people gave."""
    sent = made(Letter.T01, name="Sam\r\n- Bob\u202e\ue000evil\ue001\x00")
    assert sent.text.splitlines()[0] == "Beste Sam - Bobevil,"


@pytest.mark.parametrize(
    "name", ["Go to https://evil.example", "www.evil.example", "x@evil.example", "win: evil.example", "t.co"]
)
def test_a_name_that_carries_an_address_is_left_out(name: str) -> None:
    """An acknowledgement may go to somebody whose address was forged: it carries nobody's advertisement."""
    sent = made(Letter.T01, name=name)
    assert sent.text.startswith("Hallo,")
    assert "evil" not in sent.html


def test_initials_are_a_name() -> None:
    """A dot alone makes no address."""
    assert made(Letter.T01, EN, name="J.de Vries").text.startswith("Dear J.de Vries,")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "http://desk.example/x", "https://desk.example/a b", 'https://x.example/\n"', "data:,x"],
)
def test_only_an_https_address_becomes_a_link(link: str) -> None:
    """R6.1-1: uploads and downloads over TLS only."""
    with pytest.raises(FieldUnfit, match="upload_link"):
        made(Letter.T02, upload_link=link)


def test_a_link_keeps_its_code_and_is_the_only_kind_of_link() -> None:
    """Addresses of the letter are links, an address in somebody's words is not."""
    link = 'http://127.0.0.1:8080/identity#a&b"c'
    sent = made(Letter.T02, upload_link=link)
    assert link in sent.text
    assert [a.attributes["href"] for a in LexborHTMLParser(sent.html).css("a")] == [link]
    assert LexborHTMLParser(made(Letter.T09, words="see https://evil.example").html).css("a") == []


@pytest.mark.parametrize(("language", "words"), [(NL, "woensdag 2 december 2026"), (EN, "Wednesday 2 December 2026")])
@pytest.mark.parametrize("value", [date(2026, 12, 2), "2026-12-02", datetime(2026, 12, 1, 23, 30, tzinfo=UTC)])
def test_dates_are_said_in_words_on_the_clock_of_amsterdam(language: Language, words: str, value: object) -> None:
    """D-2: the local day counts."""
    assert present(fields()["statutory_due"], value, language) == words


def test_the_end_of_a_day_is_that_day() -> None:
    """D-7: an exclusive bound at the next local midnight is the day before it to people."""
    assert (
        "uiterlijk woensdag 2 december 2026" in made(Letter.T02, answer_by=datetime(2026, 12, 2, 23, tzinfo=UTC)).text
    )


def test_a_moment_has_its_time() -> None:
    """A code or a link ends at an hour, in Amsterdam."""
    until = "2026-07-02T12:30:00+00:00"
    assert "donderdag 2 juli 2026 om 14:30 uur" in made(Letter.T39B, valid_until=until).text
    assert "Thursday 2 July 2026 at 14:30" in made(Letter.T39B, EN, valid_until=until).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("statutory_due", "soon"),
        ("statutory_due", 5),
        ("expires_at", date(2026, 1, 1)),
        ("expires_at", datetime(2026, 1, 1)),  # noqa: DTZ001 -- the naive one is the point
        ("withheld", "no"),
        ("max_tries", "5"),
        ("kinds", ["telepathy"]),
        ("kinds", 3),
    ],
)
def test_a_value_of_the_wrong_form_is_unfit(field: str, value: object) -> None:
    """A letter never shows a code, half a date or a guess."""
    with pytest.raises(Unfit):
        present(fields()[field], value, NL)


def test_t01_tells_both_dates_and_asks_for_nothing() -> None:
    """R4.3-1: the number, the kinds, the week, the law's date, and no copy of an identity document."""
    dutch, english = made(Letter.T01).text, made(Letter.T01, EN).text
    for said in (
        "2026-0001",
        "maandag 2 november",
        "inzage in je gegevens",
        "maandag 9 november",
        "woensdag 2 december",
    ):
        assert said in dutch
    assert "Stuur ons ook geen kopie" in dutch
    assert "do not send us a copy" in english


def test_t02_explains_choice_cover_watermark_deletion_and_end() -> None:
    """Spec 8.2 and 4.4: why, the ways, what to hide, what to leave, the watermark, the link, deletion, until when."""
    text = made(Letter.T02).text
    for said in (
        "e-mailadres dat wij niet van je kennen",
        "Via je account",
        "kleine foto",
        "(BSN)",
        "<<<",
        "QR-code",
        "Laat leesbaar",
        "Kopie, alleen voor privacyverzoek Voorbeeld bv, de datum van vandaag, zaak 2026-0001",
        "https://desk.example/identity#sample-code",
        "verwijderen we de kopie",
        "18 november 2026",
        "kunnen we je verzoek niet uitvoeren",
    ):
        assert said in text


def test_t02_offers_lighter_ways_when_none_is_named() -> None:
    """R4-2: a copy is never the only way."""
    facts = {name: value for name, value in preview_facts(Letter.T02).items() if name != "methods"}
    text = render(Letter.T02, NL, facts, BUREAU).text
    assert "Aan de telefoon" in text
    assert "Bij ons op kantoor" in text


def test_t03_says_what_was_seen_in_words_never_the_value() -> None:
    """R4.4-3: kinds of finding; an unknown one gets a general sentence, so no value can slip through."""
    text = made(Letter.T03, reasons=["bsn", "123456782"]).text
    assert "burgerservicenummer (BSN) was nog te lezen" in text
    assert "123456782" not in text
    assert "afgedekt moet zijn" in text
    assert "verwijderd" in text


def test_t05_speaks_of_a_copy_only_when_there_was_one() -> None:
    """Someone who came by never sent a copy."""
    assert "6 november 2026" in made(Letter.T05).text
    assert "kopie" not in made(Letter.T05, copy_destroyed_on=None).text


def test_t11_lists_all_that_article_15_asks() -> None:
    """R2.2A-1: each point has its heading and its answer."""
    text = made(Letter.T11, EN).text
    assert len(re.findall(r"(?m)\?$", text)) >= 10
    for said in (
        "we hold data about you",
        "handling complaints",
        "name and contact details",
        "Voorbeeld Hosting bv",
        "7 years",
        "from your employer",
        "only people decide",
        "stays within the European Economic Area",
        "left out and why",
        "Data Protection Authority",
    ):
        assert said in text


def test_t11_names_sensitive_kinds_only_inside_the_download() -> None:
    """Spec 8.1: several of them share one neutral line."""
    text = made(Letter.T11, categories=[*Category]).text
    assert text.count("noemen we alleen in de beveiligde download") == 1
    assert not HEALTH.search(text)


def test_leaving_something_out_needs_reasons_and_brings_the_rights() -> None:
    """R8-2: a partial refusal carries FG, AP, court, six weeks and no lawyer; without reasons it cannot be made."""
    with pytest.raises(FieldMissing, match="words"):
        made(Letter.T11, withheld=True, words=[])
    text = made(Letter.T11, withheld=True).text
    for said in (
        "Functionaris voor Gegevensbescherming",
        "Autoriteit Persoonsgegevens",
        "rechtbank",
        "zes weken",
        "geen advocaat",
    ):
        assert said in text
    assert "rechtbank" not in made(Letter.T11, withheld=False).text


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_any_letter_can_carry_the_rights(letter: Letter, language: Language) -> None:
    """The block is shared: `b_recht` brings it into each letter."""
    assert ("district court" if language is EN else "rechtbank") in made(letter, language, b_recht=True).text


def test_a_missed_week_is_apologised_for() -> None:
    """R4.3-3: one sentence, in the next letter."""
    assert "Dat spijt ons" in made(Letter.T09, week_missed=True).text
    assert "spijt" not in made(Letter.T09).text


def test_the_link_and_its_code_travel_apart() -> None:
    """R6.1-2: T39 has no code, T39b has no link."""
    assert "https://" not in made(Letter.T39B).text
    assert "482 913" in made(Letter.T39B).text
    assert "code" not in forms()[Letter.T39].fields


def test_the_acknowledgement_leads_to_the_status_page() -> None:
    """In both languages, with how long the link works; without a link it says nothing of it."""
    for language, days in ((NL, "30 dagen"), (EN, "30 days")):
        text = made(Letter.T01, language).text
        assert "https://desk.example/status#sample-code" in text
        assert days in text
        assert days not in made(Letter.T01, language, status_link=None).text


def test_a_code_says_what_it_opens() -> None:
    """And without a case it names none."""
    assert "voor het formulier" in made(Letter.T39B, opens="form", reference="").text
    assert made(Letter.T39B, opens="form", reference="").subject == "Je code"
    assert "voor je download" in made(Letter.T39B, opens=None).text


def test_only_reminders_codes_and_the_acknowledgement_go_without_a_person() -> None:
    """Spec 8.1; T39b, T39c, C01 and C02 answer a click, C03, S01 and S02 are reminders."""
    automatic = {letter for letter, form in forms().items() if form.automatic}
    assert automatic == {
        Letter.T01,
        Letter.T06,
        Letter.T39B,
        Letter.T39C,
        Letter.C01,
        Letter.C02,
        Letter.C03,
        Letter.S01,
        Letter.S02,
        Letter.H01,
    }


def test_the_tables_beside_the_letters_are_complete() -> None:
    """Every letter has its row and its texts, every field is used, every code that people can meet has its words."""
    assert set(forms()) == set(Letter)
    assert {name for form in forms().values() for name in form.fields} == set(fields())
    for name, codes in (("kinds", Kind), ("categories", Category), ("methods", set(Method) - {Method.NONE})):
        assert all(present(replace(fields()[name], unknown=""), [code], NL) for code in codes)
    assert {field.type for field in fields().values()} == set(FieldType)


def test_cleaning_keeps_what_names_are_made_of() -> None:
    """Accents, scripts and joined letters stay."""
    assert clean("  Zoë\tO’Brien-İnan 李  ") == "Zoë O’Brien-İnan 李"


def test_a_refusal_says_where_something_was_seen() -> None:
    """T03: in a whole sentence; the page only where it is given; a place without words is left out."""
    seen = ["face@top_left@2", "face@top_left@2", "qr@@2", "mrz@bottom", "bsn@elsewhere", "unreadable"]
    text = made(Letter.T03, reasons=seen).text
    assert text.count("- Je foto was nog te zien (linksboven, bladzijde 2).\n") == 1
    assert "- De QR-code was nog te zien (bladzijde 2).\n" in text
    assert "- De strook met de tekens <<< was nog te lezen (onderaan).\n" in text
    assert "- Je burgerservicenummer (BSN) was nog te lezen.\n" in text
    assert "- De kopie was niet goed te lezen.\n" in text
    assert "(top left)" in made(Letter.T03, Language.EN, reasons=["face@top_left"]).text


@pytest.mark.parametrize(("language", "said"), [(NL, "zwart gemaakt"), (Language.EN, "painted that over")])
def test_the_last_letter_says_what_the_desk_hid(language: Language, said: str) -> None:
    """T05: only if it did."""
    assert said in made(Letter.T05, language, repainted=True).text
    assert said not in made(Letter.T05, language).text
