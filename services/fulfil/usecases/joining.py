"""Two cases are one request: the newer one is closed and the older one goes on, with the earlier dates (R2-8).

Nothing is sent because of it. Opening the closed one again takes it back; the dates of the other stay the earlier ones.
"""

from __future__ import annotations

from datetime import datetime

from services.fulfil.rules.guards import may_join
from services.fulfil.rules.lifecycle import Event, State
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import find_case, id_of
from services.fulfil.usecases.alarms import move_alarms
from services.fulfil.usecases.calling import follow_dates
from services.fulfil.usecases.casework import case_to_change, move, say_dates, set_dates, tell, touch
from services.fulfil.usecases.steps import end
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable
from shared.platform.sessions import Session

_OVER = frozenset({State.ANSWERED, State.CLOSED})


async def join(desk: Desk, by: Session, case_id: str, version: int, reference: str) -> str:
    """Close a case as the same request as `reference`; returns the id of the one that goes on.

    Raises `Unreadable` for an unknown reference, `NotAllowed` when a guard or the lifecycle says no.
    """
    async with desk.work() as work:
        other_id = await id_of(work.session, reference)
        if other_id is None:
            raise Unreadable("reference", lazy("There is no case with that reference."))
        for each in sorted({case_id, other_id}):  # in one order, whoever joins what with what
            await find_case(work.session, each)
        row, other = await case_to_change(work, case_id, version), await work.session.get_one(CaseRow, other_id)
        _check(row, other)
        row.joined_into = other.id
        move(work, row, Event.JOIN, by.roles, by.staff_id, codes={"other": other.id, "reference": other.reference})
        await end(work, row, by.staff_id)
        tell(work, other, "joined_here", by.staff_id, codes={"other": row.id, "reference": row.reference})
        touch(work, other)
        await take_date(desk, work, other, row.received_at, by.staff_id)
    return other_id


def _check(row: CaseRow, other: CaseRow) -> None:
    verdict = may_join(
        same=row.id == other.id,
        other_over=other.state in _OVER,
        other_newer=(other.opened_at, other.reference) > (row.opened_at, row.reference),
        reference=other.reference,
    )
    if not verdict.allowed:
        raise verdict.as_error()


async def take_date(desk: Desk, work: Work, row: CaseRow, received_at: datetime, actor: str) -> None:
    """Let a case count from an earlier message of the same request; a later one changes nothing."""
    if received_at >= row.received_at or row.state in _OVER:
        return
    set_dates(desk, row, received_at)
    move_alarms(desk, work, row)
    await follow_dates(desk, work, row)
    touch(work, row)
    say_dates(desk, work, row)
    tell(work, row, "date_taken", actor)
