"""Fixtures of the tests of abuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.security.filled import Filled, filled_desk
from tests.security.whole_desk import WholeDesk, opened


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[WholeDesk]:
    """The whole desk with nothing in it."""
    async with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[Filled]:
    """The whole desk with something behind every address."""
    async with filled_desk(tmp_path) as desk:
        yield desk
