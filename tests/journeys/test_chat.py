"""The chat in a browser, at a phone's width: from first words to the acknowledgement, over a lost connection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.journeys.browser import PHONE, Tab, tab
from tests.journeys.live import living
from tests.journeys.test_whole_request import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
ADDRESS = "noor@post.example"


def last(client: Tab) -> Locator:
    """The last line of the conversation."""
    return client.page.locator(".line").last


async def write(client: Tab, text: str) -> None:
    """Type and press Enter."""
    await client.page.get_by_label("Je bericht").fill(text)
    await client.page.keyboard.press("Enter")


async def test_from_first_words_to_the_acknowledgement_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    """Own words, a reload, a message without a connection, the code of the letter, a yes: one mail, one case."""
    async with living(tmp_path) as desk, tab(browser, desk.url, viewport=PHONE) as client:
        page = client.page
        await page.goto(f"{desk.url}/chat")
        await expect(last(client)).to_contain_text("Wat wil je met je gegevens?")
        await check_page(client)
        await write(client, "Ik wil graag weten welke gegevens jullie over mij hebben.")
        await expect(last(client)).to_contain_text("Wil je nog iets anders?")
        await page.reload()
        await expect(page.locator(".line")).to_have_count(5)
        await page.get_by_role("button", name="Nee, dit is alles").click()
        await expect(last(client)).to_contain_text("Hoe heet je?")
        await page.context.set_offline(True)
        await write(client, "Noor van der Linden")
        await expect(last(client)).to_contain_text("wordt verstuurd")
        await page.context.set_offline(False)
        await expect(last(client)).to_contain_text("Wat is je e-mailadres?")
        await expect(page.locator(".line.requester", has_text="Noor van der Linden")).to_have_count(1)
        await write(client, ADDRESS)
        letter = await desk.letter(ADDRESS, "Je code voor de chat")
        code = re.search(r"^\d{8}$", letter.text, re.MULTILINE)
        assert code
        await write(client, code.group())
        await expect(last(client)).to_contain_text("Klopt dit?")
        await check_page(client)
        await page.get_by_role("button", name="Ja, dit klopt").click()
        await expect(page.locator(".line", has_text="Je verzoek is binnen")).to_have_count(1)
        acknowledgement = await desk.letter(ADDRESS, "[zaak ")
        assert "gegevens" in acknowledgement.text
        assert client.complaints == []
