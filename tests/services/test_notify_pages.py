"""The pages of letters: what staff see, what they may decide, and what is hidden from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from services.access import ACCESS
from services.notify.app import OFFICE
from services.notify.rules.troubles import WhyAgain
from shared.contracts.people import CONTACT
from shared.platform.outcomes import NotAllowedNow
from shared.platform.pages import add_templates
from shared.platform.sessions import Sessions
from shared.platform.web import Site, make_app
from shared.platform.web.signin import cookie_name
from shared.statetable import NotAllowed
from shared.vocabulary import (
    DeliveryState,
    Letter,
)
from tests.services.notify_desk import CASE, SAM, START
from tests.services.notify_world import (
    ACCESS_FACTS,
    MINUTE,
    Bureau,
    answer,
    asked,
    bureau_in,
    code,
)

pytestmark = pytest.mark.slow

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves."""
    async with bureau_in(tmp_path) as made:
        yield made


@pytest.fixture
async def browser(bureau: Bureau) -> AsyncIterator[Client]:
    """A handler's browser in front of the pages."""
    desk = bureau.notify.desk
    site = Site("Privacybalie", "Voorbeeld bv", "http://127.0.0.1")
    sessions = Sessions(desk.cabinet, desk.clock)
    app = make_app(
        site, sessions=sessions, access=ACCESS, translate={NotAllowed: lambda error: NotAllowedNow(str(error))}
    )
    add_templates(app, OFFICE.name, OFFICE.package)
    OFFICE.add_routes(app, desk)
    token = await sessions.open("s1", "Anna", ["handler"])
    client: Client = TestClient(TestServer(app), cookies={cookie_name(site): token})
    client.sessions, client.cookie = sessions, cookie_name(site)  # type: ignore[attr-defined]  # for the tests below
    async with client:
        yield client


async def press(client: Client, path: str, **fields: str) -> Any:
    """Send a form of our own page."""
    return await client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False)


async def page(client: Client, path: str) -> str:
    """The text of a page."""
    answer = await client.get(path, headers={"Accept-Language": "en"})
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def hold(bureau: Bureau) -> str:
    """Let the acknowledgement be held; its page."""
    bureau.postbox.cut = True
    await bureau.notify.hear(await bureau.notify.opened())
    bureau.postbox.cut = False
    return f"/staff/letters/{(await bureau.notify.only()).id}"


async def test_a_held_letter_that_arrived_is_marked_by_a_person(bureau: Bureau, browser: Client) -> None:
    """The first button; the second press of it gets a clear answer and changes nothing."""
    path = await hold(bureau)
    assert "It arrived" in await page(browser, path)
    answer = await press(browser, f"{path}/sent", attempt="1")
    assert answer.headers["Location"] == f"{path}?done=letter-marked"
    again = await press(browser, f"{path}/sent", attempt="1")
    assert again.status == 409
    marked = await bureau.notify.only()
    assert (marked.state, marked.decided_by) == ("sent", "s1")
    assert len(bureau.mails()) == len(await bureau.notify.said("letter.sent")) == 1
    assert "It arrived" not in await page(browser, path)


async def test_a_held_letter_goes_again_when_a_person_says_so(bureau: Bureau, browser: Client) -> None:
    """The second button; the same Message-ID, and a double click sends once."""
    path = await hold(bureau)
    fields = {"attempt": "1", "why": WhyAgain.NOT_ARRIVED}
    answers = [await press(browser, f"{path}/again", **fields) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 409]
    await bureau.notify.settle()
    assert len(bureau.mails()) == 2
    assert len({mail["Message-ID"] for mail in bureau.mails()}) == 1
    assert (await bureau.notify.only()).state == DeliveryState.SENT


async def test_a_letter_that_failed_twice_is_told_twice(bureau: Bureau, browser: Client) -> None:
    """A second failure is a fact of its own."""
    bureau.postbox.rcpt = "550 5.1.1 unknown"
    await bureau.notify.hear(await bureau.notify.opened())
    path = f"/staff/letters/{(await bureau.notify.only()).id}"
    await press(browser, f"{path}/again", attempt="1", why=WhyAgain.MENDED)
    await bureau.notify.settle()
    assert [m.number for m in await bureau.notify.said("letter.failed")] == [1, 2]


async def test_staff_let_a_held_back_letter_out(bureau: Bureau, browser: Client) -> None:
    """It is a person's letter then: no machine's mark on it, and its bounces come back."""
    notify = bureau.notify
    await notify.hear(
        await notify.opened(acknowledge=False, hold_back_reason="this sender got 3 automatic answers in 24 hours")
    )
    path = f"/staff/letters/{(await notify.only()).id}"
    assert "this sender got 3 automatic answers in 24 hours" in await page(browser, path)
    async with browser.get(path, headers={"Accept-Language": "nl"}) as dutch:
        assert "deze afzender kreeg 3 automatische antwoorden in 24 uur" in await dutch.text()
    await press(browser, f"{path}/again", attempt="1", why=WhyAgain.RIGHT_AFTER_ALL)
    await notify.settle()
    [mail] = bureau.mails()
    assert mail["Auto-Submitted"] is None
    assert bureau.postbox.taken[0].mail_from == "info@desk.example"


@pytest.mark.parametrize("trouble", ["no address", "expired", "incomplete", "erased"])
async def test_a_letter_that_cannot_go_says_why(bureau: Bureau, browser: Client, trouble: str) -> None:
    """No address, out of date, a field empty, data erased: a clear answer, and the letter stays where it is."""
    notify = bureau.notify
    nobody = {"requester": await notify.person("")} if trouble == "no address" else {}
    await notify.hear(await notify.opened(acknowledge=False, **nobody))
    if trouble == "expired":
        bureau.postbox.rcpt = "550 5.1.1 unknown"
        await notify.hear((await code(notify)).model_copy(update={"valid_until": START + 5 * MINUTE}))
        await notify.pass_time(10 * MINUTE)
    if trouble == "incomplete":
        await notify.hear(await answer(notify, facts={**ACCESS_FACTS, "purposes": ""}))
    if trouble == "erased":
        await notify.desk.keyring.destroy(CASE, CONTACT)
    letter = {"expired": "T39b", "incomplete": "T11"}.get(trouble, "T01")
    stuck = next(d for d in await notify.deliveries() if d.letter == letter)
    answered = await press(browser, f"/staff/letters/{stuck.id}/again", attempt="1", why=WhyAgain.ASKED)
    assert answered.status == 409
    assert next(d for d in await notify.deliveries() if d.id == stuck.id).state == stuck.state


@pytest.mark.parametrize("fields", [{}, {"attempt": "x", "why": "asked"}, {"attempt": "1", "why": "because"}])
async def test_a_form_that_cannot_be_read_changes_nothing(
    bureau: Bureau, browser: Client, fields: dict[str, str]
) -> None:
    """The field at fault is named."""
    path = await hold(bureau)
    assert (await press(browser, f"{path}/again", **fields)).status == 400
    assert (await bureau.notify.only()).state == DeliveryState.HELD


async def test_the_page_of_a_letter_runs_nothing_and_shows_no_secret(bureau: Bureau, browser: Client) -> None:
    """The HTML form is source; codes and the secret part of links are for the recipient alone."""
    notify = bureau.notify
    name = "<img src=x onerror=alert(1)>"
    await notify.hear(await notify.opened(requester=await notify.person(name=name)))
    await notify.hear(await asked(notify), await answer(notify), await code(notify))
    seen = "".join([await page(browser, f"/staff/letters/{d.id}") for d in await notify.deliveries()])
    assert "<img src=x" not in seen
    assert "&lt;html" in seen
    assert "https://desk.example/download#" in seen
    for secret in ("upload-code-7", "download-code-7", "482 913"):
        assert secret not in seen
        assert any(secret in bureau.text(n) for n in range(len(bureau.mails())))


async def test_each_tab_lists_its_letters(bureau: Bureau, browser: Client) -> None:
    """Waiting, unknown, failed, not sent, sent; and the letters of one case."""
    notify, path = bureau.notify, "/staff/letters"
    fates = [("", False, True), ("450 x", False, True), ("550 x", False, True), ("", True, True), ("", False, False)]
    for number, (rcpt, cut, ack) in enumerate(fates):
        bureau.postbox.rcpt, bureau.postbox.cut = rcpt, cut
        case = f"case-{number}"
        await notify.hear(await notify.opened(case_id=case, reference=f"2026-000{number}", acknowledge=ack))
    for number, tab in enumerate(["sent", "waiting", "failed", "unknown", "skipped"]):
        seen = await page(browser, f"{path}?tab={tab}")
        assert [n for n in range(5) if f"2026-000{n}</td>" in seen] == [number], tab
    assert "2026-0003</td>" in await page(browser, f"{path}?reference=2026-0003")
    assert "No letters for this case" in await page(browser, f"{path}?reference=2026-9999")
    for wrong in ("tab=all", "page=0", "page=x"):
        assert (await browser.get(f"{path}?{wrong}")).status == 404


async def test_the_texts_of_all_letters_can_be_read_in_both_languages(browser: Client) -> None:
    """With invented facts, side by side."""
    index = await page(browser, "/staff/letters/texts")
    for letter in Letter:
        assert f"/staff/letters/texts/{letter}" in index
        seen = await page(browser, f"/staff/letters/texts/{letter}")
        assert '<section class="panel" lang="nl">' in seen
        assert '<section class="panel" lang="en">' in seen
    assert (await browser.get("/staff/letters/texts/T99")).status == 404


@pytest.mark.parametrize(
    ("role", "sees", "decides"), [("handler", 200, 303), ("approver", 200, 404), ("admin", 404, 404)]
)
async def test_who_may_see_letters_and_who_may_decide(
    bureau: Bureau, browser: Client, role: str, sees: int, decides: int
) -> None:
    """R1.3-1; what somebody may not see looks as if it were not there."""
    path = await hold(bureau)
    token = await browser.sessions.open("s2", "Bo", [role])  # type: ignore[attr-defined]  # put there by the fixture
    browser.session.cookie_jar.update_cookies({browser.cookie: token}, browser.make_url("/"))  # type: ignore[attr-defined]  # as above
    for where in ("/staff/letters", path, "/staff/letters/texts"):
        assert (await browser.get(where)).status == sees
    assert (await press(browser, f"{path}/sent", attempt="1")).status == decides
    assert (await browser.get("/staff/letters/none")).status == 404
    assert (await press(browser, "/staff/letters/none/again", attempt="1", why="asked")).status == 404


async def test_every_look_and_every_step_is_in_the_trail(bureau: Bureau, browser: Client) -> None:
    """Ids and codes only."""
    path = await hold(bureau)
    await page(browser, path)
    await press(browser, f"{path}/sent", attempt="1")
    async with bureau.notify.desk.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT action, actor, codes FROM audit ORDER BY seq")).all()
    assert [(row.action, row.actor) for row in rows] == [
        ("letter.queued", "system"),
        ("letter.hold", "system"),
        ("letter.viewed", "s1"),
        ("letter.sent", "s1"),
    ]
    assert SAM not in str(rows)


async def test_the_database_holds_no_name_address_or_text(bureau: Bureau) -> None:
    """Sealed from the first row on."""
    notify = bureau.notify
    await notify.hear(await notify.opened(), await asked(notify))
    assert len(bureau.mails()) == 2
    raw = b"".join(path.read_bytes() for path in notify.desk.settings.data_dir.glob("*.db*"))
    for canary in (b"Sam de Vries", SAM.encode(), b"upload-code-7", b"inzage in je gegevens"):
        assert canary not in raw
