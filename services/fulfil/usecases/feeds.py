"""The address of a calendar feed: made anew on request, so that a lost one stops working; shown once."""

from __future__ import annotations

from services.fulfil.store.feeds import FeedRow
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk
from shared.platform.sessions import Session

FEED = "/calendar"


async def make_feed(desk: Desk, by: Session) -> str:
    """A fresh secret address for this member of staff; an earlier one ends with it."""
    code = new_code()
    async with desk.work() as work:
        row = await work.session.get(FeedRow, by.staff_id)
        if row is None:
            row = FeedRow(staff_id=by.staff_id, fingerprint="", made_at=work.now)
        row.fingerprint, row.made_at = fingerprint(code), work.now
        work.session.add(row)
        work.note("calendar.feed_made", "calendar", by.staff_id)
    return f"{desk.settings.web.public_url.rstrip('/')}{FEED}/{code}.ics"


async def end_feed(desk: Desk, by: Session) -> None:
    """No feed any more for this member of staff."""
    async with desk.work() as work:
        row = await work.session.get(FeedRow, by.staff_id)
        if row is not None:
            await work.session.delete(row)
            work.note("calendar.feed_ended", "calendar", by.staff_id)
