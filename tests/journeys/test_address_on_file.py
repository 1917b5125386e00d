"""Journey: from a mail from a new address to a code typed on a phone, in a real browser, staff in both languages."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from services.commands.demo import DESK
from services.sandbox.people import NOOR
from services.sandbox.posting import post
from tests.journeys.browser import PHONE, Form, Tab, tab
from tests.journeys.live import LiveDesk, link_in, living
from tests.journeys.test_whole_request import check_page, open_when, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
KNOWN_AT = "noor@oudepost.example"


async def mail_the_desk(desk: LiveDesk) -> None:
    """Noor writes from an address that the bureau does not know."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{NOOR.name} <{NOOR.address}>", DESK, "Mijn adres klopt niet"
    mail["Message-ID"] = make_msgid(domain="post.example")
    mail.set_content("Hallo, mijn huisnummer staat verkeerd in mijn dossier. Verbeter mijn gegevens. Groet, Noor")
    await post(desk.world, mail, NOOR.address, DESK)


async def send_the_link(desk: LiveDesk, handler: Tab) -> str:
    """The handler confirms what is asked, looks into the directory and sends the link; gives the case's id."""
    await open_when(handler, f"{desk.url}/staff/queue", "a[href^='/staff/cases/']")
    await handler.page.locator("a[href^='/staff/cases/']").first.click()
    case_id = handler.page.url.rstrip("/").rpartition("/")[2].partition("?")[0]
    for box in await handler.page.locator("input[name=kinds]").all():
        await box.set_checked(await box.get_attribute("value") == "rectification")
    await Form(handler, "/kinds").send()
    await open_when(handler, f"{desk.url}/staff/verify/{case_id}", "form[action$='/file']")
    await check_page(handler)
    await (await Form(handler, "/file").fill(term="1001")).send()
    await expect(handler.page.locator("#ladder")).to_contain_text("n•••@o•••.example")
    await check_page(handler)
    await (await Form(handler, "/link").tick("theirs_alone")).send()
    await expect(handler.page.locator("#ladder table")).to_be_visible()
    await check_page(handler)
    return case_id


async def type_the_code(desk: LiveDesk, client: Tab) -> None:
    """Noor reads her old mailbox on a phone: a wrong code is said in words, the right one is enough."""
    letter = await desk.letter(KNOWN_AT, "/identity/confirm#")
    code = re.search(r"^\s*(\d{8})\s*$", letter.text, re.MULTILINE)
    assert code
    await client.page.goto(link_in(letter.text, "/identity/confirm"))
    await expect(client.page.locator("input[name=code]")).not_to_have_value("")
    assert "#" not in client.page.url or client.page.url.endswith("#")
    await check_page(client)
    for typed, where in (("00000000", "/identity/confirm$"), (code.group(1), "/identity/confirmed")):
        await client.page.locator("input[name=fresh]").fill(typed)
        await client.page.locator("input[name=fresh]").press("Enter")
        await expect(client.page).to_have_url(re.compile(where))
        if typed == "00000000":
            await expect(client.page.locator("[role=alert]")).to_be_visible()
        await check_page(client)


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
async def test_the_address_on_file_is_asked_and_answers(browser: Browser, tmp_path: Path, language: str) -> None:
    """Without a script for the requester, whose page works as plain HTML but for the code that fills itself in."""
    async with (
        living(tmp_path / "desk") as desk,
        tab(browser, desk.url, language=language) as handler,
        tab(browser, desk.url, language=language, viewport=PHONE) as client,
    ):
        await mail_the_desk(desk)
        await desk.letter(NOOR.address, "[zaak ")
        await sign_in(desk, handler, "handler")
        case_id = await send_the_link(desk, handler)
        await type_the_code(desk, client)
        await open_when(handler, f"{desk.url}/staff/verify/{case_id}", "#ladder tbody tr:nth-child(2)")
        established = "Identiteit vastgesteld" if language == "nl-NL" else "Identity established"
        await expect(handler.page.locator(".badge").first).to_have_text(established)
        await check_page(handler)
        await open_when(handler, f"{desk.url}/staff/cases/{case_id}", "form[action$='/answer']")
        assert [*handler.complaints, *client.complaints] == []
        assert not any("/identity/confirm" in letter.text for letter in desk.world.kept(NOOR.address))
