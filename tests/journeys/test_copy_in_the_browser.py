"""From the mail that asks to the letter that thanks: a card is blacked out in a browser, the gate itself judges it."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect
from sqlmodel import select

from services.sandbox.people import NOOR
from services.verify.store import Evidence
from tests.gate.draw import draw
from tests.gate.models import models
from tests.gate.people import person
from tests.journeys.browser import PHONE, Tab, tab
from tests.journeys.live import LiveDesk, link_in, living
from tests.journeys.test_whole_request import (
    approve_the_copy,
    ask_for_a_copy,
    check_page,
    confirm_what_is_asked,
    mail_the_desk,
    sign_in,
)
from tests.journeys.upload_page import choose, enter, preview
from tests.pictures import saved

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SIZE = (1600, 1200)
CARD = (80, 146, 1520, 1054)
"""Where the outline of a card lies to begin with, on a picture of `SIZE`."""
JUDGED = 60_000
"""Milliseconds: the child that judges loads its models with the first copy."""


def on_a_table() -> bytes:
    """A photo of an identity card of somebody who does not exist, with nothing hidden."""
    rng = random.Random(11)  # noqa: S311 -- a drawing, always the same
    card = draw(models()["card-2021-front"], person(rng), 3, rng).picture
    photo = Image.new("RGB", SIZE, (96, 84, 70))
    photo.paste(card.resize((CARD[2] - CARD[0], CARD[3] - CARD[1])), CARD[:2])
    return saved(photo, "JPEG", quality=92)


async def black_out(page: Page) -> None:
    """Choose the photo and the kind of document: a box lies over each picture of a face."""
    await choose(page, on_a_table())
    await page.select_option("#bo-kind", "card")
    await expect(page.locator("[data-box]")).to_have_count(3)


async def is_refused_with_a_box_too_few(client: Tab, words: str) -> None:
    """The photo is shown: the page says so where the boxes are, and nothing was lost."""
    page = client.page
    await page.locator("[data-boxes] button").first.click()
    await expect(page.locator("[data-box]")).to_have_count(2)
    await preview(page)
    await page.locator("[data-send]").click()
    verdict = page.locator("[data-verdict]")
    await expect(verdict).to_be_focused(timeout=JUDGED)
    await expect(verdict).to_contain_text(words)
    assert await page.locator(".bo-seen").count() > 0
    await check_page(client)


async def is_taken_once_it_is_back(client: Tab) -> None:
    """One press brings the box back, and the copy goes through."""
    page = client.page
    await page.locator("[data-do=undo]").click()
    await expect(page.locator("[data-box]")).to_have_count(3)
    await preview(page)
    await page.locator("[data-send]").click()
    await expect(page).to_have_url(re.compile("/identity/received"), timeout=JUDGED)
    await check_page(client)


async def verdicts(desk: LiveDesk) -> list[str]:
    """What the gate said of each copy that was kept."""
    (verify,) = [one.desk for one in desk.process.staff if one.desk.service == "verify"]
    async with verify.look() as session:
        return [copy.verdict for copy in (await session.exec(select(Evidence))).all()]


@pytest.mark.parametrize(
    ("language", "size", "words"),
    [("nl-NL", PHONE, "foto"), ("en-GB", None, "photo")],
    ids=["Dutch on a phone", "English on a desktop"],
)
async def test_a_copy_goes_from_the_letter_to_the_verdict(
    browser: Browser, tmp_path: Path, language: str, size: dict[str, int] | None, words: str
) -> None:
    """Refused with its place, put right on the same page, accepted, approved, destroyed, and told (T02, T05)."""
    options = {"viewport": size} if size else {}
    async with living(tmp_path) as desk, tab(browser, desk.url) as handler:
        await mail_the_desk(desk)
        await sign_in(desk, handler, "handler")
        case_id = await confirm_what_is_asked(desk, handler)
        await ask_for_a_copy(desk, handler, case_id)
        letter = await desk.letter(NOOR.address, "/identity/upload#")
        async with tab(browser, desk.url, language=language, **options) as client:
            await enter(client.page, link_in(letter.text, "/identity/upload"))
            await black_out(client.page)
            await is_refused_with_a_box_too_few(client, words)
            await is_taken_once_it_is_back(client)
            assert client.complaints == []
        assert await verdicts(desk) == ["accepted"]
        await approve_the_copy(desk, handler, case_id)
        await desk.letter(NOOR.address, "verwijderd")
