"""Journey: the form on a phone in Dutch, the acknowledgement in the mail, the status page; with a keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from services.sandbox.people import NOOR
from tests.journeys.browser import Tab, tab
from tests.journeys.live import LiveDesk, link_in, living
from tests.journeys.test_whole_request import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
SMALLEST = {"width": 320, "height": 640}


async def check(client: Tab) -> None:
    """As every page is checked, and narrower still."""
    await check_page(client)
    wide = await client.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{client.page.url} is {wide} px too wide"


async def enter(page: Page) -> None:
    """Press Enter where the keyboard is, and wait for the page that follows."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def answer(client: Tab, name: str, text: str) -> None:
    """Type into the one field of this page and press Enter."""
    await check(client)
    await client.page.locator(f"#{name}").fill(text)
    await client.page.locator(f"#{name}").focus()
    await enter(client.page)


async def choose(client: Tab, steps_down: int) -> None:
    """Choose with the arrows and press Enter."""
    await check(client)
    await client.page.locator("input[type=radio]").first.focus()
    await client.page.keyboard.press("Space")
    for _ in range(steps_down):
        await client.page.keyboard.press("ArrowDown")
    await enter(client.page)


async def fill_in(desk: LiveDesk, client: Tab) -> None:
    """From the start page to the confirmation; a missing answer is said, the code from the mail is typed."""
    page = client.page
    await page.goto(desk.url)
    await page.locator("a[href='/request']").click()
    await expect(page.locator("h1")).to_have_text("Wat wil je doen?")
    await page.locator("article form button").click()
    await expect(page.locator("[role=alert]")).to_be_focused()
    await choose(client, 0)
    await check(client)
    await page.locator("#words").fill("Ik zoek vooral de gesprekken met mijn coach.")
    await page.locator("article form button").click()
    await choose(client, 0)
    await answer(client, "name", NOOR.name)
    await answer(client, "address", NOOR.address)
    letter = await desk.letter(NOOR.address, "code voor het formulier")
    code = re.search(r"^\s*(\d{8})\s*$", letter.text, re.MULTILINE)
    assert code
    await answer(client, "fresh", code[1])
    await check(client)
    await expect(page.locator("dl.answers")).to_contain_text("(bevestigd)")
    await expect(page.locator("input[name=work]")).not_to_have_value("")
    await page.locator("article form button").click()
    await expect(page.locator("h1")).to_have_text("We hebben je verzoek")
    await check(client)
    await page.go_back()
    await expect(page.locator("h1")).to_have_text("We hebben je verzoek")


async def look_at_the_status(desk: LiveDesk, client: Tab) -> None:
    """The link fills itself in; the page says who is next; a message goes in, and so does a wish to stop."""
    page = client.page
    letter = await desk.letter(NOOR.address, "[zaak 2026-0001] We hebben je verzoek ontvangen")
    await page.goto(link_in(letter.text, "/status"))
    await expect(page.locator("input[name=code]")).not_to_have_value("")
    assert "#" not in page.url
    await check(client)
    await page.locator("input[name=code]").press("Enter")
    await expect(page.locator("h1")).to_have_text("Je verzoek 2026-0001")
    await expect(page.locator("[aria-current=step]")).to_contain_text("Ontvangen")
    await expect(page.locator(".notice")).to_contain_text("Je hoeft nu niets te doen.")
    for folded in await page.locator("details").all():
        await folded.locator("summary").click()
    await check(client)
    await page.locator("#message").fill("Ik ben verhuisd sinds vorig jaar.")
    await page.locator("form:has(#message) button").click()
    await expect(page.locator("[role=status].done")).to_be_visible()


async def test_from_the_form_to_the_status_page(browser: Browser, tmp_path: Path) -> None:
    """As narrow as a page may be; each page passes axe, fits its width, and asks no other host for anything."""
    async with living(tmp_path / "desk") as desk, tab(browser, desk.url, viewport=SMALLEST) as client:
        await fill_in(desk, client)
        await look_at_the_status(desk, client)
        assert client.complaints == []
