"""The steps of a case that need no more than a button: ending it and opening it again (R2-9, D-20)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from services.fulfil.rules.lifecycle import Event, State
from services.fulfil.store.cases import SETTLED, CaseRow, DecisionState, Identity
from services.fulfil.store.finding import proposal_of, waiting_for
from services.fulfil.usecases.alarms import cancel_alarms, set_alarms
from services.fulfil.usecases.casework import case_to_change, move, seal_note, set_dates, tell
from services.fulfil.usecases.disclosing import insist_all_told
from services.fulfil.usecases.measures import void, withdraw_proposals
from shared.contracts.fulfil import CaseClosed
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable
from shared.platform.sessions import Session
from shared.statetable import By

ENDING: Final = frozenset({Event.NOT_A_REQUEST, Event.WITHDRAW, Event.NOT_IDENTIFIED, Event.CLOSE})
BUTTONS: Final = ENDING | {Event.REOPEN}
NEED_A_NOTE: Final = BUTTONS - {Event.CLOSE}


async def take_step(desk: Desk, by: Session, case_id: str, version: int, event: Event, note: str) -> None:
    """End a case or open it again; all but closing an answered case needs a word of why, kept sealed."""
    if event not in BUTTONS:
        raise Unreadable("event")
    if event in NEED_A_NOTE and not note.strip():
        raise Unreadable("note", lazy("Say why, in a few words."))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        sealed = await seal_note(desk, case_id, note)
        if event is Event.REOPEN:
            await reopen(desk, work, row, by.roles, by.staff_id, work.now, note=sealed)
            return
        if event is Event.CLOSE:
            await insist_all_told(work, row)
        move(work, row, event, by.roles, by.staff_id, note=sealed)
        await end(work, row, by.staff_id)


async def end(work: Work, row: CaseRow, actor: str) -> None:
    """A case is over: nothing waits, nothing warns, and the others hear of it."""
    row.closed_at = work.now
    cancel_alarms(work, row)
    for waiting in await waiting_for(work.session, row.id):
        waiting.done_at = work.now
        work.session.add(waiting)
    proposal = await proposal_of(work.session, row.id)
    if proposal is not None:
        proposal.state = DecisionState.SENT_BACK.value
        proposal.sent_back_by, proposal.sent_back_at = actor, work.now
        work.session.add(proposal)
    await withdraw_proposals(work, row, actor)
    work.say(
        CaseClosed(
            case_id=row.id, at=work.now, number=row.round, outcome=row.outcome or "", joined_into=row.joined_into
        )
    )


async def reopen(
    desk: Desk, work: Work, row: CaseRow, by: By, actor: str, received_at: datetime, note: str | None = None
) -> None:
    """Open a case again: an answered one goes on with its dates, a closed one gets new dates from `received_at`."""
    revived = row.state == State.CLOSED
    unjoined = bool(row.joined_into)  # taking that back: the dates are what they were
    if unjoined:
        received_at, row.joined_into = row.received_at, ""
    move(work, row, Event.REOPEN, by, actor, received_at=received_at if revived else None, note=note)
    row.round += 1
    row.alarms += 1
    row.answered_at = row.closed_at = None
    if revived and not unjoined:
        await void(work, row, actor)
        set_dates(desk, row, received_at)
        row.reacted_at, row.week_missed, row.missed = None, False, False
        tell(work, row, "dates_restarted", actor)
    if revived and row.identity not in SETTLED:
        row.identity = Identity.UNKNOWN.value
    set_alarms(desk, work, row)
