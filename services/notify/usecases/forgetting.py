"""The content of a case was kept long enough: its letters go (R6-9)."""

from __future__ import annotations

from sqlmodel import col, delete

from services.notify.store import Correspondence, Delivery
from shared.platform.desk import Work
from shared.statetable import SYSTEM


async def forget_case(work: Work, case_id: str) -> int:
    """Remove every row of a case; returns how many. Doing it again does nothing."""
    letters = await work.session.exec(delete(Delivery).where(col(Delivery.case_id) == case_id))
    known = await work.session.exec(delete(Correspondence).where(col(Correspondence.case_id) == case_id))
    count = letters.rowcount + known.rowcount
    if count:
        work.note("case.forgotten", case_id, SYSTEM, count=count)
    return count
