"""Fetching an answer: the link's page, a fresh code, the file. Opening a link does nothing by itself (R6.1-2)."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from aiohttp import web

from services.fulfil.usecases import downloads
from services.fulfil.usecases.downloads import Download
from services.fulfil.usecases.packages import DOWNLOAD
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.pages import render
from shared.platform.web import form, public

LONGEST: Final = 500  # characters of a pasted link
_WRONG = lazy(
    "This code does not open anything (any more). Type the newest code that you got, or ask for a fresh one. After "
    "%(tries)s wrong codes the link stops working."
)


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the download on the web."""
    app.router.add_get(DOWNLOAD, show)
    app.router.add_post(f"{DOWNLOAD}/code", partial(on_code, desk))
    app.router.add_post(f"{DOWNLOAD}/file", partial(on_file, desk))


@public
async def show(request: web.Request) -> web.Response:
    """The page behind the link: mail scanners may open it as often as they like."""
    return render(request, "fulfil/download.html")


@public
async def on_code(desk: Desk, request: web.Request) -> web.Response:
    """Send a fresh code to the address on file, and say the same whether there was anything to send it for."""
    link = (await form(request)).get("code", "").strip()[:LONGEST]
    await downloads.ask_code(desk, link)
    return _enter_code(desk, request, link)


@public
async def on_file(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Hand over the file for the fresh code."""
    fields = await form(request)
    link = fields.get("link", "").strip()[:LONGEST]
    download = await downloads.fetch(desk, link, fields.get("fresh", ""))
    if download is None:
        tries = desk.settings.download.max_tries
        return _enter_code(desk, request, link, 400, lazy(_WRONG.msgid, tries=tries))
    return await _stream(request, download)


def _enter_code(
    desk: Desk, request: web.Request, link: str, status: int = 200, wrong: Text | None = None
) -> web.Response:
    minutes = desk.settings.download.code_minutes
    return render(request, "fulfil/download_code.html", status, link=link, minutes=minutes, wrong=wrong)


async def _stream(request: web.Request, download: Download) -> web.StreamResponse:
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(download.size),
        "Content-Disposition": f'attachment; filename="{download.file_name}"',
        "Cache-Control": "no-store",
    }
    answer = web.StreamResponse(headers=headers)
    await answer.prepare(request)
    while piece := await asyncio.to_thread(next, download.pieces, b""):
        await answer.write(piece)
    await answer.write_eof()
    return answer
