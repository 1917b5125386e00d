"""A pause of the law's clock while identity was not proved: facts give its days, two people let it count (D-15..D-18).

Only a desk that is set to apply pauses gets here; otherwise a pause is shown and changes nothing.
"""

from __future__ import annotations

from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.pauses import Pause, may_pause, pause
from services.fulfil.rules.two_people import Measure, MeasureState
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.measures import living_of
from services.fulfil.usecases.alarms import renew_alarms
from services.fulfil.usecases.casework import calendar_of, case_to_change, say_dates, set_dates, tell, touch
from services.fulfil.usecases.measures import WORDS_LONGEST, Content, agree, content_of, filled, insist, proposed, put
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import SYSTEM

_OVER = frozenset({State.ANSWERED, State.CLOSED})


def pause_of(desk: Desk, row: CaseRow) -> Pause | None:
    """What the facts of the case say of a pause; None when nobody asked for proof of identity."""
    if row.identity_asked_on is None:
        return None
    within = desk.settings.pause.ask_within_working_days
    return pause(row.receipt_day, row.identity_asked_on, row.proved_on, calendar_of(desk), within)


async def propose_pause(desk: Desk, by: Session, case_id: str, version: int, words: str) -> None:
    """Propose that the days of the identity question count as a pause; `words` say why, for colleagues."""
    words = filled("pause-words", words, WORDS_LONGEST)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        _check(desk, row)
        await put(desk, work, by, row, Content(Measure.PAUSE, words))


async def approve_pause(desk: Desk, by: Session, case_id: str, version: int, measure_id: str, seen: str) -> None:
    """Approve a pause; it counts at once when identity is proved already, else from the moment that it is."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        measure = await proposed(work, case_id, measure_id)
        _check(desk, row)
        await agree(work, by, row, measure, await content_of(desk, measure, None), seen)
        await count_pause(desk, work, row)


def _check(desk: Desk, row: CaseRow) -> None:
    applies = desk.settings.pause.mode == "apply"
    insist(may_pause(applies=applies, over=row.state in _OVER, found=pause_of(desk, row)))


async def count_pause(desk: Desk, work: Work, row: CaseRow) -> None:
    """Let an approved pause count, once both facts are there: asked, and sufficiently answered (D-17)."""
    found = pause_of(desk, row)
    measure = await living_of(work.session, row.id, Measure.PAUSE)
    if measure is None or measure.state != MeasureState.APPROVED or found is None or not found.days:
        return
    measure.state, measure.in_force_at = MeasureState.IN_FORCE.value, work.now
    work.session.add(measure)
    await work.session.flush()  # the case refers to measures in force only
    row.paused_days, row.pause_id = found.days, measure.id
    set_dates(desk, row, row.received_at)
    touch(work, row)
    say_dates(desk, work, row)
    tell(work, row, "pause_in_force", SYSTEM, codes={"days": found.days})
    renew_alarms(desk, work, row)
