"""Looking at a message: every look is noted, with who looked."""

from __future__ import annotations

from services.intake import store
from services.intake.mailparse import as_text
from services.intake.store import Incoming, NoSuchMessage
from services.intake.usecases.tools import cutter_of, raw_of
from shared.platform.confined import JobFailed
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk
from shared.platform.sessions import Session


async def note_view(desk: Desk, incoming_id: str, actor: Session, how: str = "page") -> Incoming:
    """Note that somebody opened a message and give it; raises `NoSuchMessage`."""
    async with desk.work() as work:
        row = await store.find(work.session, incoming_id)
        if row is None:
            raise NoSuchMessage(incoming_id)
        work.note("message.viewed", row.case_id or incoming_id, actor.staff_id, message=incoming_id, how=how)
    return row


async def note_list(desk: Desk, tab: str, number: int, actor: Session) -> None:
    """Note that somebody looked at a list: names and subjects stand on it."""
    async with desk.work() as work:
        work.note("triage.listed", "triage", actor.staff_id, tab=tab, page=number)


async def source(desk: Desk, row: Incoming) -> str:
    """The source of a mail as harmless text, cut after 64 KiB; empty when there is none (any more)."""
    raw = await _raw(desk, row)
    return as_text(raw) if raw is not None else ""


async def as_html(desk: Desk, incoming_id: str, actor: Session) -> bytes:
    """The HTML of a mail as a safe document; empty when there is none that can be shown. Raises `NoSuchMessage`."""
    row = await note_view(desk, incoming_id, actor, "html")
    raw = await _raw(desk, row)
    if raw is None:
        return b""
    try:
        return await cutter_of(desk)(raw, view="html")
    except JobFailed:
        return b""


async def _raw(desk: Desk, row: Incoming) -> bytes | None:
    if not row.raw_name:
        return None
    try:
        return await raw_of(desk).open(row.raw_name)
    except (CannotOpen, OSError):
        return None
