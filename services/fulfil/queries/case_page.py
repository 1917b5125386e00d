"""Everything that the page of one case shows."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.erasing import Erasing, erasing_of
from services.fulfil.queries.measures import MeasureView, measure_views
from services.fulfil.queries.names import holder_names, staff_names, unsealed
from services.fulfil.queries.tasks import TaskView, files_of_case, view_of
from services.fulfil.rules.breaches import report_by
from services.fulfil.rules.calendar_nl import Calendar, add_months
from services.fulfil.rules.current_term import ClockState, CurrentTerm, clock_state, current_term
from services.fulfil.rules.deadlines import AMSTERDAM, Deadlines, days_left, deadlines
from services.fulfil.rules.extensions import covers
from services.fulfil.rules.fees import counts_for_window, rectification_notice
from services.fulfil.rules.lifecycle import LIFECYCLE, Event, Outcome, State
from services.fulfil.rules.mask_changes import gives_package
from services.fulfil.rules.pauses import Pause, pause
from services.fulfil.rules.reasons import Reason
from services.fulfil.rules.service_levels import targets
from services.fulfil.rules.two_people import MeasureState
from services.fulfil.store.breaches import BreachRow, breach_of
from services.fulfil.store.cases import CASE_NOTE, EXPLANATION, CaseRow, DecisionRow, DecisionState, EventRow, TaskRow
from services.fulfil.store.finding import corrections_before, joined_with, linked_with, proposal_of
from services.fulfil.store.releases import BuildRow, build_of, check_of
from shared.contracts.people import ADDRESS, CONTACT, CORR, EXCERPT, NAME, SUBJECT, WORDS
from shared.platform.desk import Desk
from shared.vocabulary import Category, Context, DecisionOutcome, Kind


@dataclass(frozen=True)
class Request:
    """What was asked, and what the classifier made of it."""

    name: str
    address: str
    subject: str
    excerpt: str
    explanation: list[str]
    kinds: tuple[Kind, ...]
    context: tuple[Context, ...]


@dataclass(frozen=True)
class Answer:
    """A decision as it is shown."""

    number: int
    outcome: DecisionOutcome
    reasons: str
    withheld: bool
    b_recht: bool
    content_hash: str
    state: str
    proposed_by: str
    proposed_by_id: str
    approved_by: str


@dataclass(frozen=True)
class Moment:
    """One line of the line of time."""

    at: datetime
    event: str
    actor: str
    actor_name: str
    codes: dict[str, str | int | bool]
    note: str


@dataclass(frozen=True)
class Paused:
    """What the law's date is or would be with the pause that the facts give (D-16); `counts` once two people agreed."""

    pause: Pause
    due: date
    counts: bool


@dataclass(frozen=True)
class CasePage:
    """The page of one case."""

    row: CaseRow
    state: State
    outcome: Outcome | None
    holder: str
    request: Request
    dates: Deadlines
    term: CurrentTerm
    """The dates that hold now."""
    longer: CurrentTerm
    """The dates that an extension gives."""
    extension_letter_aim: date
    """The day on which the letter about an extension should be out (D-11)."""
    clock: ClockState
    today: date
    paused: Paused | None
    correction_notice: Reason | None
    """That this is a second request for a correction; a notice and nothing more (R4.5-1)."""
    measures: list[MeasureView]
    """Extensions, pauses and fees, newest first."""
    possible: list[Event]
    tasks: list[TaskView]
    proposal: Answer | None
    answers: list[Answer]
    moments: list[Moment]
    erasing: Erasing
    """What becomes of what was found, and what is held."""
    linked: Sequence[CaseRow] = ()
    """The other cases out of the same message."""
    joined: Sequence[CaseRow] = ()
    """The cases that were the same request as this one."""
    joined_into: CaseRow | None = None
    """The case that goes on with this one."""
    build: BuildRow | None = None
    """The newest making of a package."""
    checked: bool = False
    """Whether a second person checked the package of the proposed answer."""
    breach: BreachRow | None = None
    """The possible data breach that the case told of."""

    @property
    def breach_by(self) -> datetime | None:
        """The last instant at which the authority can be told in time."""
        return report_by(self.breach.known_at) if self.breach else None

    @property
    def needs_check(self) -> bool:
        """Whether the proposed answer comes with a package, which a second person must check."""
        return self.proposal is not None and gives_package(self.request.kinds, self.proposal.outcome)

    @property
    def open_tasks(self) -> int:
        """How many tasks have no answer yet."""
        return sum(task.outcome is None for task in self.tasks)

    @property
    def erasure_ordered(self) -> bool:
        """Whether an approved answer lets what was found be erased."""
        approved = [answer for answer in self.answers if answer.state == DecisionState.APPROVED]
        return self.state in {State.ANSWERED, State.CLOSED} and any(
            answer.outcome is not DecisionOutcome.REFUSED for answer in approved[:1]
        )

    def by_category(self) -> list[tuple[Category, list[TaskView]]]:
        """The tasks in the order of the categories."""
        return [(category, list(group)) for category, group in groupby(self.tasks, lambda task: task.category)]

    def first_open_category(self) -> Category | None:
        """The first category with a task that has no answer yet."""
        return next((task.category for task in self.tasks if task.outcome is None), None)

    def living(self, what: str) -> MeasureView | None:
        """The extension, pause or fee that waits or holds, if any."""
        return next((each for each in self.measures if each.what == what and each.lives), None)

    def proposals(self) -> list[MeasureView]:
        """What waits for a second person beside the answer."""
        return [each for each in self.measures if each.state is MeasureState.PROPOSED]

    def days(self, day: date) -> int:
        """Days until `day`."""
        return days_left(self.today, day)


async def is_there(desk: Desk, case_id: str) -> bool:
    """Whether there is such a case."""
    async with desk.look() as session:
        return await session.get(CaseRow, case_id) is not None


async def case_page(desk: Desk, case_id: str, roles: Collection[str]) -> CasePage | None:
    """The case as somebody with these roles sees it; None when there is no such case."""
    async with desk.look() as session:
        row = await session.get(CaseRow, case_id)
        if row is None:
            return None
        return await _page(desk, session, row, roles)


async def _page(desk: Desk, session: AsyncSession, row: CaseRow, roles: Collection[str]) -> CasePage:
    names = {**await staff_names(desk, session), **await holder_names(session)}
    files = await files_of_case(desk, session, row.id)
    ordered = select(TaskRow).where(TaskRow.case_id == row.id).order_by(col(TaskRow.category), col(TaskRow.system))
    rows = (await session.exec(ordered)).all()
    tasks = [await view_of(desk, task, names, files.get(task.id)) for task in rows]
    proposal = await proposal_of(session, row.id)
    calendar = _calendar(desk)
    dates, term = term_for(desk, row)
    paused, state = _paused(desk, row, calendar), State(row.state)
    return CasePage(
        row=row,
        state=state,
        outcome=Outcome(row.outcome) if row.outcome else None,
        holder=names.get(row.holder_id, ""),
        request=await _request(desk, row),
        dates=dates,
        term=term,
        longer=current_term(dates, calendar, extended=True),
        extension_letter_aim=targets(dates, calendar).extension_letter,
        clock=_clock(row, term, paused),
        correction_notice=await _correction_notice(desk, session, row),
        measures=await measure_views(desk, session, row, names),
        today=desk.clock.now().astimezone(AMSTERDAM).date(),
        paused=paused,
        possible=LIFECYCLE.possible(state, roles),
        tasks=tasks,
        erasing=await erasing_of(desk, session, row, rows, tasks),
        proposal=await _answer(desk, proposal, names) if proposal else None,
        answers=await _answers(desk, session, row, names),
        moments=await _moments(desk, session, row, names),
        linked=await linked_with(session, row),
        joined=await joined_with(session, row),
        joined_into=await session.get(CaseRow, row.joined_into) if row.joined_into else None,
        build=await build_of(session, row.id),
        breach=await breach_of(session, row.id),
        checked=proposal is not None and await check_of(session, row.id, proposal.number) is not None,
    )


def _calendar(desk: Desk) -> Calendar:
    chosen = desk.settings.calendar
    return Calendar(good_friday=chosen.good_friday, use_equated=chosen.use_equated)


def term_for(desk: Desk, row: CaseRow) -> tuple[Deadlines, CurrentTerm]:
    """The dates of a case's receipt, and those that hold now."""
    calendar = _calendar(desk)
    dates = deadlines(row.received_at, row.paused_days, calendar)
    extended = covers(row.extended_kinds.split(","), row.kinds.split(","))
    return dates, current_term(dates, calendar, extended=extended)


async def _request(desk: Desk, row: CaseRow) -> Request:
    explanation = await unsealed(desk, row.id, CORR, EXPLANATION, row.explanation_sealed)
    return Request(
        name=await unsealed(desk, row.person_scope, CONTACT, NAME, row.name_sealed),
        address=await unsealed(desk, row.person_scope, CONTACT, ADDRESS, row.address_sealed),
        subject=await unsealed(desk, row.id, CORR, SUBJECT, row.subject_sealed),
        excerpt=await unsealed(desk, row.id, CORR, EXCERPT, row.excerpt_sealed),
        explanation=json.loads(explanation or "[]"),
        kinds=tuple(Kind(kind) for kind in row.kinds.split(",") if kind),
        context=tuple(Context(label) for label in row.context.split(",") if label),
    )


def _paused(desk: Desk, row: CaseRow, calendar: Calendar) -> Paused | None:
    if row.identity_asked_on is None:
        return None
    within = desk.settings.pause.ask_within_working_days
    found = pause(row.receipt_day, row.identity_asked_on, row.proved_on, calendar, within)
    moved = deadlines(row.received_at, found.days, calendar).statutory_due
    return Paused(found, moved, counts=row.pause_id is not None)


async def _correction_notice(desk: Desk, session: AsyncSession, row: CaseRow) -> Reason | None:
    if not _counts(row):
        return None
    months = desk.settings.fee.window_months
    earlier = await corrections_before(session, row, add_months(row.receipt_day, -months - 1))
    return rectification_notice([each.receipt_day for each in earlier if _counts(each)], row.receipt_day, months)


def _counts(row: CaseRow) -> bool:
    kinds = [Kind(kind) for kind in row.kinds.split(",") if kind]
    return counts_for_window(kinds, [Context(label) for label in row.context.split(",") if label])


def _clock(row: CaseRow, term: CurrentTerm, paused: Paused | None) -> ClockState:
    return clock_state(
        missed=row.missed,
        answered=row.answered_at is not None,
        extended=term.extended,
        pause_approved=row.pause_id is not None,
        pause_shown=paused is not None and paused.pause.days > 0,
    )


async def _answers(desk: Desk, session: AsyncSession, row: CaseRow, names: dict[str, str]) -> list[Answer]:
    query = select(DecisionRow).where(DecisionRow.case_id == row.id).order_by(col(DecisionRow.number).desc())
    return [await _answer(desk, decision, names) for decision in (await session.exec(query)).all()]


async def _answer(desk: Desk, row: DecisionRow, names: dict[str, str]) -> Answer:
    return Answer(
        number=row.number,
        outcome=DecisionOutcome(row.outcome),
        reasons=await unsealed(desk, row.case_id, CONTACT, WORDS, row.reasons_sealed),
        withheld=row.withheld,
        b_recht=row.b_recht,
        content_hash=row.content_hash,
        state=row.state,
        proposed_by=names.get(row.proposed_by, ""),
        proposed_by_id=row.proposed_by,
        approved_by=names.get(row.approved_by or "", ""),
    )


async def _moments(desk: Desk, session: AsyncSession, row: CaseRow, names: dict[str, str]) -> list[Moment]:
    query = select(EventRow).where(EventRow.case_id == row.id).order_by(col(EventRow.id).desc())
    return [
        Moment(
            at=event.at,
            event=event.event,
            actor=event.actor,
            actor_name=names.get(event.actor, ""),
            codes=json.loads(event.codes),
            note=await unsealed(desk, row.id, CORR, event.note_field or CASE_NOTE, event.note_sealed),
        )
        for event in (await session.exec(query)).all()
    ]
