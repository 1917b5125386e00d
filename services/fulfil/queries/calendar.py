"""Dates for the calendar and its feed: references and kinds of date, never a name (screens; trust)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.month import Day, span, weeks
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.feeds import FeedRow, reader_of
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk
from shared.vocabulary import Language

FEED_LONGEST = 2_000
"""So many cases, the most urgent ones, stand in a feed; a calendar program reads it whole."""

_SHOWN = (CaseRow.id, CaseRow.reference, CaseRow.work_due, CaseRow.statutory_due, CaseRow.changed_at)
_OVER = (State.ANSWERED, State.CLOSED)


@dataclass(frozen=True)
class Due:
    """A date of one case: `work_due`, or `statutory_due` when that is another day."""

    day: date
    case_id: str
    reference: str
    name: str
    changed_at: datetime


@dataclass(frozen=True)
class Month:
    """A month of the calendar; `feed_made` tells when the reader's feed was made, if there is one."""

    weeks: list[list[Day]]
    feed_made: datetime | None

    @property
    def agenda(self) -> list[Day]:
        """The days of the month on which something is due."""
        return [day for week in self.weeks for day in week if day.in_month and (day.due or day.tasks)]


@dataclass(frozen=True)
class Feed:
    """What a calendar program fetches, and in which language."""

    language: Language
    due: Sequence[Due]
    tasks: Mapping[date, int]


async def month(desk: Desk, first: date, free_days: Calendar, staff_id: str) -> Month:
    """One month, with the days of the weeks that it begins and ends in."""
    begin, end = span(first)
    async with desk.look() as session:
        due = await _due(session, begin, end)
        tasks = await _tasks(session, begin, end)
        feed = await session.get(FeedRow, staff_id)
    by_day: dict[date, list[Due]] = defaultdict(list)
    for each in due:
        by_day[each.day].append(each)
    return Month(weeks(first, free_days, by_day, tasks), feed.made_at if feed else None)


async def feed(desk: Desk, code: str) -> Feed | None:
    """The dates of all open cases for the holder of this secret; None for an unknown one."""
    async with desk.look() as session:
        reader = await reader_of(session, fingerprint(code))
        if reader is None:
            return None
        due = await _due(session, None, None)
        return Feed(Language(reader.language), due, await _tasks(session, None, None))


async def _due(session: AsyncSession, begin: date | None, end: date | None) -> list[Due]:
    work, law = col(CaseRow.work_due), col(CaseRow.statutory_due)
    query = (
        select(*_SHOWN)  # type: ignore[call-overload]  # many columns
        .where(col(CaseRow.state).not_in(_OVER))
        .order_by(work, col(CaseRow.reference))
    )
    if begin is not None:
        query = query.where(or_(work.between(begin, end), law.between(begin, end)))
    else:
        query = query.limit(FEED_LONGEST)
    found = []
    for id_, reference, work_due, law_due, changed in (await session.exec(query)).all():
        found.append(Due(work_due, id_, reference, "work_due", changed))
        if law_due != work_due:
            found.append(Due(law_due, id_, reference, "statutory_due", changed))
    return found


async def _tasks(session: AsyncSession, begin: date | None, end: date | None) -> dict[date, int]:
    query = (
        select(col(TaskRow.due), func.count())
        .join(CaseRow, col(TaskRow.case_id) == col(CaseRow.id))
        .where(col(TaskRow.outcome).is_(None), CaseRow.state == State.IN_PROGRESS)
        .group_by(col(TaskRow.due))
    )
    if begin is not None:
        query = query.where(col(TaskRow.due).between(begin, end))
    return dict((await session.exec(query)).all())
