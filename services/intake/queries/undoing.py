"""What somebody decided a moment ago and can still undo."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlmodel import col, select

from services.intake.queries.shown import shown
from services.intake.rules.incoming import UNDO_FOR, Event, State
from services.intake.store import Incoming, unseal_decision
from shared.contracts.people import CORR
from shared.platform.desk import Desk

AT_ONCE = 3


@dataclass(frozen=True)
class Undoable:
    """A decision that has not taken effect yet; `seconds` is how long it can surely still be undone."""

    incoming_id: str
    subject: str
    event: Event
    seconds: int


async def undoable(desk: Desk, staff_id: str) -> list[Undoable]:
    """This person's latest decisions that wait to take effect, newest first."""
    mine = select(Incoming).where(Incoming.state == State.DECIDED, Incoming.decided_by == staff_id)
    async with desk.look() as session:
        rows = (await session.exec(mine.order_by(col(Incoming.decided_at).desc()).limit(AT_ONCE))).all()
    return [await _undoable(desk, row) for row in rows]


async def _undoable(desk: Desk, row: Incoming) -> Undoable:
    decided = unseal_decision(row, await desk.keyring.box(row.id, CORR))
    passed = desk.clock.now() - row.decided_at if row.decided_at else UNDO_FOR
    left = math.ceil((UNDO_FOR - passed).total_seconds())
    return Undoable(row.id, (await shown(desk, row, whole=False)).said.subject, decided.event, max(left, 0))
