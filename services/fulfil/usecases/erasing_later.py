"""What is kept for now: proposed when its day has come, released by two people in a batch, recorded when done.

The desk only proposes (R6-14); a hold wins at every step. What is erased lies in other systems, with its holders.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import uuid4

from services.fulfil.rules.deadlines import end_of_day
from services.fulfil.rules.erasure import LATER
from services.fulfil.rules.guards import may_erase
from services.fulfil.store.cases import CaseRow, DecisionRow, TaskRow
from services.fulfil.store.erasing import (
    LATER_PERSON,
    BatchRow,
    BatchState,
    ChoiceRow,
    LaterRow,
    LaterState,
    batch_hash,
    later_in,
    later_numbered,
    later_of,
    later_one,
)
from services.fulfil.store.finding import find_case
from services.fulfil.store.holds import is_held, scopes_held
from services.fulfil.store.staff import recipients
from services.fulfil.usecases.casework import local_day, tell
from services.fulfil.usecases.measures import insist
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil import AlarmTold
from shared.contracts.fulfil_timers import LaterDue
from shared.contracts.people import ADDRESS, CONTACT, CORR, NAME
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import DeskTrouble, Role

_OPEN = frozenset({LaterState.WAITING, LaterState.DUE})


async def plan_later(
    desk: Desk,
    work: Work,
    row: CaseRow,
    decision: DecisionRow,
    tasks: Sequence[TaskRow],
    choices: Mapping[str, ChoiceRow],
) -> None:
    """Put what an approved answer keeps in the ledger, each with its timer; what an earlier answer planned is void."""
    for earlier in await later_of(work.session, row.id):
        if earlier.state in _OPEN:
            earlier.state, earlier.proposed_in = LaterState.VOID.value, None
            work.session.add(earlier)
            work.cancel(LaterDue(case_id=row.id, at=work.now, later_id=earlier.id).id)
    for task in tasks:
        choice = choices.get(task.id)
        if choice is None or choice.kept_until is None or choice.choice().outcome not in LATER:
            continue
        later = await _planned(desk, work, row, decision, task, choice, choice.kept_until)
        work.session.add(later)
        work.schedule(LaterDue(case_id=row.id, at=work.now, later_id=later.id), end_of_day(choice.kept_until))


async def _planned(
    desk: Desk, work: Work, row: CaseRow, decision: DecisionRow, task: TaskRow, choice: ChoiceRow, until: date
) -> LaterRow:
    later = LaterRow(
        id=deterministic("later", task.id, str(decision.number)),
        case_id=row.id,
        reference=row.reference,
        task_id=task.id,
        decision=decision.number,
        subject_index=row.subject_index,
        person_sealed=None,
        category=task.category,
        system=task.system,
        holder=task.holder,
        outcome=choice.outcome,
        rule=choice.rule,
        kept_until=until,
        made_at=work.now,
    )
    contact = await desk.keyring.box(row.person_scope, CONTACT)
    person = [contact.unseal(NAME, row.name_sealed), contact.unseal(ADDRESS, row.address_sealed)]
    later.person_sealed = (await desk.keyring.box(later.scope, CORR)).seal(LATER_PERSON, json.dumps(person))
    return later


async def on_later_due(desk: Desk, message: LaterDue, work: Work) -> None:
    """The day has come: it stands in the list, and staff hear of it once a day."""
    del desk
    later = await later_one(work.session, message.later_id)
    if later is None or later.state != LaterState.WAITING:
        return
    later.state = LaterState.DUE.value
    work.session.add(later)
    work.note("later.due", later.case_id, SYSTEM, category=later.category, system=later.system, rule=later.rule)
    await tell_people(work, DeskTrouble.ERASURE_DUE, local_day(work.now).toordinal())


async def tell_people(work: Work, what: DeskTrouble, number: int) -> None:
    """A mail to those who must act; the same `number` is told once."""
    for contact in await recipients(work.session, {Role.HANDLER, Role.FG}):
        work.say(
            AlarmTold(
                at=work.now,
                what=what,
                number=number,
                since=work.now,
                staff_id=contact.staff_id,
                staff=contact.person,
            )
        )


async def propose_batch(desk: Desk, by: Session, ids: Collection[str]) -> str:
    """Put erasures whose day has come before a second person; returns the batch's id."""
    async with desk.work() as work:
        rows = await later_numbered(work.session, set(ids))
        if not rows or len(rows) != len(set(ids)):
            raise NotAllowedNow(lazy("Choose at least one item that is due."))
        if any(row.state != LaterState.DUE or row.proposed_in for row in rows):
            raise NotAllowedNow(lazy("Somebody else was faster: an item is no longer free. Open the page again."))
        await _insist_free(work, rows)
        batch = BatchRow(
            id=str(uuid4()),
            content_hash=batch_hash(rows),
            proposed_by=by.staff_id,
            proposed_at=work.now,
        )
        work.session.add(batch)
        await work.session.flush()  # the items point at it
        for row in rows:
            row.proposed_in = batch.id
            work.session.add(row)
        work.note("batch.proposed", batch.id, by.staff_id, count=len(rows))
        return batch.id


async def approve_batch(desk: Desk, by: Session, batch_id: str, seen_hash: str) -> int:
    """Release a batch, if it is still what this person saw and another proposed it; returns how many items."""
    async with desk.work() as work:
        batch = await _proposed(work, batch_id)
        insist(may_erase(True, {batch.proposed_by, by.staff_id}))
        rows = await later_in(work.session, batch_id)
        now = batch_hash(rows)
        if not (hmac.compare_digest(now, batch.content_hash) and hmac.compare_digest(now, seen_hash)):
            raise NotAllowedNow(lazy("The batch is not the one that you saw. Open the page again."))
        await _insist_free(work, rows)
        batch.state = BatchState.APPROVED.value
        batch.approved_by, batch.approved_at = by.staff_id, work.now
        work.session.add(batch)
        await work.session.flush()  # the items may only point at an approved one
        for row in rows:
            row.state, row.batch_id = LaterState.RELEASED.value, batch.id
            work.session.add(row)
        work.note("batch.approved", batch.id, by.staff_id, count=len(rows))
        return len(rows)


async def withdraw_batch(desk: Desk, by: Session, batch_id: str) -> None:
    """Take a batch back before it is released; its items stay due."""
    async with desk.work() as work:
        batch = await _proposed(work, batch_id)
        for row in await later_in(work.session, batch_id):
            row.proposed_in = None
            work.session.add(row)
        batch.state = BatchState.WITHDRAWN.value
        work.session.add(batch)
        work.note("batch.withdrawn", batch.id, by.staff_id)


async def record_done(desk: Desk, by: Session, later_id: str) -> None:
    """Note that a holder erased a released item; then the key of whose it was goes as well."""
    async with desk.work() as work:
        row = await later_one(work.session, later_id)
        if row is None or row.state != LaterState.RELEASED:
            raise NotAllowedNow(lazy("This does not wait for anybody any more. Open the page again."))
        await _insist_free(work, [row])
        row.state, row.done_by, row.done_at = LaterState.DONE.value, by.staff_id, work.now
        row.person_sealed = None
        work.session.add(row)
        work.note("later.done", row.case_id, by.staff_id, category=row.category, system=row.system, rule=row.rule)
        case = await find_case(work.session, row.case_id)
        if case is not None:
            tell(work, case, "later_done", by.staff_id, codes={"category": row.category, "system": row.system})
    await desk.keyring.destroy(row.scope, CORR)


async def _proposed(work: Work, batch_id: str) -> BatchRow:
    batch = await work.session.get(BatchRow, batch_id, with_for_update=True)
    if batch is None or batch.state != BatchState.PROPOSED:
        raise NotAllowedNow(lazy("This batch does not wait any more. Open the page again."))
    return batch


async def _insist_free(work: Work, rows: Sequence[LaterRow]) -> None:
    """A hold wins over every erasure (R6-14, R7.1-2)."""
    for row in rows:
        held = await scopes_held(work.session, row.case_id, row.subject_index)
        if is_held(held, row.category, row.system):
            raise NotAllowedNow(lazy("A hold covers an item of case %(reference)s.", reference=row.reference))
