"""Looking at a message: every look is noted, with who looked."""

from __future__ import annotations

from services.intake import store
from services.intake.store import NoSuchMessage
from shared.platform.desk import Desk
from shared.platform.sessions import Session


async def note_view(desk: Desk, incoming_id: str, actor: Session) -> None:
    """Note that somebody opened a message; raises `NoSuchMessage`."""
    async with desk.work() as work:
        row = await store.find(work.session, incoming_id)
        if row is None:
            raise NoSuchMessage(incoming_id)
        work.note("message.viewed", row.case_id or incoming_id, actor.staff_id, message=incoming_id)
