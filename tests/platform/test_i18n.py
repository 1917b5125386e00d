"""Texts and dates in the reader's language, and pages that show them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.platform.i18n import Catalogues, Text, lazy, preferred
from shared.platform.pages import PAGES, Pages, add_sentences, render
from shared.platform.web import Site, make_app, public
from shared.platform.wording import date_words, days_left, file_size, moment, short_date

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FROM_US = {"Sec-Fetch-Site": "same-origin"}
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def catalogues() -> Catalogues:
    made = Catalogues()
    made.add("shared.platform")
    return made


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.1", "en"),
        ("de-DE,de;q=0.9", "nl"),
        ("de, en;q=0.2", "en"),
        ("en;q=0, nl;q=0.1", "nl"),
        ("*", "nl"),
        (";;;q=,en;q=abc", "nl"),
    ],
)
def test_the_browser_may_wish_and_dutch_is_the_default(header: str, language: str) -> None:
    """The best of our languages for the header, whatever its state."""
    assert preferred(header) == language


def test_what_is_not_translated_appears_in_english(catalogues: Catalogues) -> None:
    """A missing translation is an English sentence, never a hole."""
    assert catalogues.say("nl", "Sign out") == "Afmelden"
    assert catalogues.say("nl", "Nobody translated this") == "Nobody translated this"
    assert catalogues.say("en", "Sign out") == "Sign out"
    assert catalogues.say("xx", "Sign out") == "Afmelden"
    assert catalogues.say("nl", "") == ""


def test_a_lazy_text_is_filled_where_it_is_shown(catalogues: Catalogues) -> None:
    """Msgid and values travel together; a value that is a text is translated as well."""
    text = lazy("We accept at most %(size)s MB.", size=15)
    assert str(text) == "We accept at most 15 MB."
    assert catalogues.say("nl", text) == "We nemen hoogstens 15 MB aan."
    assert catalogues.say("nl", Text("%(what)s!", {"what": lazy("Close")})) == "Sluiten!"


@pytest.mark.parametrize(
    ("days", "dutch", "tone"),
    [
        (25, "nog 25 dagen", "calm"),
        (7, "nog 7 dagen", "soon"),
        (2, "nog 2 dagen", "late"),
        (1, "nog 1 dag", "late"),
        (0, "vandaag klaar", "over"),
        (-1, "1 dag te laat", "over"),
        (-3, "3 dagen te laat", "over"),
    ],
)
def test_days_left_has_words_tone_and_icon(catalogues: Catalogues, days: int, dutch: str, tone: str) -> None:
    """Colour is never alone."""
    left = days_left(catalogues.voice("nl"), days)
    assert (left.words, left.tone) == (dutch, tone)
    assert left.icon


def test_dates_are_read_as_words_on_the_sites_own_clock() -> None:
    """An instant just before midnight UTC is the next day in Amsterdam."""
    late = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    assert date_words("nl", AMSTERDAM, date(2026, 12, 2)) == "woensdag 2 december 2026"
    assert date_words("nl", AMSTERDAM, late) == "woensdag 2 december 2026"
    assert date_words("en", AMSTERDAM, late) == "Wednesday 2 December 2026"
    assert short_date("nl", AMSTERDAM, late) == "wo 2 dec"
    assert moment("nl", AMSTERDAM, late) == "wo 2 dec 00:30"


def test_sizes_are_said_as_people_say_them() -> None:
    """Decimal sign by language."""
    assert file_size("nl", 1_400_000) == "1,4 MB"
    assert file_size("en", 1_400_000) == "1.4 MB"
    assert file_size("nl", 12) == "1 kB"


def test_every_template_of_the_platform_compiles() -> None:
    """All blocks are well formed, in both languages."""
    app = make_app(Site("Desk", "Example", "http://127.0.0.1"))
    pages: Pages = app[PAGES]
    for language in ("nl", "en"):
        for name in ("layout.html", "error.html", "ui.html"):
            assert pages.environment(language).get_template(name)


@public
async def frame(request: web.Request) -> web.Response:
    return render(request, "layout.html")


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = make_app(Site("Desk", "Example", "http://127.0.0.1", home="/frame"))
    add_sentences(app, {"closed": lazy("Close")})
    app.router.add_get("/frame", frame)
    async with TestClient(TestServer(app)) as started:
        yield started


async def test_the_language_switch_is_remembered(client: Client) -> None:
    """One press changes the language of this and every next page, and returns to the same page."""
    body = {"language": "en", "next": "/frame"}
    answer = await client.post("/language", data=body, headers=FROM_US, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/frame")
    cookie = {"Cookie": f"lang={answer.cookies['lang'].value}", "Accept-Language": "nl"}
    text = await (await client.get("/frame", headers=cookie)).text()
    assert '<html lang="en">' in text


@pytest.mark.parametrize("body", [{"language": "xx"}, {}, {"language": "nl", "next": "https://evil.example/"}])
async def test_an_odd_switch_changes_nothing_and_leads_home(client: Client, body: dict[str, str]) -> None:
    """Unknown languages are not remembered; other sites are never the next page."""
    sent = body or {"other": "1"}
    answer = await client.post("/language", data=sent, headers=FROM_US, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/frame")
    assert "xx" not in answer.headers.get("Set-Cookie", "")


async def test_a_done_sentence_is_shown_only_if_it_is_known(client: Client) -> None:
    """The address can name one of our sentences, never bring its own."""
    known = await (await client.get("/frame?done=closed")).text()
    unknown = await (await client.get("/frame?done=<b>evil</b>")).text()
    assert "Sluiten" in known.split("<main", 1)[1].split("</main>", 1)[0]
    assert "evil" not in unknown
    assert 'role="status"' not in unknown
