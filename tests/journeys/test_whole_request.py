"""Journey (a): one access request from mail to answer, in one process, embedded, in a real browser."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from services.commands.demo import DESK
from services.sandbox.people import NOOR
from services.sandbox.posting import post
from tests.journeys.browser import PHONE, Form, Tab, tab, unfold
from tests.journeys.live import LiveDesk, eventually, link_in, living
from tests.pictures import covered_card, saved

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
WORDS = "Noor werkte graag in de tuin van het buurthuis."


async def mail_the_desk(desk: LiveDesk) -> None:
    """Noor writes in her own words."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{NOOR.name} <{NOOR.address}>", DESK, "Mijn gegevens"
    mail["Message-ID"] = make_msgid(domain="post.example")
    mail.set_content("Hallo, ik wil graag weten welke gegevens jullie over mij hebben. Groet, Noor van der Linden")
    await post(desk.world, mail, NOOR.address, DESK)


async def sign_in(desk: LiveDesk, tab: Tab, role: str) -> None:
    """A colleague signs in and sees the queue."""
    one = desk.staff[role]
    await tab.page.goto(f"{desk.url}/staff/sign-in")
    form = Form(tab, "/staff/sign-in")
    await (await form.fill(name=one["user"], password=one["password"])).send()
    await expect(tab.page).to_have_url(re.compile("/staff/queue"))


async def open_when(tab: Tab, url: str, selector: str) -> None:
    """Open a page, again until it shows what other services have to tell it first."""

    async def look() -> bool:
        answer = await tab.page.goto(url)
        return bool(answer and answer.ok) and await tab.page.locator(selector).count() > 0

    await eventually(look, f"{selector} on {url}")


async def check_page(tab: Tab) -> None:
    """Axe finds nothing serious, and nothing sticks out at the phone's width."""
    assert await tab.serious_axe_findings() == [], tab.page.url
    before = tab.page.viewport_size
    await tab.page.set_viewport_size(PHONE)
    wide = await tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{tab.page.url} is {wide} px too wide for a phone"
    if before:
        await tab.page.set_viewport_size(before)


async def confirm_what_is_asked(desk: LiveDesk, handler: Tab) -> str:
    """The handler opens the case from the queue and confirms the kinds; gives the case's id."""
    await open_when(handler, f"{desk.url}/staff/queue", "a[href^='/staff/cases/']")
    await check_page(handler)
    await handler.page.locator("a[href^='/staff/cases/']").first.click()
    await expect(handler.page.locator("h1")).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    await check_page(handler)
    case_id = handler.page.url.rstrip("/").rpartition("/")[2].partition("?")[0]
    await Form(handler, "/kinds").send()
    return case_id


async def ask_for_a_copy(desk: LiveDesk, handler: Tab, case_id: str) -> None:
    """The lighter rungs are ticked off with a reason, then the copy is asked."""
    await open_when(handler, f"{desk.url}/staff/verify/{case_id}", "form[action$='/ask']")
    await check_page(handler)
    form = Form(handler, "/ask")
    for rung in ("without_L1", "without_L2"):
        reason = handler.page.locator(f"select[name={rung}] option").nth(1)
        await form.choose(**{rung: await reason.get_attribute("value") or ""})
    await (await form.tick("detail")).send()


async def send_the_copy(client: Tab, link: str) -> None:
    """Noor follows the link in the letter; the code fills itself in and leaves the address bar."""
    await client.page.goto(link)
    await expect(client.page.locator("input[name=code]")).not_to_have_value("")
    assert "#" not in client.page.url or client.page.url.endswith("#")
    await check_page(client)
    form = Form(client, "/identity/upload")
    file = {"name": "kopie.png", "mimeType": "image/png", "buffer": saved(covered_card())}
    await (await form.attach("copy", file)).send()
    await expect(client.page).to_have_url(re.compile("/identity/received"))
    await check_page(client)


async def approve_the_copy(desk: LiveDesk, handler: Tab, case_id: str) -> None:
    """The handler sees the picture, goes through the checklist and approves; the copy is destroyed."""
    await open_when(handler, f"{desk.url}/staff/verify/{case_id}", "form[action$='/approve']")
    shown = handler.page.locator("img[src$='/picture']")
    assert await shown.evaluate("image => image.complete && image.naturalWidth > 0")
    await check_page(handler)
    form = Form(handler, "/approve")
    await form.tick("shown")
    document = await handler.page.locator("select[name=document] option").nth(1).get_attribute("value")
    await (await form.choose(document=document or "")).send()
    await expect(handler.page.locator("[data-undo]")).to_be_visible()
    desk.clock.jump(timedelta(seconds=11))


async def do_the_tasks(desk: LiveDesk, handler: Tab, case_id: str) -> None:
    """One task finds something, the others nothing."""
    await open_when(handler, f"{desk.url}/staff/cases/{case_id}", "form[action$='/answer']")
    first = handler.page.locator("form[action$='/answer']").first
    task = (await first.get_attribute("action") or "").split("/")[-2]
    form = await Form(handler, f"/staff/tasks/{task}/answer").unfold()
    await form.tick(f"outcome-{task}", "found")
    await (await form.fill(**{f"text-{task}": WORDS})).send()
    for box in await handler.page.locator("input[name=task]").all():
        await unfold(box)
        await box.check()
    async with handler.page.expect_navigation():
        await handler.page.locator("form#bulk button").click()
    await check_page(handler)


async def decide(desk: LiveDesk, handler: Tab, approver: Tab, case_id: str) -> None:
    """The handler proposes; another person reads exactly that and approves."""
    await handler.page.goto(f"{desk.url}/staff/cases/{case_id}")
    form = Form(handler, "/propose")
    await form.tick("outcome", "granted")
    await (await form.fill(reasons="Je krijgt alles wat we van je hebben.")).send()
    await sign_in(desk, approver, "approver")
    await approver.page.goto(f"{desk.url}/staff/cases/{case_id}")
    await check_page(approver)
    await approver.page.locator("a[href$='/package']").click()
    await check_page(approver)
    await Form(approver, "/package/check").send()
    await Form(approver, "/approve").send()


async def fetch_the_answer(desk: LiveDesk, client: Tab, link: str) -> zipfile.ZipFile:
    """Noor asks for a fresh code, types it over, and keeps the package."""
    await client.page.goto(link)
    await check_page(client)
    async with client.page.expect_navigation():
        await client.page.locator("form[action$='/download/code'] button").first.click()
    letter = await desk.letter(NOOR.address, "Dit is je code voor")
    code = re.search(r"\b\d{8}\b", letter.text)
    assert code, "the letter with the fresh code holds eight digits"
    await client.page.locator("input[name=fresh]").fill(code.group())
    await client.page.locator("form[action$='/download/file'] button").click()
    await check_page(client)
    async with client.page.expect_download() as saved:
        await client.page.locator("a[href$='/download/package']").click()
    file = await (await saved.value).path()
    return zipfile.ZipFile(io.BytesIO(Path(file).read_bytes()))


async def test_one_request_goes_all_the_way(browser: Browser, tmp_path: Path) -> None:
    """Received, acknowledged, identified, approved, done, decided by two, delivered; and staff are reminded."""
    async with (
        living(tmp_path) as desk,
        tab(browser, desk.url) as handler,
        tab(browser, desk.url) as approver,
        tab(browser, desk.url, viewport=PHONE, accept_downloads=True) as client,
    ):
        await mail_the_desk(desk)
        acknowledgement = await desk.letter(NOOR.address, "[zaak ")
        assert "inzage" in acknowledgement.text.lower() or "gegevens" in acknowledgement.text.lower()
        await sign_in(desk, handler, "handler")
        case_id = await confirm_what_is_asked(desk, handler)
        await ask_for_a_copy(desk, handler, case_id)
        asked = await desk.letter(NOOR.address, "/identity/upload#")
        desk.clock.jump(timedelta(days=7, minutes=1))
        await desk.letter(NOOR.address, "herinner")
        await sign_in(desk, handler, "handler")
        await send_the_copy(client, link_in(asked.text, "/identity/upload"))
        await approve_the_copy(desk, handler, case_id)
        await do_the_tasks(desk, handler, case_id)
        desk.clock.jump(timedelta(days=12))
        await desk.letter(desk.staff["handler"]["user"], "[zaak ")
        await sign_in(desk, handler, "handler")
        await decide(desk, handler, approver, case_id)
        ready = await desk.letter(NOOR.address, "/download#")
        package = await fetch_the_answer(desk, client, link_in(ready.text, "/download"))
        everything = b"".join(package.read(name) for name in package.namelist())
        assert WORDS.encode() in everything
        assert json.loads(package.read("manifest.json"))
        subjects = [mail.subject for mail in desk.world.kept(NOOR.address)]
        assert len(subjects) == len(set(subjects)), f"a letter came twice: {subjects}"
        assert handler.complaints == approver.complaints == client.complaints == []
