"""`python -m tests.journeys.weigh_upload_page`: how heavy the black-out page is, and when it can be used."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from playwright.async_api import Browser

from tests.journeys.browser import PHONE, chromium, tab
from tests.journeys.upload_page import Served, enter, served

ROUNDS = 5
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
"""A slow mobile network: 1.6 Mbit/s down, 150 ms there and back."""
READY = "performance.getEntriesByName('blackout-ready')[0].startTime"
BYTES = """performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
    .map((one) => one.decodedBodySize)"""


async def visit(browser: Browser, desk: Served) -> tuple[int, int, float]:
    """One visit with an empty cache on a slow phone: files, bytes, ms until it can be used."""
    async with tab(browser, desk.origin, viewport=PHONE) as client:
        session = await client.page.context.new_cdp_session(client.page)
        await session.send("Network.emulateNetworkConditions", SLOW)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        await enter(client.page, desk.link)
        await client.page.wait_for_load_state("networkidle")
        sizes, ready = await client.page.evaluate(BYTES), await client.page.evaluate(READY)
        return len(sizes), sum(sizes), ready


async def main() -> None:
    """Print the middle of some visits."""
    with tempfile.TemporaryDirectory() as directory:
        async with served(Path(directory) / "data") as desk, chromium() as browser:
            visits = [await visit(browser, desk) for _ in range(ROUNDS)]
    files, size, ready = (median(column) for column in zip(*visits, strict=True))
    print(f"{files:.0f} files, {size / 1000:.0f} kB uncompressed; ready after {ready:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
