"""The upload page alone, in a real browser: verify on a real port, and a judge who only knows magenta."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from aiohttp import web
from PIL import Image, ImageDraw
from playwright.async_api import Page, Request

from services.access import ACCESS
from services.commands.demo import free_port
from services.verify.app import OFFICE
from services.verify.usecases.tools import EXAMINE, Judged, Reason
from shared.platform.pages import add_templates
from shared.platform.site import Site
from shared.platform.web import make_app
from shared.vocabulary import Verdict
from tests.pictures import exif, saved
from tests.services.verify_desk import VerifyDesk, verify_desk

PAPER, PHOTO = (232, 230, 220), (255, 0, 255)
SIZE = (1600, 1200)
CARD = (80, 93, 1520, 1107)
"""Where a passport's outline lies to begin with, on a picture of `SIZE`."""


def passport(orientation: int = 1, extra: tuple[int, int, int, int] | None = None) -> bytes:
    """A JPEG from a camera that notes its own name: a page with a magenta photo, and one more block where asked."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle(CARD, fill="white", outline="grey")
    pen.rectangle((140, 290, 540, 790), fill=PHOTO)
    pen.text((620, 330), "BAKKER, Noor", fill="black", font_size=48)
    pen.text((620, 430), "14 SEP 2031", fill="black", font_size=40)
    if extra:
        pen.rectangle(extra, fill=PHOTO)
    turned = {6: Image.Transpose.ROTATE_90}.get(orientation)
    return saved(picture.transpose(turned) if turned else picture, "JPEG", exif=exif(orientation), quality=95)


def magenta(data: bytes) -> tuple[float, float, float, float] | None:
    """The box of what is magenta in a picture, as fractions of it."""
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 180) & (pixels[..., 1] < 110) & (pixels[..., 2] > 130))
    if rows.size < 200:
        return None
    height, width = pixels.shape[:2]
    return columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height


@dataclass
class Served:
    """The page's address with its code, what arrived there, and the office behind it."""

    link: str
    origin: str
    office: VerifyDesk
    arrived: list[bytes] = field(default_factory=list)

    async def judge(self, data: bytes, _name: str | None) -> Judged:
        """Refuse what still shows magenta, with its place."""
        self.arrived.append(data)
        box = magenta(data)
        if box is None:
            return Judged(Verdict.ACCEPTED, (), (), 1, saved(Image.open(io.BytesIO(data))))
        found: dict[str, object] = {"kind": "face", "page": 1, "box": [float(side) for side in box]}
        return Judged(Verdict.REJECTED, (Reason("Choose the picture of your copy."),), (found,), 1, None)


@asynccontextmanager
async def served(directory: Path) -> AsyncIterator[Served]:
    """Verify with an open link, on loopback."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    async with verify_desk(directory) as office:
        site = Site(name="Desk", organisation="Bureau", public_url=origin, zone=ZoneInfo("Europe/Amsterdam"))
        app = make_app(site, access=ACCESS)
        add_templates(app, "verify", OFFICE.package)
        OFFICE.add_routes(app, office.desk)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        made = Served(f"{origin}/identity/upload#{await office.asked()}", origin, office)
        office.desk.tools[EXAMINE] = made.judge
        try:
            yield made
        finally:
            await runner.cleanup()


class Watched:
    """What a page asked for; anything with a body or with a picture's data is told apart."""

    def __init__(self, page: Page) -> None:
        self.sent: list[Request] = []
        page.on("request", self._hear)

    def _hear(self, request: Request) -> None:
        if request.method != "GET" or "?" in request.url or request.resource_type in {"ping", "websocket"}:
            self.sent.append(request)


async def choose(page: Page, data: bytes, name: str = "pass.jpg", kind: str = "image/jpeg") -> None:
    """Choose a file for blacking out, and wait until it was opened or handed over."""
    file: Any = {"name": name, "mimeType": kind, "buffer": data}
    await page.locator("#bo-file").set_input_files(file)
    await page.locator("[data-part=edit]:visible, [data-trouble]:visible").first.wait_for()


async def enter(page: Page, link: str) -> None:
    """Open the page; what it shows as a picture of its own is kept for the test."""
    await page.add_init_script(
        "const make = URL.createObjectURL;"
        " URL.createObjectURL = (blob) => { globalThis.shown = blob; return make(blob); };"
    )
    await page.goto(link)
    await page.locator("#blackout:visible").wait_for()


async def preview(page: Page) -> bytes:
    """Ask to see what will be sent; the bytes of the picture that is shown."""
    await page.locator("[data-preview]").click()
    await page.locator(".bo-result[src^='blob:']:visible").wait_for()
    return bytes(await page.evaluate("async () => [...new Uint8Array(await globalThis.shown.arrayBuffer())]"))
