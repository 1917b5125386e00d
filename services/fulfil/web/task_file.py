"""Handing the file of a task's answer to staff: as bytes to save, never shown in a page."""

from __future__ import annotations

import asyncio
from functools import partial
from urllib.parse import quote

from aiohttp import hdrs, web

from services.fulfil.usecases.evidence import opened
from shared.platform.desk import Desk
from shared.platform.outcomes import NotFound
from shared.platform.web import actor_of, require


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the files on the web."""
    app.router.add_get("/staff/tasks/{task_id}/file", partial(send, desk))


@require("task.view")
async def send(desk: Desk, request: web.Request) -> web.StreamResponse:
    """The file; who took it is in the audit trail."""
    task_id = request.match_info["task_id"]
    evidence = await opened(desk, task_id)
    if evidence is None:
        raise NotFound
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(evidence.size),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(evidence.name, safe='')}",
        "Cache-Control": "no-store",
    }
    answer = web.StreamResponse(headers=headers)
    if request.method == hdrs.METH_HEAD:
        await answer.prepare(request)
        return answer
    async with desk.work() as work:
        work.note("task.file_fetched", task_id, actor_of(request).staff_id)
    await answer.prepare(request)
    while piece := await asyncio.to_thread(next, evidence.pieces, b""):
        await answer.write(piece)
    await answer.write_eof()
    return answer
