"""The queue: what waits for whom, most overdue first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.names import staff_names, unsealed
from services.fulfil.rules.deadlines import AMSTERDAM, days_left
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.next_date import next_date
from services.fulfil.store.cases import CaseRow, Identity, WaitingRow, Waits
from services.fulfil.store.measures import proposed_in
from services.fulfil.store.troubles import DeskAlarmRow, open_alarms
from shared.contracts.people import CONTACT, NAME
from shared.platform.desk import Desk

PAGE = 50
CLOSED_SHOWN = 500


class Tab(StrEnum):
    """The lists of the queue."""

    TRIAGE = "triage"
    VERIFICATION = "verification"
    TASKS = "tasks"
    WAITING = "waiting"
    APPROVAL = "approval"
    ALL = "all"


@dataclass(frozen=True)
class Entry:
    """One row of a list, before names are unsealed; `case` is None for a message that waits for triage."""

    tab: Tab | None
    href: str
    due: date
    date_name: str
    over: bool
    case: Any = None
    reason: str = ""
    beside: bool = False
    """Listed a second time, under “to approve”, because an extension, a pause or a fee waits for its second person."""


@dataclass(frozen=True)
class Line:
    """One row as it is shown."""

    entry: Entry
    days: int
    name: str
    holder: str


@dataclass(frozen=True)
class Queue:
    """One page of one list, with the counts of all lists; `first_date` is the next date of any open case."""

    tab: Tab
    counts: dict[Tab, int]
    lines: list[Line]
    page: int
    pages: int
    first_date: date | None
    alarms: Sequence[DeskAlarmRow] = ()
    """What is wrong with the desk itself now."""


_SHOWN: Final = (
    CaseRow.id,
    CaseRow.reference,
    CaseRow.state,
    CaseRow.outcome,
    CaseRow.kinds,
    CaseRow.identity,
    CaseRow.holder_id,
    CaseRow.person_scope,
    CaseRow.name_sealed,
    CaseRow.week_due,
    CaseRow.work_due,
    CaseRow.statutory_due,
    CaseRow.reacted_at,
)
_OVER: Final = (State.ANSWERED, State.CLOSED)


def tab_of(state: str, identity: str, copy_waits: bool) -> Tab | None:
    """The list in which a case waits for somebody; None when it only stands under “all”."""
    if state == State.IDENTITY_PENDING:
        asked = identity == Identity.REQUESTED and not copy_waits
        return Tab.WAITING if asked else Tab.VERIFICATION
    return {
        State.RECEIVED: Tab.TRIAGE,
        State.TRIAGED: Tab.VERIFICATION,
        State.IN_PROGRESS: Tab.TASKS,
        State.AWAITING_APPROVAL: Tab.APPROVAL,
    }.get(State(state))


async def queue(desk: Desk, tab: Tab, page: int) -> Queue:
    """One list of the queue; `page` counts from 1."""
    today = desk.clock.now().astimezone(AMSTERDAM).date()
    async with desk.look() as session:
        entries = await _entries(session, today, desk.clock.now())
        names = await staff_names(desk, session)
        alarms = await open_alarms(session)
    chosen = [entry for entry in entries if entry.tab is tab or (tab is Tab.ALL and not entry.beside)]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    counts = Counter(entry.tab for entry in entries if entry.tab)
    return Queue(
        tab=tab,
        counts={each: counts[each] for each in Tab} | {Tab.ALL: sum(not (e.over or e.beside) for e in entries)},
        lines=[await _line(desk, entry, today, names) for entry in shown],
        page=page,
        pages=pages,
        first_date=min((entry.due for entry in entries if not entry.over), default=None),
        alarms=alarms,
    )


async def case_by_reference(desk: Desk, reference: str) -> str | None:
    """The id of the case with this reference."""
    async with desk.look() as session:
        found = await session.exec(select(CaseRow.id).where(CaseRow.reference == reference))
        return found.first()


async def _entries(session: AsyncSession, today: date, now: datetime) -> list[Entry]:
    waiting = (await session.exec(select(WaitingRow).where(col(WaitingRow.done_at).is_(None)))).all()
    copies = {row.subject_id for row in waiting if row.what == Waits.COPY}
    messages = [_of_message(row) for row in waiting if row.what == Waits.TRIAGE and not _hidden(row, now)]
    open_cases = select(*_SHOWN).where(col(CaseRow.state).not_in(_OVER))  # type: ignore[call-overload]  # many columns
    over = (
        select(*_SHOWN)  # type: ignore[call-overload]  # many columns
        .where(col(CaseRow.state).in_(_OVER))
        .order_by(col(CaseRow.changed_at).desc())
        .limit(CLOSED_SHOWN)
    )
    at_work = [_of_case(row, today, row.id in copies) for row in (await session.exec(open_cases)).all()]
    finished = [_of_finished(row) for row in (await session.exec(over)).all()]
    asked = set((await session.exec(proposed_in())).all())
    beside = [replace(each, tab=Tab.APPROVAL, href=f"/staff/cases/{each.case.id}", beside=True) for each in at_work]
    to_approve = [each for each in beside if each.case.id in asked and each.case.state != State.AWAITING_APPROVAL]
    return sorted([*messages, *at_work, *to_approve], key=lambda entry: entry.due) + finished


def _hidden(row: WaitingRow, now: datetime) -> bool:
    """Whether somebody put this message aside until later."""
    return row.hidden_until is not None and row.hidden_until > now


def _of_message(row: WaitingRow) -> Entry:
    return Entry(Tab.TRIAGE, f"/staff/triage/{row.subject_id}", row.week_due, "week_due", over=False, reason=row.reason)


def _of_case(row: Any, today: date, copy_waits: bool) -> Entry:
    reacted = row.reacted_at is not None
    due = next_date(today, row.week_due, row.work_due, row.statutory_due, reacted=reacted)
    tab = tab_of(row.state, row.identity, copy_waits)
    href = f"/staff/verify/{row.id}" if tab is Tab.VERIFICATION and copy_waits else f"/staff/cases/{row.id}"
    return Entry(tab, href, due.day, due.name, over=False, case=row)


def _of_finished(row: Any) -> Entry:
    return Entry(None, f"/staff/cases/{row.id}", row.statutory_due, "statutory_due", over=True, case=row)


async def _line(desk: Desk, entry: Entry, today: date, names: dict[str, str]) -> Line:
    case = entry.case
    name = await unsealed(desk, case.person_scope, CONTACT, NAME, case.name_sealed) if case is not None else ""
    holder = names.get(case.holder_id, "") if case is not None else ""
    return Line(entry, days_left(today, entry.due), name, holder)
