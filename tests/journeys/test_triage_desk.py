"""The triage desk by hand: keys, undo, putting aside, a mail's layout, in a browser with and without script."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from services.commands.demo import DESK
from services.sandbox.posting import post
from tests.journeys.browser import Tab, tab
from tests.journeys.live import LiveDesk, eventually, living
from tests.journeys.test_whole_request import check_page, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
LAYOUT = (
    '<p>uitschrijven <b>graag</b></p><img src="https://tracker.example/x.gif"><script>document.title = "x"</script>'
)
SENDERS = ("Ans", "Bo", "Cor")


async def unclear_mails(desk: LiveDesk) -> None:
    """Three people write one word; the last one's mail is laid out."""
    for name in SENDERS:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{name} <{name.lower()}@post.example>", DESK, f"Bericht van {name}"
        mail["Message-ID"] = make_msgid(domain="post.example")
        mail.set_content("uitschrijven")
        if name == SENDERS[-1]:
            mail.add_alternative(LAYOUT, subtype="html")
        await post(desk.world, mail, f"{name.lower()}@post.example", DESK)


async def all_wait(desk: LiveDesk, staff: Tab, path: str, count: int) -> None:
    """Wait until a list shows so many messages."""

    async def look() -> bool:
        await staff.page.goto(f"{desk.url}{path}")
        return await staff.page.locator("[data-open]").count() == count

    await eventually(look, f"{count} messages on {path}")


async def opened(page: Page, words: str) -> None:
    """Wait until the page that says these words is there with its script: before that, a key does nothing."""
    await expect(page.get_by_text(words)).to_be_visible()
    await page.wait_for_load_state("load")


async def test_the_desk_is_worked_with_single_keys(browser: Browser, tmp_path: Path) -> None:
    """Keys j and Enter open, 3 files, z undoes, h t puts aside; after each decision the next message opens."""
    async with living(tmp_path) as desk, tab(browser, desk.url) as staff:
        page = staff.page
        await unclear_mails(desk)
        await sign_in(desk, staff, "handler")
        await all_wait(desk, staff, "/staff/triage", 3)
        await check_page(staff)
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await opened(page, "1 van 3")
        await check_page(staff)
        first = page.url
        await page.keyboard.press("3")
        await opened(page, "1 van 2")
        await expect(page.locator("[data-undo]")).to_contain_text("tien seconden")
        await check_page(staff)
        await page.reload()  # looking took some of the ten seconds of the browser; the desk's own clock stands still
        await page.keyboard.press("z")
        await expect(page).to_have_url(re.compile(re.escape(first) + r"\?done=triage-undone"))
        await opened(page, "1 van 3")
        await page.keyboard.press("h")
        await page.keyboard.press("t")
        await expect(page).to_have_url(re.compile("done=triage-snoozed"))
        await page.goto(f"{desk.url}/staff/triage?tab=snoozed")
        await expect(page.locator("[data-open]")).to_have_count(1)
        await check_page(staff)
        desk.clock.jump(timedelta(days=1, hours=10))  # past nine tomorrow, whatever hour it is now
        await sign_in(desk, staff, "handler")
        await all_wait(desk, staff, "/staff/triage", 3)
        assert staff.complaints == []


async def test_undo_ends_after_ten_seconds(browser: Browser, tmp_path: Path) -> None:
    """The page says so by itself, and the message is filed."""
    async with living(tmp_path) as desk, tab(browser, desk.url) as staff:
        page = staff.page
        await unclear_mails(desk)
        await sign_in(desk, staff, "handler")
        await all_wait(desk, staff, "/staff/triage", 3)
        await page.clock.install()
        await page.locator("[data-open]").first.click()
        await opened(page, "1 van 3")
        await page.keyboard.press("3")
        await expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"^([1-9]|10)$"))
        await page.clock.fast_forward(11_000)
        await expect(page.locator("[data-undo] form")).to_be_hidden()
        await expect(page.locator("[data-undo-words]")).to_have_text("De beslissing is uitgevoerd.")
        desk.clock.jump(timedelta(seconds=10))
        await all_wait(desk, staff, "/staff/triage?tab=filed", 1)


async def test_without_script_a_plain_button_undoes(browser: Browser, tmp_path: Path) -> None:
    """Deciding, undoing and looking at a mail's layout need no script; nothing is fetched from elsewhere."""
    async with living(tmp_path) as desk, tab(browser, desk.url, java_script_enabled=False) as staff:
        page = staff.page
        await unclear_mails(desk)
        await sign_in(desk, staff, "handler")
        await all_wait(desk, staff, "/staff/triage", 3)
        async with page.expect_navigation():
            await page.get_by_text(f"Bericht van {SENDERS[-1]}").click()
        here = page.url
        await page.get_by_text("Zoals het was opgemaakt").click()
        shown = page.frame_locator("iframe")
        await expect(shown.locator("b")).to_have_text("graag")
        await expect(shown.locator("img, script")).to_have_count(0)
        await page.get_by_text("Op een eigen pagina").click()
        await expect(page.locator("b")).to_have_text("graag")
        await page.goto(here)
        await page.locator("form[action$='/dismiss'] button").first.click()
        await page.locator("form[action$='/undo'] button").click()
        await expect(page.get_by_text("Ongedaan gemaakt")).to_be_visible()
        assert staff.complaints == []
