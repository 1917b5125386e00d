"""The requester's pages: how to make a safe copy, sending it, and what happens next. They work without a script."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from services.verify.client_answers import not_yet, went_well
from services.verify.rules.upload_link import GUESS_WINDOW
from services.verify.spots import in_words
from services.verify.usecases.asking import UPLOAD_PATH
from services.verify.usecases.receiving import LinkOver, TooManyGuesses, Unusable, WrongCode, receive
from services.verify.usecases.tools import Reason
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.pages import add_sentences, render
from shared.platform.web import Expired, TooMany, public, source_of, upload, wants_json

RECEIVED_PATH = "/identity/received"
MEGABYTE = 1024 * 1024
_LONGEST_CODE = 100
_LONGEST_KEY = 64

_NO_CODE = lazy("Fill in the code from our letter.")
_NO_FILE = lazy("Choose the picture of your copy.")
_WRONG = lazy("This code does not fit. Copy it from our letter again, with all its letters and digits.")

DONE = {
    "copy-received": lazy("We have received your copy."),
    "copy-repainted": lazy(
        "We have received your copy. It still showed something that must be hidden: we painted that over and kept only"
        " that picture, not the file that you sent."
    ),
}


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/identity/`."""
    app.router.add_get(UPLOAD_PATH, partial(show_upload, desk))
    app.router.add_post(UPLOAD_PATH, partial(take_upload, desk))
    app.router.add_get(RECEIVED_PATH, partial(show_received, desk))
    add_sentences(app, DONE)


@public
async def show_upload(desk: Desk, request: web.Request) -> web.Response:
    """How to make a safe copy, and the form. The code comes in the fragment, which no server sees."""
    return _page(desk, request)


@public
async def take_upload(desk: Desk, request: web.Request) -> web.Response:
    """Take the file in and say at once whether it can be used."""
    sent = await upload(request, desk.settings.identity.max_upload_mb * MEGABYTE)
    code = sent.fields.get("code", "").strip()[:_LONGEST_CODE]
    problems = _missing(code, sent.data)
    if problems:
        return _page(desk, request, 400, code, problems)
    key = request.headers.get("Idempotency-Key", "")[:_LONGEST_KEY]
    try:
        outcome = await receive(desk, code, sent.data, sent.name, source_of(request), key)
    except WrongCode:
        return _page(desk, request, 400, code, [("code", _WRONG)])
    except TooManyGuesses as error:
        raise TooMany(int(GUESS_WINDOW.total_seconds())) from error
    except LinkOver as error:
        raise Expired(_over(desk)) from error
    if isinstance(outcome, Unusable):
        return _page(desk, request, 422, code, _why_not(desk, outcome), outcome)
    done = "copy-repainted" if outcome.repainted else "copy-received"
    received = f"{RECEIVED_PATH}?done={done}"
    return went_well(received) if wants_json(request) else web.Response(status=303, headers={"Location": received})


@public
async def show_received(desk: Desk, request: web.Request) -> web.Response:
    """What happens next."""
    return render(
        request,
        "verify/received.html",
        controller=desk.settings.controller,
        copy_days=desk.settings.identity.copy_max_days,
    )


def _missing(code: str, data: bytes) -> list[tuple[str, Text]]:
    return [problem for absent, problem in ((not code, ("code", _NO_CODE)), (not data, ("copy", _NO_FILE))) if absent]


def _over(desk: Desk) -> Text:
    phone = desk.settings.controller.phone
    return lazy(
        "This link can no longer be used. Reply to our letter or call %(phone)s, and we will send a new one.",
        phone=phone,
    )


def sentence(reason: Reason, pages: int) -> Text:
    """What was seen and where to look for it, in words."""
    spot = in_words(reason.place, reason.page if pages > 1 else None)
    if spot is None:
        return Text(reason.text)
    return lazy("%(what)s Look here: %(where)s.", what=Text(reason.text), where=spot)


def _why_not(desk: Desk, outcome: Unusable) -> list[tuple[str, Text]]:
    why = [("copy", sentence(reason, outcome.pages)) for reason in dict.fromkeys(outcome.reasons)]
    return why if outcome.tries_left else [*why, ("", _over(desk))]


def _today(desk: Desk) -> str:
    """The date for the watermark, which is in Dutch whoever reads the page: staff look for it (spec 4.4)."""
    today = desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone))
    return f"{today.day}-{today.month}-{today.year}"


def _page(
    desk: Desk,
    request: web.Request,
    status: int = 200,
    code: str = "",
    problems: list[tuple[str, Text]] | None = None,
    outcome: Unusable | None = None,
) -> web.Response:
    if problems and wants_json(request):
        return not_yet(request, status, problems, outcome)
    return render(
        request,
        "verify/upload.html",
        status,
        action=UPLOAD_PATH,
        controller=desk.settings.controller,
        copy_days=desk.settings.identity.copy_max_days,
        megabytes=desk.settings.identity.max_upload_mb,
        today=_today(desk),
        paints=desk.settings.identity.auto_redact,
        code=code,
        problems=problems or [],
        tries_left=None if outcome is None else outcome.tries_left,
    )
