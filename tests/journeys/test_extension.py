"""Journey: a term is extended. A handler proposes, the officer approves on a Dutch page, the letter brings the date."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from services.fulfil.rules.deadlines import deadlines
from services.notify.letters.presenting import day_in_words
from services.sandbox.people import NOOR
from shared.vocabulary import Language
from tests.journeys.browser import Form, tab, unfold
from tests.journeys.live import eventually, living
from tests.journeys.test_whole_request import check_page, confirm_what_is_asked, mail_the_desk, open_when, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
WORDS = "Je gegevens staan in vier systemen, en we moeten gegevens van anderen weghalen."


async def test_a_term_is_extended_by_two_people(browser: Browser, tmp_path: Path) -> None:
    """Proposed, approved by another, told; then page, queue and clock follow the new day."""
    async with (
        living(tmp_path) as desk,
        tab(browser, desk.url) as handler,
        tab(browser, desk.url) as officer,
    ):
        dates = deadlines(desk.clock.now())
        await mail_the_desk(desk)
        await desk.letter(NOOR.address, "[zaak ")
        await sign_in(desk, handler, "handler")
        case_id = await confirm_what_is_asked(desk, handler)
        case = f"{desk.url}/staff/cases/{case_id}"
        await open_when(handler, case, "form[action$='/extension']")
        form = await Form(handler, "/extension").unfold()
        await form.tick("grounds", "complex")
        await form.fill(**{"extension-words": WORDS})
        await check_page(handler)
        await form.send()
        await expect(handler.page.locator("aside")).to_contain_text("iemand anders moet het goedkeuren")
        await check_page(handler)
        await sign_in(desk, officer, "fg")
        await officer.page.goto(case)
        longer = day_in_words(dates.extended_due, Language.NL)
        await expect(officer.page.locator("aside")).to_contain_text(f"tot en met {longer}")
        await check_page(officer)
        await Form(officer, "/measure/approve").send()
        letter = await desk.letter(NOOR.address, "meer tijd nodig")
        text = re.sub(r"\s+", " ", letter.text)
        assert f"Je krijgt ons antwoord uiterlijk op {longer}." in text
        assert f"Zonder verlenging was dat {day_in_words(dates.statutory_due, Language.NL)}." in text
        assert WORDS in text
        await open_when(handler, case, f"aside time[datetime='{dates.extended_due.isoformat()}']")

        async def extended() -> bool:
            await handler.page.goto(case)
            return "Verlengd" in await handler.page.locator("aside").inner_text()

        await eventually(extended, "the extension in force")
        why = handler.page.locator("aside details", has_text="Met twee maanden verlengd").first
        await unfold(why.locator("p"))
        await expect(why).to_contain_text("Ontvangen op")
        desk.clock.jump(timedelta(days=36))
        await sign_in(desk, handler, "handler")
        await handler.page.goto(case)
        await expect(handler.page.locator("h1")).to_be_visible()
        assert "Te laat volgens de wet" not in await handler.page.locator("main").inner_text()
        assert handler.complaints == officer.complaints == []
