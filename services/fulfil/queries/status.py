"""What the status page of a case shows. Nothing here is unsealed: it is codes, days and the names of letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.case_page import term_for
from services.fulfil.rules.client_steps import ClientStep, Next, client_steps, who_is_next
from services.fulfil.rules.current_term import CurrentTerm
from services.fulfil.rules.deadlines import AMSTERDAM, Deadlines, days_left
from services.fulfil.rules.lifecycle import State
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.status import copy_waits, letters_out
from shared.platform.desk import Desk
from shared.vocabulary import Letter


@dataclass(frozen=True)
class LetterOut:
    """A letter that went out."""

    letter: Letter
    at: datetime


@dataclass(frozen=True)
class StatusPage:
    """How far a case is, for its requester."""

    case_id: str
    reference: str
    state: State
    steps: list[ClientStep]
    next: Next
    dates: Deadlines
    term: CurrentTerm
    today: date
    received_at: datetime
    reacted: bool
    answered_at: datetime | None
    closed_at: datetime | None
    letters: list[LetterOut]
    """All that went out, newest first; a page names those that it may."""
    is_joined: bool
    """Another case goes on with it."""

    @property
    def is_over(self) -> bool:
        """Whether no date runs any more."""
        return self.state in {State.ANSWERED, State.CLOSED}

    def days(self, day: date) -> int:
        """Days until `day`."""
        return days_left(self.today, day)


async def status_page(desk: Desk, case_id: str) -> StatusPage | None:
    """How far this case is; None when there is no such case."""
    async with desk.look() as session:
        row = await session.get(CaseRow, case_id)
        return None if row is None else await _page(desk, session, row)


async def _page(desk: Desk, session: AsyncSession, row: CaseRow) -> StatusPage:
    dates, term = term_for(desk, row)
    state = State(row.state)
    out = await letters_out(session, row.id)
    return StatusPage(
        case_id=row.id,
        reference=row.reference,
        state=state,
        steps=client_steps(state, answered=row.answered_at is not None),
        next=who_is_next(state, copy_waits=await copy_waits(session, row.id)),
        dates=dates,
        term=term,
        today=desk.clock.now().astimezone(AMSTERDAM).date(),
        received_at=row.received_at,
        reacted=row.reacted_at is not None,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        letters=[LetterOut(Letter(each.letter), each.at) for each in out],
        is_joined=bool(row.joined_into),
    )
