"""The page of a data holder without an account: one task, three answers, nothing else of the case.

Opening the link does nothing: the token is in the fragment, which no server sees, and mail scanners may call the page
as often as they like. What is shown is shown for a form that carries the token.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from aiohttp import web

from services.fulfil.rules.tasks import ACTION_LABELS, TaskAnswer
from services.fulfil.usecases import holder_answers
from services.fulfil.usecases.calling import TASK_PAGE
from services.fulfil.usecases.holder_answers import Looked, Overtaken, Standing
from services.fulfil.web import words
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import Unreadable
from shared.platform.pages import add_sentences, render
from shared.platform.web import form, public, upload
from shared.vocabulary import TaskOutcome

LONGEST: Final = 500  # characters of a pasted link
MEGABYTE: Final = 1024 * 1024
OUTCOMES: Final = {
    TaskOutcome.FOUND: lazy("I found it and hand it over"),
    TaskOutcome.NOTHING_FOUND: lazy("I found nothing"),
    TaskOutcome.KEPT: lazy("It may not go, because ..."),
}


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the holder's page on the web."""
    app.router.add_get(TASK_PAGE, show)
    app.router.add_post(f"{TASK_PAGE}/open", partial(on_open, desk))
    app.router.add_post(f"{TASK_PAGE}/answer", partial(on_answer, desk))
    app.router.add_post(f"{TASK_PAGE}/fresh", partial(on_fresh, desk))
    add_sentences(
        app, {"task-fresh": lazy("If the task still waits, a fresh link is on its way to the address of the old one.")}
    )


@public
async def show(request: web.Request) -> web.Response:
    """The page behind the link; it knows nothing yet."""
    return render(request, "fulfil/holder_link.html")


@public
async def on_open(desk: Desk, request: web.Request) -> web.Response:
    """Show the task of a link; nothing is used up by it."""
    token = _token((await form(request)).get("code", ""))
    return _page(desk, request, token, await holder_answers.look(desk, token))


@public
async def on_answer(desk: Desk, request: web.Request) -> web.Response:
    """Take the answer, with its file. The file's size is watched while it comes in; nobody looks into it."""
    sent = await upload(request, desk.settings.tasks.max_file_mb * MEGABYTE)
    token = _token(sent.fields.get("code", ""))
    try:
        given = _given(sent.fields, has_file=bool(sent.data))
        looked = await holder_answers.answer(desk, token, given, sent.data, sent.name)
    except Unreadable as wrong:
        looked = await holder_answers.look(desk, token)
        return _page(desk, request, token, looked, sent.fields, [(wrong.field, wrong.reason)])
    except Overtaken:
        looked = await holder_answers.look(desk, token)
    if looked.standing is Standing.TAKEN:
        return render(request, "fulfil/holder_thanks.html")
    return _page(desk, request, token, looked)


@public
async def on_fresh(desk: Desk, request: web.Request) -> web.Response:
    """Send a fresh link to the same address, and say the same whatever the link."""
    await holder_answers.ask_fresh(desk, _token((await form(request)).get("code", "")))
    return web.Response(status=303, headers={"Location": f"{TASK_PAGE}?done=task-fresh"})


def _token(pasted: str) -> str:
    return pasted.strip()[:LONGEST].rpartition("#")[2]


def _given(fields: dict[str, str], *, has_file: bool) -> TaskAnswer:
    try:
        outcome = TaskOutcome(fields.get("outcome", ""))
    except ValueError:
        raise Unreadable("outcome", lazy("Make a choice.")) from None
    text = fields.get("ground" if outcome is TaskOutcome.KEPT else "text", "").strip()
    other = fields.get("text" if outcome is TaskOutcome.KEPT else "ground", "").strip()
    if other or (text and outcome is TaskOutcome.NOTHING_FOUND):
        raise Unreadable("outcome", lazy("You filled in more than one answer. Choose one, and empty the others."))
    return TaskAnswer(outcome, text, has_file, _day(fields.get("until", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Unreadable("until", lazy("Write the day like 2026-12-24.")) from None


def _page(
    desk: Desk,
    request: web.Request,
    token: str,
    looked: Looked,
    draft: dict[str, str] | None = None,
    problems: list[tuple[str, Text | str]] | None = None,
) -> web.Response:
    status = {Standing.OPEN: 400 if problems else 200, Standing.DEAD: 410}.get(looked.standing, 409)
    return render(
        request,
        "fulfil/holder_task.html",
        status,
        code=token,
        looked=looked,
        draft=draft or {},
        problems=problems or [],
        outcomes=OUTCOMES,
        words=words,
        action_labels=ACTION_LABELS,
        megabytes=desk.settings.tasks.max_file_mb,
        controller=desk.settings.controller,
    )
