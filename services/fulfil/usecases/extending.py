"""Extending the term: proposed, approved by the FG, told in T10; the dates move when that letter is out (D-10..D-14).

Until the letter has left, the dates of the first month stay: a letter that cannot be sent extends nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from services.fulfil.rules.current_term import CurrentTerm, current_term
from services.fulfil.rules.deadlines import end_of_day
from services.fulfil.rules.extensions import may_extend
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.two_people import Measure, MeasureState
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.measures import MeasureRow, living_of
from services.fulfil.usecases.alarms import first_reaction, renew_alarms
from services.fulfil.usecases.calling import follow_dates
from services.fulfil.usecases.casework import (
    calendar_of,
    case_to_change,
    dates_of,
    is_extended,
    kinds_of,
    local_day,
    person_of,
    say_dates,
    set_dates,
    sum_of,
    tell,
    touch,
)
from services.fulfil.usecases.measures import (
    WORDS_LONGEST,
    Content,
    agree,
    content_of,
    end_as_void,
    filled,
    insist,
    put,
)
from services.fulfil.usecases.measures import proposed as proposal
from shared.contracts.fulfil import ExtensionApproved
from shared.contracts.notify import LetterSent, delivery_of
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import ExtensionGround, Kind, Letter

_OVER = frozenset({State.ANSWERED, State.CLOSED})


async def propose_extension(
    desk: Desk,
    by: Session,
    case_id: str,
    version: int,
    parts: Collection[Kind],
    grounds: Collection[ExtensionGround],
    words: str,
) -> None:
    """Put an extension of these parts before the FG; `words` go to the requester word for word."""
    words = filled("extension-words", words, WORDS_LONGEST)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        _check(desk, work, row, parts, grounds)
        listed = ",".join(kind for kind in Kind if kind in parts)
        why = ",".join(ground for ground in ExtensionGround if ground in grounds)
        due = _extended(desk, row).statutory_due
        await put(desk, work, by, row, Content(Measure.EXTENSION, words, listed, why, due=due))


async def approve_extension(desk: Desk, by: Session, case_id: str, version: int, measure_id: str, seen: str) -> None:
    """Approve an extension exactly as it was seen; its letter leaves at once, and until it has nothing moves."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        measure = await proposal(work, case_id, measure_id)
        parts = [Kind(kind) for kind in measure.parts.split(",")]
        grounds = [ExtensionGround(ground) for ground in measure.grounds.split(",")]
        _check(desk, work, row, parts, grounds)
        term = _extended(desk, row)
        await agree(work, by, row, measure, await content_of(desk, measure, term.statutory_due), seen)
        work.say(_told(desk, work, row, measure, term))


def _check(desk: Desk, work: Work, row: CaseRow, parts: Collection[Kind], grounds: Collection[ExtensionGround]) -> None:
    verdict = may_extend(
        state=State(row.state),
        kinds=kinds_of(row),
        parts=parts,
        grounds=grounds,
        today=local_day(work.now),
        letter_by=dates_of(desk, row).notice_of_extension_by,
    )
    insist(verdict)


def _extended(desk: Desk, row: CaseRow) -> CurrentTerm:
    return current_term(dates_of(desk, row), calendar_of(desk), extended=True)


def _told(desk: Desk, work: Work, row: CaseRow, measure: MeasureRow, term: CurrentTerm) -> ExtensionApproved:
    dates, parts = dates_of(desk, row), [Kind(kind) for kind in measure.parts.split(",")]
    return ExtensionApproved(
        case_id=row.id,
        at=work.now,
        number=measure.number,
        reference=row.reference,
        requester=person_of(row),
        parts=parts,
        rest=[kind for kind in kinds_of(row) if kind not in parts],
        grounds=[ExtensionGround(ground) for ground in measure.grounds.split(",")],
        words=measure.words_sealed,
        first_due=dates.statutory_due,
        extended_due=term.statutory_due,
        due_sum=sum_of(term),
        letter_by=end_of_day(dates.notice_of_extension_by),
    )


async def extension_letter_sent(desk: Desk, work: Work, row: CaseRow, message: LetterSent) -> None:
    """T10 is out. In time: the extension holds, the dates are new and the alarms follow; else nothing moves (D-11)."""
    measure = await living_of(work.session, row.id, Measure.EXTENSION)
    if measure is None or measure.state != MeasureState.APPROVED:
        return
    if message.delivery_id != delivery_of(row.id, Letter.T10, str(measure.number)):
        return
    if local_day(message.out_at) > dates_of(desk, row).notice_of_extension_by:
        end_as_void(work, measure, SYSTEM)
        touch(work, row)
        tell(work, row, "extension_too_late", SYSTEM)
        return
    measure.state, measure.in_force_at = MeasureState.IN_FORCE.value, message.out_at
    work.session.add(measure)
    await work.session.flush()  # the case refers to measures in force only
    row.extended_kinds, row.extension_id = measure.parts, measure.id
    touch(work, row)
    tell(work, row, "extension_in_force", SYSTEM)
    first_reaction(work, row, message.out_at)
    if is_extended(row):
        set_dates(desk, row, row.received_at)
        say_dates(desk, work, row)
        if row.state not in _OVER:
            renew_alarms(desk, work, row)
            await follow_dates(desk, work, row)
