"""Black out and send: what the browser does with a picture before, while and after it is sent."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, Route, expect

from tests.journeys.browser import Tab, tab
from tests.journeys.upload_page import SIZE, Served, Watched, choose, enter, magenta, passport, preview, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
NARROW = {"width": 390, "height": 800}
EXTRA = (900, 520, 1150, 640)
"""A block where no suggested box lies."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Served]:
    """Verify with an open link."""
    async with served(tmp_path / "data") as made:
        yield made


@pytest.fixture
async def client(browser: Browser, desk: Served) -> AsyncIterator[Tab]:
    """Noor at her desk, with the page open."""
    async with tab(browser, desk.origin) as opened:
        await enter(opened.page, desk.link)
        yield opened


async def send(page: Page) -> None:
    """Press Send and wait for the page that follows."""
    await page.locator("[data-send]").click()
    await expect(page).to_have_url(re.compile("/identity/received"))


async def blackness(data: bytes, at: tuple[float, float, float, float]) -> int:
    """The lightest value of any colour within a part (fractions) of a picture."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    left, top, right, bottom = (round(side * picture.size[i % 2]) for i, side in enumerate(at))
    return max(high for _low, high in picture.crop((left, top, right, bottom)).getextrema())  # type: ignore[misc, has-type]  # RGB has three bands


async def test_nothing_leaves_before_send_and_then_exactly_what_was_shown(client: Tab, desk: Served) -> None:
    """No request at all while boxes are laid; what arrives is the previewed file, black, without camera details."""
    page = client.page
    await page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    watched = Watched(page)
    await choose(page, passport())
    await page.select_option("#bo-kind", "passport")
    await expect(page.locator("[data-box]")).to_have_count(4)
    await page.fill("#bo-case", "2026-0001")
    shown = await preview(page)
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert watched.sent == []
    await send(page)
    assert desk.arrived == [shown]
    assert await blackness(shown, (0.11, 0.26, 0.32, 0.63)) == 0  # the photo
    assert await blackness(shown, (0.08, 0.74, 0.9, 0.9)) == 0  # the strip
    assert magenta(shown) is None
    picture = Image.open(io.BytesIO(shown))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", SIZE, {})
    assert b"Camera of Noor" not in shown
    assert len(await desk.office.copies()) == 1
    assert client.complaints == []


async def test_a_picture_stands_upright_and_turns_with_its_boxes(client: Tab) -> None:
    """The camera's note is obeyed; a quarter turn moves drawn boxes along; undo takes it back."""
    page = client.page
    await choose(page, passport(orientation=6))
    canvas = page.locator("[data-stage] canvas")
    shape = "canvas => [canvas.width, canvas.height]"
    assert await canvas.evaluate(shape) == list(SIZE)
    await page.locator("[data-do=add]").click()
    before = await page.locator("[data-box]").get_attribute("style")
    await page.locator("[data-do=turn-right]").click()
    assert await canvas.evaluate(shape) == [SIZE[1], SIZE[0]]
    assert await page.locator("[data-box]").get_attribute("style") != before
    await page.locator("[data-do=turn-left]").click()
    assert await page.locator("[data-box]").get_attribute("style") == before
    for _ in range(2):
        await page.locator("[data-do=undo]").click()
    assert await canvas.evaluate(shape) == list(SIZE)


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(80):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


async def test_everything_works_by_keyboard_alone(client: Tab, desk: Served) -> None:
    """Kind, outline, move, size, remove, undo, look and send without a mouse."""
    page = client.page
    await choose(page, passport())
    await expect(page.locator("#bo-kind")).to_be_focused()
    await page.keyboard.press("P")
    await expect(page.locator("[data-box]")).to_have_count(4)
    await tab_to(page, "[data-grip=tl]")
    first = page.locator("[data-box]").first
    followed = await first.bounding_box()
    await page.keyboard.press("ArrowLeft")
    assert (await first.bounding_box() or {})["x"] < (followed or {})["x"]
    await tab_to(page, "[data-box]")
    before = await first.bounding_box()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("Shift+ArrowDown")
    after = await first.bounding_box()
    assert before
    assert after
    assert after["x"] < before["x"]
    assert after["height"] > before["height"]
    await page.keyboard.press("Tab")
    await page.keyboard.press("Delete")
    await expect(page.locator("[data-box]")).to_have_count(3)
    await expect(page.locator("[data-box]:focus")).to_have_count(1)
    await page.keyboard.press("Control+z")
    await expect(page.locator("[data-box]")).to_have_count(4)
    await tab_to(page, "[data-preview]")
    await page.keyboard.press("Enter")
    await page.locator(".bo-result[src^='blob:']").wait_for()
    await tab_to(page, "[data-send]")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/identity/received"))
    assert len(desk.arrived) == 1


async def test_buttons_do_what_dragging_does(client: Tab) -> None:
    """A box is added, moved, made wider, named and removed by clicks alone (WCAG 2.5.7)."""
    page = client.page
    await choose(page, passport())
    await page.locator("[data-do=add]").click()
    box = page.locator("[data-box]")
    before = await box.bounding_box()
    await page.locator("[data-do=right]").click()
    await page.locator("[data-do=wider]").click()
    after = await box.bounding_box()
    assert before
    assert after
    assert (after["x"] > before["x"], after["width"] > before["width"]) == (True, True)
    await page.locator("[data-boxes] select").select_option("bsn")
    await expect(box).to_have_attribute("aria-label", "1. BSN")
    await page.locator("[data-boxes] button").click()
    await expect(box).to_have_count(0)


async def test_a_mouse_draws_moves_and_pulls(client: Tab) -> None:
    """Drawing on the bare picture makes a box; dragging it moves it; a corner sizes it; one undo for each."""
    page = client.page
    await choose(page, passport())
    stage = page.locator("[data-stage]")
    await stage.scroll_into_view_if_needed()

    async def drag(start: tuple[float, float], to: tuple[float, float]) -> None:
        at = await stage.bounding_box()
        assert at
        await page.mouse.move(at["x"] + start[0], at["y"] + start[1])
        await page.mouse.down()
        await page.mouse.move(at["x"] + to[0], at["y"] + to[1], steps=4)
        await page.mouse.up()

    box = page.locator("[data-box]")
    place = "box => [box.offsetLeft, box.offsetTop, box.offsetWidth, box.offsetHeight].map(Math.round)"
    await drag((50, 60), (150, 120))
    assert await box.evaluate(place) == [50, 60, 100, 60]
    await drag((100, 90), (140, 110))
    assert await box.evaluate(place) == [90, 80, 100, 60]
    await drag((193, 143), (233, 163))
    assert await box.evaluate(place) == pytest.approx([90, 80, 143, 83], abs=6)
    for expected in ([90, 80, 100, 60], [50, 60, 100, 60]):
        await page.locator("[data-do=undo]").click()
        assert await box.evaluate(place) == expected


async def test_a_finger_draws_on_a_phone(browser: Browser, desk: Served) -> None:
    """At 390 px: the outline's corner and a new box by touch; the page is no wider than the phone."""
    async with tab(browser, desk.origin, viewport=NARROW, has_touch=True, is_mobile=True) as phone:
        page = phone.page
        await enter(page, desk.link)
        await choose(page, passport())
        await page.select_option("#bo-kind", "passport")
        stage = page.locator("[data-stage]")
        await stage.scroll_into_view_if_needed()
        corner = page.locator("[data-grip=tl]")
        before = await corner.bounding_box()
        assert before
        middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
        await finger(page, middle, (middle[0] + 12, middle[1] + 9))
        assert (await corner.bounding_box() or {})["x"] == pytest.approx(before["x"] + 12, abs=1.5)
        await page.locator("[data-do=draw]").tap()
        await stage.scroll_into_view_if_needed()
        at = await stage.bounding_box()
        assert at
        start = (at["x"] + at["width"] * 0.5, at["y"] + at["height"] * 0.35)
        await finger(page, start, (start[0] + 60, start[1] + 30))
        await expect(page.locator("[data-box]")).to_have_count(5)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await phone.serious_axe_findings() == []
        await preview(page)
        await page.locator("[data-send]").tap()
        await expect(page).to_have_url(re.compile("/identity/received"))
        assert phone.complaints == []


async def finger(page: Page, start: tuple[float, float], to: tuple[float, float]) -> None:
    """One finger goes down, moves and comes up."""
    session = await page.context.new_cdp_session(page)
    middle = ((start[0] + to[0]) / 2, (start[1] + to[1]) / 2)
    for kind, at in (("touchStart", start), ("touchMove", middle), ("touchMove", to), ("touchEnd", None)):
        points = [{"x": at[0], "y": at[1]}] if at else []
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def test_a_refused_copy_is_put_right_where_it_is(client: Tab, desk: Served) -> None:
    """The desk says what and where, how often one may try, and keeps the boxes; one press covers the place."""
    page = client.page
    await choose(page, passport(extra=EXTRA))
    await page.select_option("#bo-kind", "passport")
    await preview(page)
    await page.locator("[data-send]").click()
    verdict = page.locator("[data-verdict]")
    await expect(verdict).to_be_focused()
    await expect(verdict).to_contain_text("nog 4 keer")
    await expect(page.locator("[data-box]")).to_have_count(4)
    place = await page.locator(".bo-seen").evaluate("one => [one.style.left, one.style.top].map(parseFloat)")
    assert place == pytest.approx([100 * EXTRA[0] / SIZE[0], 100 * EXTRA[1] / SIZE[1]], abs=0.5)
    assert await client.serious_axe_findings() == []
    await verdict.get_by_role("button").click()
    await expect(page.locator("[data-box]:focus")).to_have_attribute("aria-label", "5. Foto")
    await expect(page.locator("[data-part=preview]")).to_be_hidden()
    await preview(page)
    await send(page)
    assert [magenta(data) is None for data in desk.arrived] == [False, True]


async def test_a_link_that_is_over_does_not_ask_to_try_again(client: Tab, desk: Served) -> None:
    """Who used up the tries reads what to do instead."""
    page = client.page
    await choose(page, passport())
    await preview(page)
    for left in (4, 3, 2, 1, 0):
        await page.locator("[data-do=add]").click()
        await preview(page)
        await page.locator("[data-send]").click()
        await expect(page.locator("[data-verdict]")).to_contain_text(f"nog {left} keer" if left else "nieuwe")
    await expect(page.locator("[data-retry]")).to_be_hidden()
    assert len(desk.arrived) == 5


async def test_what_the_browser_itself_recognises_gets_a_box(browser: Browser, desk: Served) -> None:
    """Where it has detectors: a face beside every suggested box gets its own, one inside a box changes nothing."""
    faces = [{"x": 980, "y": 500, "width": 100, "height": 120}, {"x": 250, "y": 400, "width": 150, "height": 200}]
    found = ", ".join(f"{{boundingBox: {face}}}" for face in faces)
    async with tab(browser, desk.origin) as client:
        page = client.page
        await page.add_init_script(f"globalThis.FaceDetector = class {{ async detect() {{ return [{found}]; }} }};")
        await enter(page, desk.link)
        await choose(page, passport())
        await expect(page.locator("[data-box]")).to_have_count(2)
        await page.select_option("#bo-kind", "passport")
        await expect(page.locator("[data-box]")).to_have_count(6)
        await page.locator("[data-do=undo]").click()
        await expect(page.locator("[data-box]")).to_have_count(2)


async def test_offline_until_send_and_a_lost_answer_counts_once(client: Tab, desk: Served) -> None:
    """Boxes are laid without a network; Send waits for one; a sending whose answer is lost is repeated as the same."""
    page = client.page
    keys: list[str | None] = []

    async def lose_the_first_answer(route: Route) -> None:
        keys.append(await route.request.header_value("idempotency-key"))
        if len(keys) > 1:
            await route.continue_()
            return
        await route.fetch()
        await route.abort("connectionreset")

    await page.context.set_offline(True)
    await choose(page, passport(extra=EXTRA))
    await page.select_option("#bo-kind", "passport")
    await preview(page)
    await page.locator("[data-send]").click()
    await expect(page.locator("[data-sending]")).to_contain_text("offline")
    assert desk.arrived == []
    await page.route("**/identity/upload", lose_the_first_answer)
    await page.context.set_offline(False)
    await expect(page.locator("[data-verdict]")).to_contain_text("nog 4 keer")
    assert keys == [keys[0]] * 2
    assert keys[0]
    assert len(desk.arrived) == 2
    assert [link.tries for link in await desk.office.links()] == [1]


async def test_what_cannot_be_drawn_on_goes_to_the_plain_form(client: Tab) -> None:
    """A PDF, or what the browser cannot open: why, and the file is ready in the form below."""
    page = client.page
    await choose(page, b"%PDF-1.7\n", "pas.pdf", "application/pdf")
    await expect(page.locator("[data-trouble]")).to_contain_text("pdf")
    name = "input => input.files[0]?.name"
    assert await page.locator("#copy").evaluate(name) == "pas.pdf"
    await choose(page, b"\0\0\0\x18ftypheic", "pas.heic", "image/heic")
    await expect(page.locator("[data-trouble]")).to_contain_text("JPEG")
    assert await page.locator("#copy").evaluate(name) == "pas.heic"
    await expect(page.locator("[data-part=edit]")).to_be_hidden()


async def test_a_wrong_code_is_said_beside_the_boxes(client: Tab, desk: Served) -> None:
    """Nothing was judged; the code is put right and sent again."""
    page = client.page
    await choose(page, passport())
    await page.select_option("#bo-kind", "passport")
    await preview(page)
    code = await page.input_value("#bo-code")
    await page.fill("#bo-code", "")
    await page.locator("[data-send]").click()
    await expect(page.locator("#bo-code")).to_be_focused()
    await page.fill("#bo-code", "mistyped")
    await page.locator("[data-send]").click()
    await expect(page.locator("[data-verdict]")).to_contain_text("code past niet")
    assert desk.arrived == []
    await page.fill("#bo-code", code)
    await send(page)


async def test_without_a_script_the_form_is_the_way(browser: Browser, desk: Served) -> None:
    """The boxes do not show; how to use KopieID and the plain form do, and the verdict is a page."""
    async with tab(browser, desk.origin, java_script_enabled=False) as client:
        page = client.page
        await page.goto(desk.link)
        await expect(page.locator("#blackout")).to_be_hidden()
        await expect(page.locator("main")).to_contain_text("KopieID")
        await page.fill("#code", desk.link.partition("#")[2])
        await page.locator("#copy").set_input_files(
            {"name": "pas.jpg", "mimeType": "image/jpeg", "buffer": passport()}  # type: ignore[arg-type]
        )
        await page.locator("form[action='/identity/upload'] button").click()
        await expect(page.locator("main")).to_contain_text("nog 4 keer")


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_can_be_read_by_everyone(browser: Browser, desk: Served, language: str, scheme: str) -> None:
    """Axe finds nothing serious, with boxes and preview open, in both languages, light and dark; nothing sticks out."""
    async with tab(browser, desk.origin, language=language, color_scheme=scheme) as client:
        page = client.page
        await enter(page, desk.link)
        await choose(page, passport())
        await page.select_option("#bo-kind", "passport")
        await preview(page)
        assert await client.serious_axe_findings() == []
        await page.set_viewport_size(NARROW)
        assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert client.complaints == []
