"""`make screenshots`: the pictures of the README, made of a living desk with a few invented requests."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.sandbox.people import JOKE, NOOR, SAMIR
from services.sandbox.posting import post_sample
from services.sandbox.samples import SAMPLES
from tests.journeys.browser import PHONE, chromium, tab
from tests.journeys.live import LiveDesk, eventually, link_in, living
from tests.journeys.test_whole_request import ask_for_a_copy, confirm_what_is_asked, open_when, sign_in

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
                await phone.page.goto(link_in(await eventually(asked, "the letter with the link"), "/identity/upload"))
                await phone.page.screenshot(path=PICTURES / "upload-phone.png")
                await handler.page.goto(f"{desk.url}/sandbox/mail")
                await handler.page.screenshot(path=PICTURES / "sandbox.png")
    print(f"pictures in {PICTURES}")


if __name__ == "__main__":
    asyncio.run(main())
