"""The pages of letters: which went, which wait for a person, each as it was sent, and the texts they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from aiohttp import web

from services.notify import queries
from services.notify.letters.catalogue import forms
from services.notify.queries import Tab
from services.notify.rules.sending import DELIVERY, Event
from services.notify.rules.troubles import STATE_LABELS, TROUBLE_LABELS, WHY_AGAIN_LABELS, WhyAgain
from services.notify.rules.who_gets_what import REASON_LABELS
from services.notify.store import Delivery, NoSuchDelivery
from services.notify.usecases import deciding, viewing
from shared.contracts.bounces import bounce_words
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, render, say
from shared.platform.web import NotFound, Unreadable, actor_of, form, require, wanted
from shared.vocabulary import DeliveryState, Language, Letter

LIST = "/staff/letters"
TABS: Final = {
    Tab.WAITING: lazy("Waiting"),
    Tab.UNKNOWN: lazy("Not known"),
    Tab.FAILED: lazy("Failed"),
    Tab.SKIPPED: lazy("Not sent"),
    Tab.SENT: lazy("Sent"),
}
SIGNS: Final = {
    DeliveryState.QUEUED: ("accent", "clock"),
    DeliveryState.SENDING: ("soon", "mail"),
    DeliveryState.SENT: ("good", "check"),
    DeliveryState.HELD: ("late", "alert"),
    DeliveryState.FAILED: ("over", "alert"),
    DeliveryState.SKIPPED: ("calm", "pause"),
}
DONE: Final = {
    "letter-marked": lazy("It is written down that the letter was sent."),
    "letter-again": lazy("The letter is in the line and goes out in a moment."),
}
_WHY: Final = {str(code): words for code, words in (*REASON_LABELS.items(), *TROUBLE_LABELS.items())}
_BUTTONS: Final = (Event.MARK_SENT, Event.SEND_AGAIN)


def name_of(letter: str, language: str) -> str:
    """What a letter is called, in the reader's language."""
    return forms()[Letter(letter)].name[Language(language)]


def why(delivery: Delivery) -> str:
    """Why a letter is not simply waiting or sent, as an English msgid; empty when there is nothing to say."""
    return _WHY.get(delivery.reason or "", "")


def bounce(delivery: Delivery) -> str:
    """Why a letter came back or is late, as an English msgid."""
    return bounce_words(delivery.bounce_status or "")


_WORDS: Final[dict[str, Any]] = {
    "bounce": bounce,
    "name_of": name_of,
    "why": why,
    "states": STATE_LABELS,
    "signs": SIGNS,
    "reasons_again": WHY_AGAIN_LABELS,
}


@require("letter.view")
async def show_list(desk: Desk, request: web.Request) -> web.Response:
    """One tab of the list, or all letters of one case."""
    tab, page = _tab(request), _page(request)
    reference = request.query.get("reference", "").strip()[:32]
    async with desk.look() as session:
        counts = await queries.counts(session)
        if reference:
            rows, more = await queries.of_case(session, reference), False
        else:
            rows, more = await queries.listed(session, tab, page)
    tabs = [
        (say(request, words), f"{LIST}?tab={each}", each is tab and not reference, _shown(each, counts))
        for each, words in TABS.items()
    ]
    context: dict[str, Any] = {"rows": rows, "tabs": tabs, "tab": tab, "page": page, "more": more}
    return render(request, "notify/list.html", reference=reference, **context, **_WORDS)


def _shown(tab: Tab, counts: Mapping[Tab, int]) -> int | None:
    return None if tab is Tab.SENT else counts[tab]


def _tab(request: web.Request) -> Tab:
    try:
        return Tab(request.query.get("tab", Tab.WAITING))
    except ValueError:
        raise NotFound from None


def _page(request: web.Request) -> int:
    given = request.query.get("page", "1")
    if not (given.isascii() and given.isdigit() and 0 < int(given[:6]) < 100_000):
        raise NotFound
    return int(given)


@require("letter.view")
async def show_letter(desk: Desk, request: web.Request) -> web.Response:
    """One letter as it was sent, what the server said, and the buttons that fit its state."""
    actor = actor_of(request)
    try:
        shown = await viewing.view(desk, request.match_info["id"], actor)
    except NoSuchDelivery:
        raise NotFound from None
    possible = DELIVERY.possible(shown.delivery.stands, actor.roles)
    buttons = [event for event in possible if event in _BUTTONS]
    return render(request, "notify/letter.html", shown=shown, delivery=shown.delivery, buttons=buttons, **_WORDS)


@require("letter.decide")
async def mark_sent(desk: Desk, request: web.Request) -> web.Response:
    """A held letter did arrive."""
    delivery_id, fields = request.match_info["id"], await form(request)
    try:
        await deciding.mark_sent(desk, delivery_id, _attempt(wanted(fields, "attempt")), actor_of(request))
    except NoSuchDelivery:
        raise NotFound from None
    return _back(delivery_id, "letter-marked")


@require("letter.decide")
async def send_again(desk: Desk, request: web.Request) -> web.Response:
    """A letter goes (again), for a reason."""
    delivery_id, fields = request.match_info["id"], await form(request)
    attempt, given = _attempt(wanted(fields, "attempt")), wanted(fields, "why")
    if given not in set(WhyAgain):
        raise Unreadable("why", lazy("Choose one of the reasons."))
    try:
        await deciding.send_again(desk, delivery_id, attempt, actor_of(request), WhyAgain(given))
    except NoSuchDelivery:
        raise NotFound from None
    return _back(delivery_id, "letter-again")


def _attempt(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Unreadable("attempt")
    return int(given)


def _back(delivery_id: str, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{LIST}/{delivery_id}?done={done}"})


@require("letter.view")
async def list_texts(_desk: Desk, request: web.Request) -> web.Response:
    """All letters that the desk can send."""
    return render(request, "notify/texts.html", forms=list(forms().values()), **_WORDS)


@require("letter.view")
async def show_text(desk: Desk, request: web.Request) -> web.Response:
    """One letter in both languages, with invented facts."""
    letter = request.match_info["letter"]
    if letter not in set(Letter):
        raise NotFound
    samples = viewing.sample(desk, Letter(letter))
    return render(request, "notify/text.html", form=forms()[Letter(letter)], samples=samples, **_WORDS)


def add_routes(app: web.Application, desk: Desk) -> None:
    """Open the pages of letters."""
    add_sentences(app, DONE)
    app.router.add_get(LIST, partial(show_list, desk))
    app.router.add_get(f"{LIST}/texts", partial(list_texts, desk))
    app.router.add_get(f"{LIST}/texts/{{letter}}", partial(show_text, desk))
    app.router.add_get(f"{LIST}/{{id}}", partial(show_letter, desk))
    app.router.add_post(f"{LIST}/{{id}}/sent", partial(mark_sent, desk))
    app.router.add_post(f"{LIST}/{{id}}/again", partial(send_again, desk))
