"""Tasks: the list of all that are open, and the answers."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from services.fulfil.queries.tasks import open_tasks
from services.fulfil.rules.tasks import ACTION_LABELS
from services.fulfil.usecases.erasing import record_erasure
from services.fulfil.usecases.tasks import answer, nothing_found, take_back
from services.fulfil.web import words
from services.fulfil.web.fields import day_of, one_of
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, render
from shared.platform.site import local_path
from shared.platform.web import actor_of, form, require
from shared.vocabulary import TaskOutcome

TASKS = "/staff/tasks"


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the tasks on the web."""
    app.router.add_get(TASKS, partial(show, desk))
    app.router.add_post(f"{TASKS}/nothing-found", partial(on_nothing_found, desk))
    app.router.add_post(f"{TASKS}/{{task_id}}/answer", partial(on_answer, desk))
    app.router.add_post(f"{TASKS}/{{task_id}}/take-back", partial(on_take_back, desk))
    app.router.add_post(f"{TASKS}/{{task_id}}/erased", partial(on_erased, desk))
    add_sentences(
        app,
        {
            "task-answered": lazy("The answer is kept. You can take it back while the case is in progress."),
            "tasks-answered": lazy("The chosen tasks are answered with “nothing found”."),
            "task-erased": lazy("Recorded: it is erased."),
            "task-taken-back": lazy("The answer is taken back; the task is open again."),
        },
    )


@require("task.view")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """All open tasks, most urgent first."""
    holder = request.query.get("holder", "")
    page = await open_tasks(desk, holder, request.query.get("after", ""))
    async with desk.work() as work:
        work.note("tasks.viewed", "tasks", actor_of(request).staff_id, count=len(page.tasks))
    return render(
        request,
        "fulfil/tasks.html",
        tasks=page.tasks,
        holders=page.holders,
        after=page.after,
        holder=holder,
        words=words,
        action_labels=ACTION_LABELS,
    )


def _back(where: str, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{where}?done={done}"})


@require("task.answer")
async def on_nothing_found(desk: Desk, request: web.Request) -> web.Response:
    """Answer the ticked tasks with “nothing found”."""
    fields = await form(request)
    where = local_path(fields.get("next"), TASKS)
    await nothing_found(desk, actor_of(request), fields.getall("task", []))
    return _back(where, "tasks-answered")


@require("task.answer")
async def on_answer(desk: Desk, request: web.Request) -> web.Response:
    """Answer one task."""
    fields = await form(request)
    task_id = request.match_info["task_id"]
    case_id = await answer(
        desk,
        actor_of(request),
        task_id,
        one_of(fields, f"outcome-{task_id}", TaskOutcome),
        fields.get(f"text-{task_id}", ""),
        fields.get(f"note-{task_id}", ""),
        day_of(fields, f"until-{task_id}"),
    )
    return _back(f"/staff/cases/{case_id}", "task-answered")


@require("task.answer")
async def on_erased(desk: Desk, request: web.Request) -> web.Response:
    """Record that what the task found is erased."""
    await form(request)
    case_id = await record_erasure(desk, actor_of(request), request.match_info["task_id"])
    return _back(f"/staff/cases/{case_id}", "task-erased")


@require("task.answer")
async def on_take_back(desk: Desk, request: web.Request) -> web.Response:
    """Take an answer back."""
    await form(request)
    case_id = await take_back(desk, actor_of(request), request.match_info["task_id"])
    return _back(f"/staff/cases/{case_id}", "task-taken-back")
