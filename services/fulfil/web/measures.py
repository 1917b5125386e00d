"""The forms for extensions, pauses and fees on the page of a case: proposed by one, approved by another."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial

from aiohttp import web

from services.fulfil.rules.fees import Fee
from services.fulfil.rules.two_people import Measure
from services.fulfil.usecases.charging import approve_fee, propose_fee
from services.fulfil.usecases.extending import approve_extension, propose_extension
from services.fulfil.usecases.measures import send_back, withdraw
from services.fulfil.usecases.pausing import approve_pause, propose_pause
from services.fulfil.web.case_view import back_to_the_case, keeps_the_draft, to_the_case
from services.fulfil.web.fields import Fields, all_of, one_of, version_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable
from shared.platform.pages import add_sentences
from shared.platform.web import actor_of, require, wanted
from shared.vocabulary import ExtensionGround, Kind

CASE = "/staff/cases/{case_id}"
_APPROVE = {Measure.EXTENSION: approve_extension, Measure.PAUSE: approve_pause, Measure.FEE: approve_fee}


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the measures on the web."""
    for name, door in _FORMS.items():
        app.router.add_post(f"{CASE}/{name}", partial(door, desk))
        app.router.add_get(f"{CASE}/{name}", partial(to_the_case, desk))
    add_sentences(
        app,
        {
            "measure-proposed": lazy("The proposal waits for a second person. Until then you can withdraw it."),
            "measure-approved": lazy("Approved."),
            "measure-sent-back": lazy("The proposal went back."),
            "measure-withdrawn": lazy("The proposal is withdrawn."),
        },
    )


def _about(request: web.Request, fields: Fields) -> tuple[str, int]:
    return request.match_info["case_id"], version_of(fields)


@require("case.work")
@keeps_the_draft
async def on_extension(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Propose an extension."""
    parts, grounds = all_of(fields, "parts", Kind), all_of(fields, "grounds", ExtensionGround)
    text = fields.get("extension-words", "")
    await propose_extension(desk, actor_of(request), *_about(request, fields), parts, grounds, text)
    return back_to_the_case(request, "measure-proposed")


@require("case.work")
@keeps_the_draft
async def on_pause(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Propose that a pause counts."""
    await propose_pause(desk, actor_of(request), *_about(request, fields), fields.get("pause-words", ""))
    return back_to_the_case(request, "measure-proposed")


@require("fee.propose")
@keeps_the_draft
async def on_fee(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Propose a fee."""
    stated = [fields.get(name) == "yes" for name in ("not-first", "not-routine", "not-our-mistake")]
    fee = Fee(_cents(fields, "amount"), _cents(fields, "cost"), *stated)
    texts = fields.get("fee-words", ""), fields.get("fee-evidence", "")
    await propose_fee(desk, actor_of(request), *_about(request, fields), fee, *texts)
    return back_to_the_case(request, "measure-proposed")


@require("case.approve")
@keeps_the_draft
async def on_approve(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Approve the measure that was shown."""
    approve = _APPROVE[one_of(fields, "what", Measure)]
    seen, measure = wanted(fields, "content_hash", 64), wanted(fields, "measure", 36)
    await approve(desk, actor_of(request), *_about(request, fields), measure, seen)
    return back_to_the_case(request, "measure-approved")


@require("case.approve")
@keeps_the_draft
async def on_send_back(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Return a measure, with a word of why."""
    measure, reason = wanted(fields, "measure", 36), fields.get("measure-reason", "")
    await send_back(desk, actor_of(request), *_about(request, fields), measure, reason)
    return back_to_the_case(request, "measure-sent-back")


@require("case.work")
@keeps_the_draft
async def on_withdraw(desk: Desk, request: web.Request, fields: Fields) -> web.Response:
    """Take a proposal back."""
    await withdraw(desk, actor_of(request), *_about(request, fields), wanted(fields, "measure", 36))
    return back_to_the_case(request, "measure-withdrawn")


def _cents(fields: Fields, name: str) -> int:
    """An amount as people write it, such as 45 or 45,50, in cents."""
    try:
        cents = Decimal(wanted(fields, name, 12).replace(",", ".")) * 100
    except InvalidOperation:
        raise Unreadable(name, lazy("Write an amount like 45,00.")) from None
    if not cents.is_finite() or cents != cents.to_integral_value() or abs(cents) > 10_000_000:
        raise Unreadable(name, lazy("Write an amount like 45,00."))
    return int(cents)


_FORMS = {
    "extension": on_extension,
    "pause": on_pause,
    "fee": on_fee,
    "measure/approve": on_approve,
    "measure/send-back": on_send_back,
    "measure/withdraw": on_withdraw,
}
