"""The queue: what waits for whom."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.queue import Tab, case_by_reference, queue
from services.fulfil.rules.next_date import DATE_LABELS
from services.fulfil.rules.references import read_reference, reference
from services.fulfil.web import mail_words, words
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import render
from shared.platform.web import actor_of, require

QUEUE = "/staff/queue"
_NO_SUCH = lazy("There is no case with that reference.")
_NO_REFERENCE = lazy("A reference looks like 2026-0001.")


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the queue on the web."""
    app.router.add_get(QUEUE, partial(show, desk))


@require("queue.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """One list of the queue, or the case whose reference was searched for."""
    search = request.query.get("q", "").strip()
    problem = None
    if search:
        found, problem = await _search(desk, search)
        if found:
            return web.Response(status=303, headers={"Location": f"/staff/cases/{found}"})
    wanted = request.query.get("tab", "")
    tab = Tab(wanted) if wanted in set(Tab) else Tab.TRIAGE
    number = request.query.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    async with desk.work() as work:
        work.note("queue.viewed", "queue", actor_of(request).staff_id, tab=str(tab), page=page)
    return render(
        request,
        "fulfil/queue.html",
        queue=await queue(desk, tab, page),
        tabs=words.TABS,
        kinds={str(kind): text for kind, text in words.KINDS.items()},
        words=words,
        mail_words=mail_words,
        date_labels=DATE_LABELS,
        search=search,
        problem=problem,
    )


async def _search(desk: Desk, search: str) -> tuple[str | None, object]:
    try:
        exact = reference(*read_reference(search))
    except ValueError:
        return None, _NO_REFERENCE
    found = await case_by_reference(desk, exact)
    return found, None if found else _NO_SUCH
