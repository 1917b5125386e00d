"""How good the machine's proposals were on this desk, by what people made of them (spec 9.4)."""

from __future__ import annotations

from services.intake.rules.scores import Report, score
from services.intake.store import corrections
from shared.platform.desk import Desk


async def evaluation(desk: Desk) -> Report:
    """The figures over every message that a person judged."""
    async with desk.look() as session:
        return score(each.pair() for each in await corrections(session))
