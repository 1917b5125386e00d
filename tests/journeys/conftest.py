"""Fixtures of the journeys: a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.journeys.browser import chromium, in_ci, missing


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium; without it the test is skipped with the reason, in CI it fails."""
    lacking = missing()
    if lacking and in_ci():
        pytest.fail(f"{lacking} In CI no test may be skipped.", pytrace=False)
    if lacking:
        pytest.skip(f"{lacking} Run `make servers` as root.")
    async with chromium() as running:
        yield running
