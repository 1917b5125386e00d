"""Have a picture that we keep drawn anew in a confined child: painted over, or marked with who looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from shared.platform.confined import Confined

DOOR: Final = "services.verify.checks.drawing_door:draw_frame"
_MB, _SECONDS = 768, 20
Place = tuple[float, float, float, float]


class Drawer:
    """Draws on pictures, one at a time for each child."""

    def __init__(self, by: Confined) -> None:
        self._by = by

    async def __call__(self, picture: bytes, *, name: str = "", blocks: Sequence[Place] = ()) -> bytes:
        """The picture as a fresh PNG. Raises `JobFailed`."""
        _, drawn = await self._by.run(picture, name=name, blocks=[list(block) for block in blocks])
        return drawn


@asynccontextmanager
async def drawers(side_by_side: int = 1, *, require_protection: bool = False) -> AsyncIterator[Drawer]:
    """Start the children that draw; the first comes with the first picture."""
    async with Confined(DOOR, side_by_side, _MB, _SECONDS, require_protection=require_protection, at_once=0) as by:
        yield Drawer(by)
