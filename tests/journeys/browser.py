"""A real browser: Debian's Chromium, with what its pages asked for and what its console said kept for the test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

PROGRAM = Path("/usr/bin/chromium")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 375, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
SERIOUS = frozenset({"serious", "critical"})
PATIENCE = 20_000
"""Milliseconds: a machine with other work on it takes its time, and a page that is right comes at once anyway."""
expect.set_options(timeout=PATIENCE)


def missing() -> str | None:
    """Why no browser can be started here, or None."""
    return None if PROGRAM.exists() else "Chromium is not installed (Debian package chromium)."


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium that talks to nobody but us."""
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=str(PROGRAM), args=list(OPTIONS))
        try:
            yield browser
        finally:
            await browser.close()


class Tab:
    """One page of one person, with its complaints."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._origin = urlsplit(origin).netloc
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._watch(request.url))

    def _hear(self, kind: str, text: str) -> None:
        # A refused step is shown as a 4xx page on purpose; the browser's console mentions it.
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)

    def _watch(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc != self._origin:
            self.complaints.append(f"asked another host: {parts.netloc}")

    async def serious_axe_findings(self) -> list[str]:
        """What axe finds serious or worse on the page as it is now."""
        await self.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        result: dict[str, Any] = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{found['id']}: {found['nodes'][0]['html'][:120]}"
            for found in result["violations"]
            if found["impact"] in SERIOUS
        ]


@asynccontextmanager
async def tab(browser: Browser, origin: str, *, language: str = "nl-NL", **options: Any) -> AsyncIterator[Tab]:
    """A new browser context (own cookies) with one page."""
    context = await browser.new_context(locale=language, **({"viewport": DESKTOP} | options))
    context.set_default_timeout(PATIENCE)
    try:
        yield Tab(await context.new_page(), origin)
    finally:
        await context.close()


def in_ci() -> bool:
    """Whether nothing may be skipped."""
    return bool(os.environ.get("CI"))


async def unfold(what: Locator) -> None:
    """Open the folded parts of the page around something, the outermost first."""
    folded = what.locator("xpath=ancestor::details[not(@open)]")
    while await folded.count():
        await folded.first.locator("xpath=./summary").click()


class Form:
    """A form on the page, found by where it sends its fields; filled in by hand, as a person would."""

    def __init__(self, tab: Tab, action: str) -> None:
        self._page = tab.page
        self._form = tab.page.locator(f'form[action$="{action}"]').first

    async def unfold(self) -> Form:
        """Open the folded part of the page that holds the form."""
        await unfold(self._form)
        return self

    async def fill(self, **texts: str) -> Form:
        """Type into fields."""
        for name, text in texts.items():
            await self._form.locator(f'[name="{name}"]').fill(text)
        return self

    async def choose(self, **values: str) -> Form:
        """Choose from lists."""
        for name, value in values.items():
            await self._form.locator(f'select[name="{name}"]').select_option(value)
        return self

    async def tick(self, name: str, *values: str) -> Form:
        """Tick boxes or a radio; without values every box of that name."""
        boxes = self._form.locator(f'input[name="{name}"]')
        for index in range(await boxes.count()):
            if not values or await boxes.nth(index).get_attribute("value") in values:
                await boxes.nth(index).check()
        return self

    async def attach(self, name: str, file: dict[str, Any]) -> Form:
        """Choose a file."""
        await self._form.locator(f'input[type="file"][name="{name}"]').set_input_files(file)  # type: ignore[arg-type]
        return self

    async def send(self) -> None:
        """Press the form's button and wait for the page that follows."""
        async with self._page.expect_navigation():
            await self._form.locator("button:not([type=button])").last.click()
