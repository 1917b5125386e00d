"""The review queue by hand: keys only, two colleagues at once, undo, paint; desktop and phone, Dutch and English."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from services.access import ACCESS
from services.commands.demo import free_port
from services.verify.app import OFFICE
from services.verify.rules.verification import State
from shared.platform.pages import add_templates
from shared.platform.site import Site
from shared.platform.web import make_app
from tests.journeys.browser import PHONE, Tab, tab
from tests.journeys.test_whole_request import check_page
from tests.pictures import card, saved
from tests.services.ladder_desk import ladder_desk
from tests.services.verify_desk import CASE, VerifyDesk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
HIDDEN = 6
"""Lines of the checklist that are required."""


@dataclass
class Desk:
    """The pages of verify on a real port, with one copy that waits."""

    origin: str
    office: VerifyDesk

    async def sign_in(self, who: Tab, name: str, staff_id: str) -> None:
        """Give a browser the session of a colleague."""
        token = await self.office.sessions.open(staff_id, name, ("handler",))
        await who.page.context.add_cookies([{"name": "desk", "value": token, "url": self.origin}])


@asynccontextmanager
async def queue(directory: Path) -> AsyncIterator[Desk]:
    """Verify on loopback."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    async with ladder_desk(directory) as office:
        site = Site(name="Desk", organisation="Bureau", public_url=origin, zone=ZoneInfo("Europe/Amsterdam"))
        app = make_app(site, access=ACCESS, sessions=office.sessions)
        add_templates(app, "verify", OFFICE.package)
        OFFICE.add_routes(app, office.desk)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        assert (await office.send(await office.asked(), saved(card()))).status == 303
        assert await office.press("file", term="client-7") == 303
        try:
            yield Desk(origin, office)
        finally:
            await runner.cleanup()


async def opened(page: Page) -> None:
    """Wait until the page of the case is there with its script: before that, a key does nothing."""
    await expect(page.locator("h1")).to_have_text("2026-0001")
    await page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
async def test_a_copy_is_decided_with_keys_only(
    browser: Browser, tmp_path: Path, language: str, size: dict[str, int] | None
) -> None:
    """Keys j and Enter open, + ] b look closer, a approves, z undoes, and what is left after ten seconds is no copy."""
    options = {"viewport": size} if size else {}
    async with queue(tmp_path) as desk, tab(browser, desk.origin, language=language, **options) as staff:
        page = staff.page
        await desk.sign_in(staff, "Sam Handler", "s-1")
        await page.goto(f"{desk.origin}/staff/verify")
        await page.wait_for_load_state("load")
        await check_page(staff)
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await opened(page)
        await check_page(staff)
        for key in "+]b":
            await page.keyboard.press(key)
        style = await page.locator(".marked").evaluate("(one) => [one.style.width, one.style.transform]")
        assert style[0] == "150%"
        assert style[1].startswith("rotate(90deg)")
        assert await page.locator(".marked img").evaluate("(one) => one.style.filter") == "brightness(1.5)"
        await reveal_with_a_key(page, desk.office)
        await check_page(staff)
        await tick_with_keys(page)
        await page.keyboard.press("a")
        await expect(page).to_have_url(re.compile(r"/staff/verify$"))
        await expect(page.locator("[data-undo]")).to_contain_text("2026-0001")
        await page.wait_for_load_state("load")
        await check_page(staff)
        assert (await desk.office.row()).stands is State.DECIDED
        await page.keyboard.press("z")
        await expect(page).to_have_url(re.compile("done=verify-undone"))
        await opened(page)
        await tick_with_keys(page)
        await page.keyboard.press("a")
        await expect(page).to_have_url(re.compile(r"/staff/verify$"))
        await desk.office.jump(seconds=10)
        assert desk.office.files() == []
        assert staff.complaints == []


async def reveal_with_a_key(page: Page, office: VerifyDesk) -> None:
    """What is on file is masked beside the picture; f shows it there, and that is noted."""
    file = page.locator(".panel", has=page.locator("form[action$='/reveal']"))
    await expect(file).to_contain_text("••••••")
    await expect(page.locator("main")).not_to_contain_text("client-7")
    await page.keyboard.press("f")
    await expect(page).to_have_url(re.compile(r"/reveal$"))
    await opened(page)
    await expect(page.locator("main")).to_contain_text("client-7")
    assert "identity.file_seen" in [action for action, _ in await office.trail()]


async def tick_with_keys(page: Page) -> None:
    """Tab from box to box, Space ticks; a letter chooses the kind of document."""
    await page.locator("form[action$='/approve'] input[name=shown]").first.focus()
    for _ in range(HIDDEN):
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
    await page.locator("form[action$='/approve'] select").focus()
    await page.keyboard.press("ArrowDown")
    await page.locator("h1").evaluate("(one) => { one.tabIndex = -1; one.focus(); }")


async def test_two_colleagues_at_one_copy(browser: Browser, tmp_path: Path) -> None:
    """The second sees who has it, takes it over and decides; the first is told who and what."""
    async with queue(tmp_path) as desk, tab(browser, desk.origin) as first, tab(browser, desk.origin) as second:
        await desk.sign_in(first, "Sam Handler", "s-1")
        await desk.sign_in(second, "Kim Second", "s-2")
        await first.page.goto(f"{desk.origin}/staff/verify/{CASE}")
        await second.page.goto(f"{desk.origin}/staff/verify")
        await expect(second.page.locator("[data-row]")).to_contain_text("Sam Handler")
        await second.page.goto(f"{desk.origin}/staff/verify/{CASE}")
        await expect(second.page.locator(".notice").first).to_contain_text("Sam Handler")
        await expect(second.page.locator("form[action$='/approve']")).to_have_count(0)
        await check_page(second)
        await second.page.locator("form[action$='/take-over'] button").click()
        await second.page.wait_for_url(re.compile("done=verify-taken"))
        await second.page.wait_for_load_state("load")
        await second.page.keyboard.press("r")
        await second.page.locator("select[name=why]").select_option("name_differs")
        await second.page.locator("form[action$='/reject'] button").click()
        await expect(second.page.locator("[data-undo]")).to_be_visible()
        await first.page.locator("input[name=reason]").first.check()
        await first.page.locator("form[action$='/again'] button").first.click()
        await expect(first.page.locator("main")).to_contain_text("Kim Second")
        assert first.complaints == second.complaints == []


async def test_a_block_is_drawn_and_painted(browser: Browser, tmp_path: Path) -> None:
    """Dragged over the picture, or typed without script; either way the server paints it."""
    async with queue(tmp_path) as desk, tab(browser, desk.origin) as staff:
        page = staff.page
        await desk.sign_in(staff, "Sam Handler", "s-1")
        await page.goto(f"{desk.origin}/staff/verify/{CASE}")
        await opened(page)
        (before,) = await desk.office.copies()
        await page.keyboard.press("p")
        box = await page.locator(".marked img").bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
        await page.mouse.up()
        await expect(page.locator("input[name=width]")).to_have_value(re.compile(r"^(39|40)\."))
        await check_page(staff)
        await page.locator("form[action$='/paint'] button").click()
        await expect(page).to_have_url(re.compile("done=verify-painted"))
        (after,) = await desk.office.copies()
        assert after.object_name != before.object_name
        assert staff.complaints == []


async def test_the_list_says_what_is_new_also_after_it_was_cut_off(browser: Browser, tmp_path: Path) -> None:
    """Without any answer it says so, while the browser tries again; with one, how many: the rows stay as they were."""
    async with queue(tmp_path) as desk, tab(browser, desk.origin, language="en-GB") as staff:
        page, bar = staff.page, staff.page.locator("[data-live]")
        await desk.sign_in(staff, "Sam Handler", "s-1")
        await page.route("**/staff/verify/news*", lambda route: route.abort("connectionreset"))
        await page.goto(f"{desk.origin}/staff/verify")
        await expect(bar).to_contain_text("Connection lost")
        await expect(bar).to_have_class("live lost")
        desk.office.clock.jump(timedelta(seconds=1))
        await desk.office.case(case_id="6f1f0f5e-0000-5000-8000-000000000002", number=2)
        await page.unroute("**/staff/verify/news*")
        await expect(bar).to_have_text("1 new")
        await expect(bar).to_have_class("live")
        await expect(page.locator("[data-row]")).to_have_count(1)
