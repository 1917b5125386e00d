"""Fetching an answer: the link's page, a fresh code, the file. Opening a link does nothing by itself (R6.1-2).

The right code gives this browser a cookie for some hours: the file is fetched with it, and gone on with.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from services.fulfil.rules.ranges import Part, Unsatisfiable, wanted_part
from services.fulfil.usecases import downloads, renewing
from services.fulfil.usecases.downloads import Granted
from services.fulfil.usecases.packages import DOWNLOAD
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotFound
from shared.platform.pages import render
from shared.platform.site import site_of
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
    app.router.add_post(f"{DOWNLOAD}/again", partial(on_again, desk))
    app.router.add_post(f"{DOWNLOAD}/file", partial(on_file, desk))
    app.router.add_get(f"{DOWNLOAD}/ready", partial(ready, desk))
    app.router.add_get(f"{DOWNLOAD}/package", partial(package, desk))


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
async def on_again(desk: Desk, request: web.Request) -> web.Response:
    """Make the package of an expired link again; the same answer whether there was one."""
    link = (await form(request)).get("code", "").strip()[:LONGEST]
    await renewing.ask_again(desk, link)
    return render(request, "fulfil/download_again.html")


@public
async def on_file(desk: Desk, request: web.Request) -> web.StreamResponse:
    """The right fresh code leads to the file."""
    fields = await form(request)
    link = fields.get("link", "").strip()[:LONGEST]
    grant = await downloads.enter_code(desk, link, fields.get("fresh", ""))
    if grant is None:
        tries = desk.settings.download.max_tries
        return _enter_code(desk, request, link, 400, lazy(_WRONG.msgid, tries=tries))
    answer = web.Response(status=303, headers={hdrs.LOCATION: f"{DOWNLOAD}/ready"})
    https = site_of(request).https
    seconds = desk.settings.download.hours * 3600
    answer.set_cookie(
        _cookie(request), grant, path="/", httponly=True, secure=https, samesite="Strict", max_age=seconds
    )
    return answer


@public
async def ready(desk: Desk, request: web.Request) -> web.Response:
    """The file with its size and checksum, and until when it can be fetched."""
    granted = await downloads.granted(desk, request.cookies.get(_cookie(request), ""))
    if granted is None:
        return web.Response(status=303, headers={hdrs.LOCATION: DOWNLOAD})
    return render(request, "fulfil/download_ready.html", granted=granted)


@public
async def package(desk: Desk, request: web.Request) -> web.StreamResponse:
    """The file, or the part of it that a browser still lacks."""
    grant = request.cookies.get(_cookie(request), "")
    granted = await downloads.granted(desk, grant)
    if granted is None:
        raise NotFound
    asked, version = request.headers.get(hdrs.RANGE, ""), request.headers.get(hdrs.IF_RANGE, "")
    size = granted.row.bytes
    try:
        part = wanted_part(asked, version, granted.etag, size)
    except Unsatisfiable:
        return web.Response(status=416, headers={hdrs.CONTENT_RANGE: f"bytes */{size}"})
    answer = web.StreamResponse(status=200 if part.whole else 206, headers=_headers(granted, part))
    if request.method == hdrs.METH_HEAD:
        await answer.prepare(request)
        return answer
    pieces = await downloads.pieces(desk, granted.row, part.start, part.stop)
    await downloads.begin(desk, grant)
    await answer.prepare(request)
    while piece := await asyncio.to_thread(next, pieces, b""):
        await answer.write(piece)
    await answer.write_eof()
    return answer


def _headers(granted: Granted, part: Part) -> dict[str, str]:
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: "application/zip",
        hdrs.CONTENT_LENGTH: str(part.length),
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{granted.file_name}"',
        hdrs.CACHE_CONTROL: "no-store",
        hdrs.ACCEPT_RANGES: "bytes",
        hdrs.ETAG: granted.etag,
    }
    if not part.whole:
        headers[hdrs.CONTENT_RANGE] = f"bytes {part.start}-{part.stop - 1}/{granted.row.bytes}"
    return headers


def _cookie(request: web.Request) -> str:
    return "__Host-collect" if site_of(request).https else "collect"


def _enter_code(
    desk: Desk, request: web.Request, link: str, status: int = 200, wrong: Text | None = None
) -> web.Response:
    minutes = desk.settings.download.code_minutes
    return render(request, "fulfil/download_code.html", status, link=link, minutes=minutes, wrong=wrong)
