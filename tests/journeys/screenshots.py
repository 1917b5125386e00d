"""`make screenshots`: the pictures of the README, made of a living desk with a few invented requests."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.sandbox.people import JOKE, NOOR, SAMIR
from services.sandbox.posting import post_sample
from services.sandbox.samples import SAMPLES
from tests.gate.make import make
from tests.gate.variants import VARIANTS
from tests.journeys.browser import PHONE, Form, chromium, tab
from tests.journeys.live import LiveDesk, eventually, link_in, living
from tests.journeys.test_whole_request import ask_for_a_copy, confirm_what_is_asked, open_when, sign_in
from tests.journeys.upload_page import choose

PICTURES = Path("docs/pictures")
START = datetime(2026, 11, 2, 8, 15, tzinfo=UTC)
STORY = (("access", NOOR, 3), ("erasure", SAMIR, 2), ("mixed", JOKE, 0))
"""Which sample comes, from whom, and how many days pass after it."""


async def fill(desk: LiveDesk) -> None:
    """Three requests, some days apart."""
    for name, person, days in STORY:
        await post_sample(desk.world, SAMPLES[name])
        await desk.letter(person.address, "[zaak ")
        desk.clock.jump(timedelta(days=days))


def card(variant: str) -> bytes:
    """The front of a drawn identity card, as this variant of the gate's drawings shows it."""
    (one,) = [each for each in VARIANTS if each.name == variant]
    return make(replace(one, models=("card-2021-front",), captures=("flat",), carriers=("jpeg",)), 7).data


async def main() -> None:
    """Make every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        async with living(Path(directory), START) as desk, chromium() as browser:
            await fill(desk)
            async with tab(browser, desk.url) as handler, tab(browser, desk.url, viewport=PHONE) as phone:
                await sign_in(desk, handler, "handler")

                async def all_there() -> bool:
                    await handler.page.goto(f"{desk.url}/staff/queue?tab=all")
                    return await handler.page.locator("tr[data-row]").count() >= len(STORY)

                await eventually(all_there, "the three cases in the queue")
                await handler.page.screenshot(path=PICTURES / "queue.png")
                case_id = await confirm_what_is_asked(desk, handler)
                await open_when(handler, f"{desk.url}/staff/cases/{case_id}", "#dates, .deadline")
                await handler.page.screenshot(path=PICTURES / "case.png")
                await ask_for_a_copy(desk, handler, case_id)
                letters = [await desk.letter(person.address, "[zaak ") for _, person, _ in STORY]

                async def asked() -> str | None:
                    texts = [mail.text for mail in desk.world.kept() if "/identity/upload#" in mail.text]
                    return texts[-1] if texts else None

                assert letters
                link = link_in(await eventually(asked, "the letter with the link"), "/identity/upload")
                await phone.page.goto(link)
                await choose(phone.page, card("visible/everything"))
                await phone.page.select_option("#bo-kind", "card")
                await phone.page.locator("[data-stage]").scroll_into_view_if_needed()
                await phone.page.screenshot(path=PICTURES / "upload-phone.png")
                await phone.page.goto("about:blank")
                await phone.page.goto(link)
                await phone.page.locator("input[name=copy]").set_input_files(
                    {"name": "kopie.jpg", "mimeType": "image/jpeg", "buffer": card("compliant/exact")}
                )
                await Form(phone, "/identity/upload").send()
                await open_when(handler, f"{desk.url}/staff/verify/{case_id}", "form[action$='/approve']")
                await handler.page.locator("img[src$='/picture']").scroll_into_view_if_needed()
                await handler.page.screenshot(path=PICTURES / "review.png")
                await handler.page.goto(f"{desk.url}/sandbox/mail")
                await handler.page.screenshot(path=PICTURES / "sandbox.png")
    print(f"pictures in {PICTURES}")


if __name__ == "__main__":
    asyncio.run(main())
