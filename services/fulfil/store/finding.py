"""What use cases ask of the cabinet. Rows that will be changed are locked until the transaction ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store.cases import (
    CaseRow,
    CounterRow,
    DecisionRow,
    DecisionState,
    EventRow,
    LetterRow,
    TaskRow,
    WaitingRow,
)
from shared.platform.insert import insert_once
from shared.vocabulary import Kind


async def find_case(session: AsyncSession, case_id: str) -> CaseRow | None:
    """The case, locked."""
    return await session.get(CaseRow, case_id, with_for_update=True)


async def cases_known(session: AsyncSession, case_ids: Collection[str]) -> set[str]:
    """Which of these cases are here."""
    return set((await session.exec(select(CaseRow.id).where(col(CaseRow.id).in_(case_ids)))).all())


async def id_of(session: AsyncSession, reference: str) -> str | None:
    """The id of the case with this reference."""
    return (await session.exec(select(CaseRow.id).where(CaseRow.reference == reference))).first()


async def joined_with(session: AsyncSession, row: CaseRow) -> Sequence[CaseRow]:
    """The cases that this one goes on with, because they were the same request."""
    into = select(CaseRow).where(CaseRow.joined_into == row.id)
    return (await session.exec(into.order_by(CaseRow.reference))).all()


async def linked_with(session: AsyncSession, row: CaseRow) -> Sequence[CaseRow]:
    """The other cases that came out of the same message, as far as they are open already."""
    same = select(CaseRow).where(col(CaseRow.id).in_(row.linked.split(",")))
    return (await session.exec(same.order_by(CaseRow.reference))).all() if row.linked else []


async def corrections_before(session: AsyncSession, row: CaseRow, since: date) -> Sequence[CaseRow]:
    """The same person's earlier requests for a correction that came on `since` or later.

    Left out: what was no request of its own, and what we answered too late, for its repeat is our own failure (R4.5-4).
    """
    if not row.subject_index:
        return []
    earlier = select(CaseRow).where(
        CaseRow.subject_index == row.subject_index,
        CaseRow.id != row.id,
        col(CaseRow.receipt_day) >= since,
        col(CaseRow.received_at) <= row.received_at,
        col(CaseRow.missed).is_(False),
        func.coalesce(CaseRow.outcome, "").not_in(["joined", "not_a_request"]),
        col(CaseRow.kinds).contains(Kind.RECTIFICATION.value),
    )
    return (await session.exec(earlier)).all()


async def tasks_of(session: AsyncSession, case_id: str) -> Sequence[TaskRow]:
    """The tasks of a case, in the order of the categories."""
    ordered = select(TaskRow).where(TaskRow.case_id == case_id).order_by(col(TaskRow.category), col(TaskRow.system))
    return (await session.exec(ordered)).all()


async def proposal_of(session: AsyncSession, case_id: str) -> DecisionRow | None:
    """The decision that waits for approval, if any."""
    waiting = select(DecisionRow).where(DecisionRow.case_id == case_id, DecisionRow.state == DecisionState.PROPOSED)
    return (await session.exec(waiting)).first()


async def approved_answer(session: AsyncSession, case_id: str) -> DecisionRow | None:
    """The newest decision that two people approved, if any."""
    approved = select(DecisionRow).where(DecisionRow.case_id == case_id, DecisionRow.state == DecisionState.APPROVED)
    return (await session.exec(approved.order_by(col(DecisionRow.number).desc()))).first()


async def next_decision(session: AsyncSession, case_id: str) -> int:
    """The number of the case's next decision, from 1."""
    highest = select(func.max(DecisionRow.number)).where(DecisionRow.case_id == case_id)
    return ((await session.exec(highest)).one() or 0) + 1


async def last_event(session: AsyncSession, case_id: str) -> EventRow | None:
    """The newest line of the case's line of time."""
    newest = select(EventRow).where(EventRow.case_id == case_id).order_by(col(EventRow.id).desc()).limit(1)
    return (await session.exec(newest)).first()


async def waiting_for(session: AsyncSession, subject_id: str) -> Sequence[WaitingRow]:
    """What still waits for a person about one message or case."""
    rows = select(WaitingRow).where(WaitingRow.subject_id == subject_id, col(WaitingRow.done_at).is_(None))
    return (await session.exec(rows)).all()


async def letter_with_id(session: AsyncSession, message_id: str) -> LetterRow | None:
    """The letter that bore this Message-ID, as far as notify told of it; its case may have been joined since."""
    if not message_id:
        return None
    seen = select(LetterRow).where(LetterRow.message_id == message_id)
    return (await session.exec(seen)).first()


async def next_numbers(session: AsyncSession, year: int, count: int) -> range:
    """The next numbers of a year. The counter's row is locked, so no two cases get the same."""
    table = CounterRow.metadata.tables[CounterRow.__tablename__]
    connection = await session.connection()
    await insert_once(connection, table, [{"year": year, "last": 0}])
    raised = update(table).where(table.c.year == year).values(last=table.c.last + count).returning(table.c.last)
    last = int((await connection.execute(raised)).scalar_one())
    return range(last - count + 1, last + 1)
