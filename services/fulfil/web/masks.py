"""The page on which a second person sees all that a package shows and hides, changes masks, and says that it may go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps

from aiohttp import web

from services.fulfil.rules.access_words import POINT_LABELS
from services.fulfil.rules.mask_changes import BY_PEOPLE, HIDDEN_LABELS
from services.fulfil.rules.masking import Hidden
from services.fulfil.usecases import releasing
from services.fulfil.web import words
from services.fulfil.web.fields import Fields, one_of, version_of
from services.fulfil.web.mask_view import shown
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, Outcome, Unreadable
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, require, wanted
from shared.statetable import NotAllowed

PAGE = "/staff/cases/{case_id}/package"
REASON = 500  # signs
Act = Callable[[Desk, web.Request, Fields], Awaitable[str]]
"""Does what a form asks; gives the word to say."""


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the check of packages on the web."""
    app.router.add_get(PAGE, partial(show, desk))
    for name, door in _FORMS.items():
        app.router.add_post(f"{PAGE}/{name}", partial(door, desk))
    add_sentences(
        app,
        {
            "mask-added": lazy("Hidden, wherever it stands in that text."),
            "mask-taken-away": lazy("That passage is shown now."),
            "mask-undone": lazy("The change is undone."),
            "file-left-out": lazy("That file stays out of the package."),
            "package-checked": lazy("Checked. Now you can approve the answer."),
        },
    )


@require("case.approve")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """All texts with what is hidden in them, and the files; the case itself when nothing waits for a check."""
    page = await _draw(desk, request)
    return page or web.Response(status=303, headers={"Location": f"/staff/cases/{request.match_info['case_id']}"})


async def _draw(
    desk: Desk, request: web.Request, status: int = 200, problem: tuple[str, Text | str] | None = None
) -> web.Response | None:
    actor = actor_of(request)
    pending = await releasing.pending(desk, actor, request.match_info["case_id"])
    if pending is None:
        return None
    return render(
        request,
        "fulfil/package.html",
        status,
        pending=pending,
        case=pending.case,
        texts=[shown(source, pending.draft) for source in pending.draft.sources],
        words=words,
        point_labels=POINT_LABELS,
        labels=HIDDEN_LABELS,
        kinds=[(str(what), HIDDEN_LABELS[what]) for what in BY_PEOPLE],
        problems=[problem] if problem else [],
        mine=pending.decision.proposed_by == actor.staff_id,
        total=pending.draft.size,
        most=desk.settings.download.max_mb * releasing.MEGA,
    )


def _changes(act: Act) -> Callable[[Desk, web.Request], Awaitable[web.Response]]:
    """A form of this page: done, it comes back with a word; refused, with the reason."""

    @wraps(act)
    async def door(desk: Desk, request: web.Request) -> web.Response:
        fields = await form(request)
        try:
            done = await act(desk, request, fields)
        except Unreadable as problem:
            return await _refused(desk, request, problem, _named(fields, problem.field))
        except NotAllowedNow as problem:
            return await _refused(desk, request, problem)
        except NotAllowed as problem:
            return await _refused(desk, request, NotAllowedNow(Text(problem.text, {**problem.facts})))
        case = f"/staff/cases/{request.match_info['case_id']}"
        back = case if done == "package-checked" else f"{case}/package"
        return web.Response(status=303, headers={"Location": f"{back}?done={done}"})

    return door


async def _refused(desk: Desk, request: web.Request, problem: Outcome, field: str = "") -> web.Response:
    """The page with the reason; the bare reason when nothing waits for a check any more."""
    page = await _draw(desk, request, problem.status, (field, problem.reason))
    if page is None:
        raise problem
    return page


def _named(fields: Fields, field: str) -> str:
    """A field of one of the many forms of this page."""
    key = fields.get("key", "")[:20]
    return field if field.endswith(f"-{key}") or not key else f"{field}-{key}"


def _about(request: web.Request, fields: Fields) -> tuple[str, int]:
    return request.match_info["case_id"], version_of(fields)


@require("case.approve")
@_changes
async def on_hide(desk: Desk, request: web.Request, fields: Fields) -> str:
    """Hide words in one text."""
    source, what = wanted(fields, "source", 60), one_of(fields, _named(fields, "what"), Hidden)
    text, reason = wanted(fields, _named(fields, "words"), 1000), _reason(fields)
    await releasing.hide_words(desk, actor_of(request), *_about(request, fields), source, text, what, reason)
    return "mask-added"


@require("case.approve")
@_changes
async def on_show(desk: Desk, request: web.Request, fields: Fields) -> str:
    """Take a mask away."""
    source, reason = wanted(fields, "source", 60), _reason(fields)
    place = _number(fields, "start"), _number(fields, "end")
    await releasing.show_passage(desk, actor_of(request), *_about(request, fields), source, place, reason)
    return "mask-taken-away"


@require("case.approve")
@_changes
async def on_leave(desk: Desk, request: web.Request, fields: Fields) -> str:
    """Leave a file out."""
    source, reason = wanted(fields, "source", 60), _reason(fields)
    await releasing.leave_file(desk, actor_of(request), *_about(request, fields), source, reason)
    return "file-left-out"


@require("case.approve")
@_changes
async def on_undo(desk: Desk, request: web.Request, fields: Fields) -> str:
    """Undo a change."""
    await releasing.undo(desk, actor_of(request), *_about(request, fields), wanted(fields, "change", 36))
    return "mask-undone"


@require("case.approve")
@_changes
async def on_check(desk: Desk, request: web.Request, fields: Fields) -> str:
    """Say that all of it was looked at."""
    await releasing.check(desk, actor_of(request), *_about(request, fields), wanted(fields, "seen", 64))
    return "package-checked"


def _reason(fields: Fields) -> str:
    return wanted(fields, _named(fields, "reason"), REASON)


def _number(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable(name)
    return int(text)


_FORMS = {"hide": on_hide, "show": on_show, "leave": on_leave, "undo": on_undo, "check": on_check}
