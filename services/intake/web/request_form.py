"""The form at `/request`: one question a page, plain HTML, and the same way in as a mail.

A reader can stop and come back within a day, go back at any time, and send the form twice without asking twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from aiohttp import web

from services.intake.rules.request_form import Answers, For, Step, first_open, may_show
from services.intake.usecases import drafting, form_code
from services.intake.usecases.drafting import Open, TooOften
from services.intake.usecases.submitting import Gone, Spoken, submit
from services.intake.web import request_words as words
from services.intake.web.request_fields import Fields, Problems, read
from services.intake.web.request_page import (
    CODE,
    FORM,
    FRESH,
    NEW,
    SENT,
    cookie_of,
    forget,
    onward,
    page,
    remember,
    where,
)
from shared.platform.desk import Desk
from shared.platform.i18n import Text, language_of, lazy
from shared.platform.pages import add_sentences, render, say
from shared.platform.site import site_of
from shared.platform.web import form, public, source_of
from shared.vocabulary import Language

_LONGEST_KEY: Final = 64


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/request`."""
    for step in Step:
        app.router.add_get(where(step), partial(show, desk, step))
    for step in (Step.WHAT, Step.WORDS, Step.WHO, Step.WHOM, Step.NAME, Step.ADDRESS):
        app.router.add_post(where(step), partial(take, desk, step))
    app.router.add_post(where(Step.CODE), partial(take_code, desk))
    app.router.add_get(FRESH, partial(show, desk, Step.CODE))
    app.router.add_post(FRESH, partial(send_fresh, desk))
    app.router.add_post(where(Step.CHECK), partial(send, desk))
    app.router.add_post(NEW, begin_again)
    app.router.add_get(SENT, partial(show_sent, desk))
    add_sentences(app, words.DONE)


@public
async def show(desk: Desk, step: Step, request: web.Request) -> web.Response:
    """One page of the form, with what was answered; a page that is not due yet leads to the one that is."""
    draft = await drafting.find(desk, cookie_of(request))
    if draft is not None and draft.is_sent:
        return onward(SENT) if step is not Step.WHAT else page(desk, request, step, Answers())
    answers = draft.answers if draft else Answers()
    if not may_show(answers, step):
        return onward(where(first_open(answers)))
    return page(desk, request, step, answers, key=draft.key if draft else "")


@public
async def take(desk: Desk, step: Step, request: web.Request) -> web.Response:
    """Keep the answers of one page and show the next."""
    fields = await form(request)
    draft = await drafting.find(desk, cookie_of(request))
    if draft is not None and draft.is_sent:
        draft = None  # what was sent is over: this begins a new one
    if draft is None and step is not Step.WHAT:
        return _gone(desk, request)
    answers, problems = read(step, fields, draft.answers if draft else Answers())
    if problems:
        return page(desk, request, step, answers, 400, problems)
    if draft is None:
        return await _begin(desk, request, answers)
    await drafting.save(desk, draft, answers)
    if step is Step.ADDRESS and not answers.confirmed:
        return await _ask_code(desk, request, Open(draft.token, draft.key, answers))
    return onward(where(first_open(answers)))


async def _begin(desk: Desk, request: web.Request, answers: Answers) -> web.Response:
    try:
        draft = await drafting.begin(desk, answers, source_of(request))
    except TooOften as error:
        return _too_often(desk, request, Step.WHAT, answers, error)
    return remember(request, onward(where(first_open(answers))), draft.token)


async def _ask_code(desk: Desk, request: web.Request, draft: Open, done: str = "") -> web.Response:
    try:
        await form_code.send(desk, draft, _language(request), source_of(request))
    except TooOften as error:
        problems: Problems = [("", words.CODE_TOO_OFTEN)]
        answer = page(desk, request, Step.CODE, draft.answers, 429, problems)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    return onward(CODE + (f"?done={done}" if done else ""))


@public
async def take_code(desk: Desk, request: web.Request) -> web.Response:
    """Compare the code, or go on without one."""
    fields = await form(request)
    draft = await _open(desk, request)
    if draft is None:
        return _gone(desk, request)
    code = fields.get("fresh", "").strip()[:20]
    if fields.get("without") == "yes":
        answers = replace(draft.answers, unconfirmed=True)
        await drafting.save(desk, draft, answers)
        return onward(where(first_open(answers)))
    if code and await form_code.confirm(desk, draft, code):
        return onward(where(Step.CHECK))
    problem = words.CODE_WRONG if code else words.CODE_MISSING
    return page(desk, request, Step.CODE, draft.answers, 400, [("fresh", problem)])


@public
async def send_fresh(desk: Desk, request: web.Request) -> web.Response:
    """Send a fresh code to the same address."""
    await form(request)
    draft = await _open(desk, request)
    if draft is None or not draft.answers.address:
        return _gone(desk, request)
    return await _ask_code(desk, request, draft, "code-sent")


@public
async def send(desk: Desk, request: web.Request) -> web.Response:
    """Make a request of the answers; the same form sent twice makes one."""
    fields = await form(request)
    draft = await drafting.find(desk, cookie_of(request))
    if draft is None:
        return _gone(desk, request)
    if draft.is_sent:
        return onward(SENT)
    problems = _unready(fields, draft)
    if problems:
        step = first_open(draft.answers)
        return page(desk, request, step, draft.answers, 400, problems, draft.key)
    try:
        await submit(desk, draft, _spoken(request, draft.answers), source_of(request), fields.get("work", "").strip())
    except TooOften as error:
        return _too_often(desk, request, Step.CHECK, draft.answers, error, draft.key)
    except Gone:
        return _gone(desk, request)
    return onward(SENT)


def _unready(fields: Fields, draft: Open) -> Problems:
    """Why this cannot be sent: a page is still open, or the form belongs to answers that are not these."""
    if fields.get("key", "")[:_LONGEST_KEY] != draft.key or first_open(draft.answers) is not Step.CHECK:
        return [("", words.CHANGED)]
    return read(Step.CHECK, fields, draft.answers)[1]


@public
async def begin_again(request: web.Request) -> web.Response:
    """Forget the draft of this browser and show the first page."""
    await form(request)
    return forget(request, onward(FORM))


@public
async def show_sent(desk: Desk, request: web.Request) -> web.Response:
    """What happens next; it says the same to everybody."""
    return render(request, "intake/request/sent.html", controller=desk.settings.controller, again=NEW)


async def _open(desk: Desk, request: web.Request) -> Open | None:
    draft = await drafting.find(desk, cookie_of(request))
    return None if draft is None or draft.is_sent else draft


def _gone(desk: Desk, request: web.Request) -> web.Response:
    return page(desk, request, Step.WHAT, Answers(), 400, [("wish", words.GONE)])


def _too_often(
    desk: Desk, request: web.Request, step: Step, answers: Answers, error: TooOften, key: str = ""
) -> web.Response:
    until = (desk.clock.now() + error.wait + timedelta(minutes=1)).astimezone(site_of(request).zone)
    settings = desk.settings
    why: Text = lazy(
        words.TOO_OFTEN.msgid,
        time=f"{until:%H:%M}",
        address=settings.intake.official_addresses[0],
        phone=settings.controller.phone,
    )
    answer = page(desk, request, step, answers, 429, [("", why)], key)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _spoken(request: web.Request, answers: Answers) -> Spoken:
    other = answers.whom and answers.who != For.MYSELF
    about = say(request, lazy(words.ABOUT.msgid, name=answers.whom)) if other else ""
    return Spoken(_language(request), say(request, words.WISHES[answers.wish][0]), about)


def _language(request: web.Request) -> Language:
    return Language(language_of(request))
