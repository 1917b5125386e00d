"""Drawing the page of one case; also when a form on it was refused: then what was written stands in it again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from aiohttp import web
from multidict import MultiDict

from services.fulfil.queries.case_page import CasePage, case_page, is_there
from services.fulfil.rules.access_words import POINT_LABELS
from services.fulfil.rules.breaches import OUTCOME_LABELS as BREACH_LABELS
from services.fulfil.rules.current_term import CLOCK_LABELS
from services.fulfil.rules.erasure import OUTCOME_LABELS as FATE_LABELS
from services.fulfil.rules.extensions import GROUND_LABELS, extendable
from services.fulfil.rules.holds import HOLD_STATE_LABELS
from services.fulfil.rules.lifecycle import EVENT_LABELS, Event, State
from services.fulfil.rules.next_date import DATE_LABELS
from services.fulfil.rules.retention import BY_RULE, FOR_CLIENTS, START_LABELS
from services.fulfil.rules.tasks import ACTION_LABELS
from services.fulfil.rules.telling import TOLD_LABELS
from services.fulfil.rules.two_people import MEASURE_LABELS, MEASURE_STATE_LABELS
from services.fulfil.rules.writing import writable
from services.fulfil.usecases.access_letters import usual_words
from services.fulfil.usecases.steps import BUTTONS, NEED_A_NOTE
from services.fulfil.usecases.systems import connectors
from services.fulfil.web import mail_words, words
from services.fulfil.web.fields import Fields
from services.fulfil.web.reasons import explainer
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.pages import render
from shared.platform.web import actor_of, form, require
from shared.statetable import NotAllowed
from shared.vocabulary import Kind

Act = Callable[[Desk, web.Request, Fields], Awaitable[web.Response]]
Door = Callable[[Desk, web.Request], Awaitable[web.Response]]

_QUESTIONS = {
    Event.NOT_A_REQUEST: lazy("The case is closed and nothing is sent. Is this really no privacy request?"),
    Event.WITHDRAW: lazy("The case is closed. Did the requester say that they withdraw the request?"),
    Event.NOT_IDENTIFIED: lazy(
        "The case is closed because we cannot find out who is asking. The requester is told why and how to go on (T07)."
    ),
    Event.CLOSE: lazy("The case is closed. The answer stays available until its last day."),
    Event.REOPEN: lazy("The work on this case starts again."),
}


def keeps_the_draft(act: Act) -> Door:
    """A form of the case page: when it is refused, the page comes back with the reason and what was written.

    The page shows the case as it is now, so who was slower sees what the other one did, and may send again.
    """

    @wraps(act)
    async def door(desk: Desk, request: web.Request) -> web.Response:
        fields = await form(request)
        try:
            return await act(desk, request, fields)
        except Unreadable as problem:
            return await _again(desk, request, fields, problem.status, problem.field, problem.reason)
        except NotAllowedNow as problem:
            return await _again(desk, request, fields, problem.status, "", problem.reason)
        except NotAllowed as problem:
            return await _again(desk, request, fields, NotAllowedNow.status, "", Text(problem.text, {**problem.facts}))

    return door


@require("case.view")
async def to_the_case(desk: Desk, request: web.Request) -> web.Response:
    """A refused form stands under the form's own address; whoever comes back to that goes to the case."""
    if not await is_there(desk, request.match_info["case_id"]):
        raise NotFound
    return web.Response(status=303, headers={"Location": f"/staff/cases/{request.match_info['case_id']}"})


def back_to_the_case(request: web.Request, done: str) -> web.Response:
    """After a form was done: to the page of its case, which says so."""
    return web.Response(status=303, headers={"Location": f"/staff/cases/{request.match_info['case_id']}?done={done}"})


async def _again(
    desk: Desk, request: web.Request, fields: Fields, status: int, field: str, reason: Text | str
) -> web.Response:
    page = await case_page(desk, request.match_info["case_id"], actor_of(request).roles)
    if page is None:
        raise NotFound
    async with desk.work() as work:
        work.note("case.viewed", page.row.id, actor_of(request).staff_id)
    return draw(request, desk, page, status, draft=fields, problems=[(field, reason)])


def draw(request: web.Request, desk: Desk, page: CasePage, status: int = 200, **more: Any) -> web.Response:
    """The page of the case; `draft` are the fields of a form that was refused, `problems` why."""
    context = {"draft": MultiDict[str](), "problems": ()} | more
    return render(
        request,
        "fulfil/case.html",
        status,
        page=page,
        row=page.row,
        words=words,
        mail_words=mail_words,
        why=explainer(request),
        date_labels=DATE_LABELS,
        action_labels=ACTION_LABELS,
        connected=connectors(desk),
        event_labels=EVENT_LABELS,
        clock_labels=CLOCK_LABELS,
        ground_labels=GROUND_LABELS,
        measure_labels=MEASURE_LABELS,
        measure_state_labels=MEASURE_STATE_LABELS,
        fate_labels=FATE_LABELS,
        breach_labels=BREACH_LABELS,
        hold_labels=HOLD_STATE_LABELS,
        told_labels=TOLD_LABELS,
        retention=BY_RULE,
        for_clients=FOR_CLIENTS,
        start_labels=START_LABELS,
        writable=writable(State(page.state), page.request.kinds),
        extendable=extendable(page.request.kinds),
        applies_pauses=desk.settings.pause.mode == "apply",
        asks_fees=desk.settings.fee.enabled,
        most_euros=desk.settings.fee.max_eur,
        said=usual_words(desk, page.row, page.tasks).as_dict() if Kind.ACCESS in page.request.kinds else {},
        point_labels=POINT_LABELS,
        buttons=[event for event in page.possible if event in BUTTONS],
        questions=_QUESTIONS,
        need_a_note=NEED_A_NOTE,
        **context,
    )
