"""Telling a connected system to correct, erase or anonymise: planned by a dry run, given after an approved answer.

The records are those of the dry run, no others. The ledger has a line for each; a try that fails leaves the rest for
the next, after a pause that grows, and nothing is done twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.connected import Change, Record, What, may_change, sample
from services.fulfil.rules.guards import may_record_erasure
from services.fulfil.rules.lifecycle import State
from services.fulfil.store.cases import SETTLED, CaseRow, DecisionRow, TaskRow
from services.fulfil.store.erasing import ChoiceRow
from services.fulfil.store.finding import approved_answer, find_case
from services.fulfil.store.holds import is_held, scopes_held
from services.fulfil.store.orders import (
    RECORD,
    SAMPLE,
    VALUES,
    EntryRow,
    OrderRow,
    OrderState,
    open_entries,
    order_to_change,
    orders_of,
)
from services.fulfil.usecases.casework import Codes, local_day, tell, touch
from services.fulfil.usecases.connecting import Reached, reached, records_of, subject_of
from services.fulfil.usecases.erasing import insist_it_goes
from services.fulfil.usecases.measures import insist
from services.fulfil.usecases.systems import connector_of
from shared.contracts.envelope import deterministic
from shared.contracts.people import PKG
from shared.contracts.tasks import ConnectorWork
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import DecisionOutcome, ErasureOutcome, TaskOutcome

_NO_SUCH = lazy("This order was given already, or a newer one was planned.")
LONGEST_VALUE = 1000  # characters of a corrected value


async def plan(desk: Desk, by: Session, task_id: str, what: What, values: Mapping[str, str]) -> OrderRow:
    """A dry run of a change: finds the records, writes them into the ledger, and changes nothing."""
    at = await reached(desk, task_id)
    values = _checked(at, what, values)
    records = await records_of(desk, at)
    if not records:
        raise NotAllowedNow(lazy("The system has no record of this person. There is nothing to change."))
    async with desk.work() as work:
        task, case = await _task(work, task_id)
        _insist(await approved_answer(work.session, case.id), task, case, what, local_day(work.now))
        await _insist_it_goes(work, task, case, what)
        earlier = await orders_of(work.session, task_id)
        if any(each.state == OrderState.RUNNING for each in earlier):
            raise NotAllowedNow(lazy("An order for this task is being carried out. Wait until it is done."))
        for each in earlier:
            if each.state == OrderState.PLANNED:
                each.state = OrderState.VOID.value
                work.session.add(each)
        number = max((each.number for each in earlier), default=0) + 1
        row = await _row(desk, work, by, task, number, what, values, records)
        codes: dict[str, Codes] = {"order": str(what), "system": task.system, "category": task.category}
        tell(work, case, "order_planned", by.staff_id, codes={**codes, "records": row.records})
        return row


def _checked(at: Reached, what: What, values: Mapping[str, str]) -> dict[str, str]:
    if what not in at.possible:
        raise Unreadable("what", lazy("Make a choice."))
    if what is not What.CORRECT:
        return {}
    allowed = at.connector.correctable(at.task.category)
    given = {name: value.strip() for name, value in values.items() if value.strip() and name in allowed}
    if not given:
        raise Unreadable("values", lazy("Fill in what it must say."))
    if any(len(value) > LONGEST_VALUE for value in given.values()):
        raise Unreadable("values", lazy("Use at most %(longest)s characters.", longest=LONGEST_VALUE))
    return given


async def _row(
    desk: Desk,
    work: Work,
    by: Session,
    task: TaskRow,
    number: int,
    what: What,
    values: dict[str, str],
    found: list[Record],
) -> OrderRow:
    box = await desk.keyring.box(task.case_id, PKG)
    row = OrderRow(
        id=deterministic("order", task.id, str(number)),
        task_id=task.id,
        case_id=task.case_id,
        number=number,
        what=str(what),
        records=len(found),
        sample_sealed=box.seal(SAMPLE, json.dumps(sample(found))),
        values_sealed=box.seal(VALUES, json.dumps(values)) if values else None,
        planned_by=by.staff_id,
        planned_at=work.now,
    )
    work.session.add(row)
    await work.session.flush()
    for place, record in enumerate(found):
        key = box.seal(RECORD, json.dumps([record.place, record.key]))
        work.session.add(EntryRow(order_id=row.id, place=place, record_sealed=key))
    return row


async def give(desk: Desk, by: Session, task_id: str, order_id: str) -> None:
    """Give a planned order of a task: from now on it is carried out."""
    async with desk.work() as work:
        task, case = await _task(work, task_id)
        order = await order_to_change(work.session, order_id)
        if order is None or order.task_id != task_id:
            raise NotAllowedNow(_NO_SUCH)
        decision = await approved_answer(work.session, case.id)
        _insist(decision, task, case, What(order.what), local_day(work.now))
        await _insist_it_goes(work, task, case, What(order.what))
        if order.state != OrderState.PLANNED:
            raise NotAllowedNow(_NO_SUCH)
        assert decision is not None  # noqa: S101 -- without one nothing may be changed, and that was refused
        order.state, order.decision = OrderState.RUNNING.value, decision.number
        order.ordered_by, order.ordered_at = by.staff_id, work.now
        work.session.add(order)
        work.schedule(ConnectorWork(case_id=case.id, at=work.now, order_id=order.id), work.now)
        codes: dict[str, Codes] = {"order": order.what, "system": task.system, "category": task.category}
        tell(work, case, "order_given", by.staff_id, codes={**codes, "records": order.records})


def _insist(decision: DecisionRow | None, task: TaskRow, case: CaseRow, what: What, today: date) -> None:
    """The answer that orders it is approved by two people, and the task's own answer does not stand against it."""
    if decision is None or decision.outcome == DecisionOutcome.REFUSED:
        raise NotAllowedNow(lazy("No approved answer orders this change."))
    asked, state = task.actions.split(","), State(case.state)
    people = len({decision.proposed_by, decision.approved_by or ""})
    settled = case.identity in SETTLED
    insist(may_change(state=state, asked=asked, what=what, identity_settled=settled, people=people))
    if what is not What.CORRECT:
        found = task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT}
        insist(may_record_erasure(state=state, erases=True, found=found, kept_until=task.kept_until, today=today))
        if task.erased_at is not None:
            raise NotAllowedNow(lazy("This was recorded as erased already."))


async def _insist_it_goes(work: Work, task: TaskRow, case: CaseRow, what: What) -> None:
    """What the answer keeps or a hold covers stays, and what it erases is not only anonymised (R2.4-1, R7.1-2)."""
    if what is What.CORRECT:
        return
    await insist_it_goes(work, task, case)
    choice = await work.session.get(ChoiceRow, task.id)
    if choice is not None and choice.choice().outcome != _FATE[what]:
        raise NotAllowedNow(lazy("The answer says otherwise of this: look at what becomes of it there."))


_FATE = {What.ERASE: ErasureOutcome.ERASED, What.ANONYMISE: ErasureOutcome.ANONYMISED}


async def _task(work: Work, task_id: str) -> tuple[TaskRow, CaseRow]:
    """The task and its case, both locked, the case first."""
    found = await work.session.get(TaskRow, task_id)
    case = await find_case(work.session, found.case_id) if found else None
    if found is None or case is None:
        raise NotFound
    await work.session.refresh(found, with_for_update=True)
    return found, case


async def carry_out(desk: Desk, message: ConnectorWork, job: Job) -> None:
    """Do what of an order is not done yet; a failure leaves it for the next try. Each record is noted once."""
    async with desk.look() as session:
        order = await session.get(OrderRow, message.order_id)
        task = await session.get(TaskRow, order.task_id) if order is not None else None
        case = await session.get(CaseRow, message.case_id)
        left = await open_entries(session, message.order_id)
        held = case is not None and task is not None and await _is_held(session, case, task)
    if order is None or task is None or case is None or order.state != OrderState.RUNNING:
        async with job.work() as work:
            work.note("connector.needless", message.case_id, SYSTEM)
        return
    if left and held and order.what != What.CORRECT:
        async with job.work() as work:
            await _void(work, order.id, case.id)
        return
    if left:
        await _change(desk, order, task, case, {entry.place: entry for entry in left})
    crash_point("fulfil.connector.changed")
    async with job.work() as work:
        await _finish(desk, work, order.id)


async def _is_held(session: AsyncSession, case: CaseRow, task: TaskRow) -> bool:
    """A hold that was placed after the order was given wins over it, too."""
    return is_held(await scopes_held(session, case.id, case.subject_index), task.category, task.system)


async def _void(work: Work, order_id: str, case_id: str) -> None:
    order, case = await order_to_change(work.session, order_id), await find_case(work.session, case_id)
    if order is not None and case is not None and order.state == OrderState.RUNNING:
        order.state = OrderState.VOID.value
        work.session.add(order)
        tell(work, case, "order_held", SYSTEM, codes={"order": order.what, "records": order.records})


async def _change(desk: Desk, order: OrderRow, task: TaskRow, case: CaseRow, left: Mapping[int, EntryRow]) -> None:
    box = await desk.keyring.box(case.id, PKG)
    records = {place: Record(*json.loads(box.unseal(RECORD, entry.record_sealed))) for place, entry in left.items()}
    values = json.loads(box.unseal(VALUES, order.values_sealed)) if order.values_sealed else {}
    change = Change(order.id, What(order.what), task.category, await subject_of(desk, case), values)

    async def done(found: Mapping[int, bool]) -> None:
        async with desk.work() as work:
            for place, there in found.items():
                entry = await work.session.get_one(EntryRow, (order.id, place))
                entry.done_at, entry.found = work.now, there
                work.session.add(entry)

    await connector_of(desk, task.system).change(change, records, done)


async def _finish(desk: Desk, work: Work, order_id: str) -> None:
    order = await order_to_change(work.session, order_id)
    if order is None or order.state != OrderState.RUNNING:
        return
    task, case = await _task(work, order.task_id)
    finishes = connector_of(desk, task.system).finishes
    order.state, order.done_at = OrderState.DONE.value, work.now
    work.session.add(order)
    if order.what != What.CORRECT and finishes:
        _erased(work, task, order, work.now)
    touch(work, case)
    codes: dict[str, Codes] = {"order": order.what, "system": task.system, "category": task.category}
    event = "order_done" if finishes else "order_written"
    tell(work, case, event, order.ordered_by or SYSTEM, codes={**codes, "records": order.records})


def _erased(work: Work, task: TaskRow, order: OrderRow, now: datetime) -> None:
    task.erased_by, task.erased_at, task.erased_for = order.ordered_by, now, order.decision
    work.session.add(task)
