"""A person says what is asked (R2-3); and messages that intake is unsure of wait in the queue until then."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.fulfil.rules.deadlines import receipt_day, week_due
from services.fulfil.rules.lifecycle import Event
from services.fulfil.store.cases import SETTLED, CaseRow, Identity, WaitingRow, Waits
from services.fulfil.usecases.casework import case_to_change, kinds_of, move, person_of, sum_of, tell, term_of
from services.fulfil.usecases.tasks import make_tasks
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.intake import TriageDone, TriageNeeded, TriageSnoozed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import NotYet
from shared.platform.i18n import lazy
from shared.platform.insert import insert_once
from shared.platform.outcomes import Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import Channel, Context, Kind


async def confirm_kinds(desk: Desk, by: Session, case_id: str, version: int, kinds: Collection[Kind]) -> None:
    """Confirm or correct what is asked; verify then finds out what proof of identity that needs."""
    if not kinds:
        raise Unreadable("kinds", lazy("Choose at least one."))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        chosen = tuple(kind for kind in Kind if kind in kinds)
        corrected = set(chosen) != set(kinds_of(row))
        move(
            work,
            row,
            Event.CONFIRM_KINDS,
            by.roles,
            by.staff_id,
            kinds=chosen,
            codes={"corrected": corrected, "kinds": ",".join(chosen)},
        )
        row.holder_id = by.staff_id
        work.say(_announcement(desk, work, row, by.staff_id))
        await _carry_identity_over(desk, work, row)


def _announcement(desk: Desk, work: Work, row: CaseRow, by: str) -> CaseTriaged:
    return CaseTriaged(
        case_id=row.id,
        at=work.now,
        number=row.round,
        reference=row.reference,
        kinds=list(kinds_of(row)),
        requester=person_of(row),
        statutory_due=row.statutory_due,
        work_due=row.work_due,
        by=by,
        due_sum=sum_of(term_of(desk, row)),
        received_at=row.received_at,
        context=[Context(label) for label in row.context.split(",") if label],
        channel=Channel(row.channel),
        evidence=row.evidence,
    )


async def _carry_identity_over(desk: Desk, work: Work, row: CaseRow) -> None:
    """Whose identity was settled for these kinds in an earlier round of the same case is not asked again."""
    settled = set(row.settled_kinds.split(","))
    if row.identity not in SETTLED or not {*kinds_of(row)} <= settled:
        return
    established = row.identity == Identity.ESTABLISHED
    move(work, row, Event.IDENTIFY if established else Event.IDENTITY_NOT_NEEDED, SYSTEM, SYSTEM)
    tell(work, row, "identity_carried_over", SYSTEM)
    await make_tasks(desk, work, row)


async def triage_needed(work: Work, messages: Sequence[TriageNeeded]) -> None:
    """Messages that intake is unsure of: their week runs from their receipt, whatever they will turn out to be."""
    rows = [
        WaitingRow(
            id=message.case_id,
            what=Waits.TRIAGE.value,
            subject_id=message.case_id,
            reason=message.reason[:80],
            received_at=message.received_at,
            week_due=week_due(message.received_at),
        ).model_dump()
        for message in messages
    ]
    await insert_once(work.connection, WaitingRow.__table__, rows)  # type: ignore[attr-defined]  # SQLModel gives it


async def triage_snoozed(work: Work, message: TriageSnoozed) -> None:
    """Such a message is out of sight for a while, or in sight again; its dates do not change."""
    row = await work.session.get(WaitingRow, message.case_id, with_for_update=True)
    if row is None:
        raise NotYet(message.case_id)
    if message.number > row.snoozes:
        row.snoozes, row.hidden_until = message.number, message.until
        work.session.add(row)


async def triage_done(work: Work, message: TriageDone) -> None:
    """A person decided on such a message; heard before `triage.needed`, it waits for that one as done."""
    row = await work.session.get(WaitingRow, message.case_id, with_for_update=True) or WaitingRow(
        id=message.case_id,
        what=Waits.TRIAGE.value,
        subject_id=message.case_id,
        received_at=message.at,
        week_due=receipt_day(message.at),
    )
    row.done_at = message.at
    work.session.add(row)
