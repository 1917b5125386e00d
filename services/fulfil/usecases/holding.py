"""Placing, approving, reviewing and lifting a legal hold (R7.1-1, R7.1-4). It never lapses in silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from services.fulfil.rules.deadlines import AMSTERDAM
from services.fulfil.rules.holds import BLOCKS, PLACERS, HoldState, may_approve_hold, may_place
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.holds import HOLD_FACTS, HoldRow, next_hold
from services.fulfil.usecases.casework import case_to_change, local_day, seal_note, tell, touch
from services.fulfil.usecases.erasing_later import tell_people
from services.fulfil.usecases.measures import insist
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil_timers import HoldReview
from shared.platform.desk import Desk, Work
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM, Refused
from shared.vocabulary import Category, DeskTrouble


async def place(
    desk: Desk,
    by: Session,
    case_id: str,
    version: int,
    *,
    facts: str,
    systems: Collection[str],
    categories: Collection[Category],
    review_on: date | None,
) -> None:
    """Put a hold before a second person; empty `systems` or `categories` mean all of them."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        verdict = may_place(facts=facts, review_on=review_on, today=local_day(work.now), roles=by.roles)
        if isinstance(verdict, Refused) or review_on is None:
            field = "hold-review" if facts.strip() else "hold-facts"
            raise Unreadable(field, Text(verdict.text, dict(verdict.facts)) if isinstance(verdict, Refused) else None)
        number = await next_hold(work.session, case_id)
        hold = HoldRow(
            id=deterministic("hold", case_id, str(number)),
            case_id=case_id,
            number=number,
            subject_index=row.subject_index,
            systems=",".join(sorted(systems)),
            categories=",".join(sorted(categories)),
            facts_sealed=await seal_note(desk, case_id, facts, HOLD_FACTS),
            review_on=review_on,
            placed_by=by.staff_id,
            placed_at=work.now,
        )
        work.session.add(hold)
        _told(work, row, "hold_proposed", by.staff_id, hold)


async def approve(desk: Desk, by: Session, case_id: str, version: int, hold_id: str) -> None:
    """Put a hold in force, with a timer for its day of review."""
    async with desk.work() as work:
        row, hold = await _hold(work, case_id, version, hold_id, {HoldState.PROPOSED})
        insist(may_approve_hold(hold.placed_by, by.staff_id, by.roles))
        hold.state, hold.approved_by, hold.approved_at = HoldState.ACTIVE.value, by.staff_id, work.now
        work.schedule(
            HoldReview(case_id=case_id, at=work.now, hold_id=hold.id),
            datetime.combine(hold.review_on, time(8), AMSTERDAM),
        )
        _told(work, row, "hold_placed", by.staff_id, hold)


async def end(desk: Desk, by: Session, case_id: str, version: int, hold_id: str) -> None:
    """Lift a hold in force, or withdraw one that waits: always a person's act, and noted."""
    async with desk.work() as work:
        row, hold = await _hold(work, case_id, version, hold_id, {HoldState.PROPOSED, *BLOCKS})
        if PLACERS.isdisjoint(by.roles):
            raise NotAllowedNow(lazy("Only the data protection officer lifts a hold."))
        waits = hold.state == HoldState.PROPOSED
        hold.state = (HoldState.WITHDRAWN if waits else HoldState.LIFTED).value
        hold.ended_by, hold.ended_at = by.staff_id, work.now
        work.cancel(HoldReview(case_id=case_id, at=work.now, hold_id=hold.id).id)
        _told(work, row, "hold_withdrawn" if waits else "hold_lifted", by.staff_id, hold)


async def on_review(desk: Desk, message: HoldReview, work: Work) -> None:
    """The day of review: the hold says so loudly, and goes on blocking until a person decides (0033)."""
    del desk
    row, hold = await find_case(work.session, message.case_id), await work.session.get(HoldRow, message.hold_id)
    if row is None or hold is None or hold.state != HoldState.ACTIVE:
        return
    hold.state = HoldState.REVIEW.value
    _told(work, row, "hold_review_due", SYSTEM, hold)
    await tell_people(work, DeskTrouble.HOLD_REVIEW, local_day(work.now).toordinal())


async def _hold(
    work: Work, case_id: str, version: int, hold_id: str, states: Collection[HoldState]
) -> tuple[CaseRow, HoldRow]:
    row = await case_to_change(work, case_id, version)
    hold = await work.session.get(HoldRow, hold_id, with_for_update=True)
    if hold is None or hold.case_id != case_id or hold.state not in states:
        raise NotAllowedNow(lazy("This hold does not wait for that any more."))
    return row, hold


def _told(work: Work, row: CaseRow, event: str, actor: str, hold: HoldRow) -> None:
    work.session.add(hold)
    touch(work, row)
    tell(work, row, event, actor, codes={"hold": hold.number})
