"""Erasing, for pages: what was chosen for each category of a case, its holds, and the list of what is erased later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.names import staff_names, unsealed
from services.fulfil.queries.tasks import TaskView
from services.fulfil.rules.erasure import GOES, Choice
from services.fulfil.rules.holds import BLOCKS, HoldState
from services.fulfil.rules.reasons import Reason
from services.fulfil.rules.retention import BY_RULE, Retention, may_go, rule_for
from services.fulfil.rules.telling import needs_telling
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.disclosures import NOT_TOLD_WHY, RECIPIENT, DisclosureRow, disclosures_of
from services.fulfil.store.erasing import (
    CHOICE_REASON,
    LATER_PERSON,
    BatchRow,
    BatchState,
    LaterRow,
    LaterState,
    batch_hash,
    choices_of,
    needs_choice,
    undecided,
)
from services.fulfil.store.holds import HOLD_FACTS, HoldRow, holds_of, is_held, scopes_held
from shared.contracts.people import CORR
from shared.platform.desk import Desk
from shared.vocabulary import Category, ErasureOutcome, Kind

SHOWN = 50


@dataclass(frozen=True)
class Fate:
    """A task with what becomes of what it found: chosen, or proposed by the table."""

    task: TaskView
    proposed: Retention
    choice: Choice
    chosen: bool
    held: bool
    why: Reason | None
    """Why the day is what it is, when the rule gives it."""

    @property
    def outcome(self) -> ErasureOutcome:
        """What stands in the form first; a hold wins."""
        if self.held and not self.chosen:
            return ErasureOutcome.KEPT_LEGAL_CLAIMS
        return self.choice.outcome


@dataclass(frozen=True)
class HoldView:
    """A hold as the page of a case shows it."""

    row: HoldRow
    state: HoldState
    facts: str
    placed_by: str
    approved_by: str
    here: bool
    """Whether it was placed in this case; others are on another case of the same person."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who received data of the person."""

    id: str
    name: str
    categories: str
    disclosed_on: date | None
    state: str
    reason: str


@dataclass(frozen=True)
class Erasing:
    """What the page of a case shows about erasing."""

    fates: list[Fate]
    open: int
    holds: list[HoldView]
    recipients: list[Recipient]
    """Who received data, and whether they were told."""
    to_tell: bool
    """Whether they must be told of this case (art. 19)."""

    def stays(self, task_id: str) -> bool:
        """Whether a task is not recorded as erased from here: the answer keeps it, or a hold covers it."""
        mine = (fate for fate in self.fates if fate.task.id == task_id)
        return any(fate.held or (fate.chosen and fate.choice.outcome not in GOES) for fate in mine)

    @property
    def blocked(self) -> bool:
        """Whether a hold is in force."""
        return any(hold.state in BLOCKS for hold in self.holds)


async def erasing_of(
    desk: Desk, session: AsyncSession, row: CaseRow, rows: Sequence[TaskRow], tasks: Sequence[TaskView]
) -> Erasing:
    """Erasing in one case; `rows` and `tasks` are the same tasks."""
    choices = await choices_of(session, row.id)
    scopes = await scopes_held(session, row.id, row.subject_index)
    late = {task.id for task in undecided(rows, choices)}
    fates = []
    for task_row, task in zip(rows, tasks, strict=True):
        if not needs_choice(task_row):
            continue
        known = choices.get(task.id) if task.id not in late else None
        reason = await unsealed(desk, row.id, CORR, CHOICE_REASON, known.reason_sealed) if known else ""
        choice = known.choice(reason) if known else _proposed(task)
        why = may_go(BY_RULE[choice.rule], choice.starts_on).reason if choice.rule and choice.starts_on else None
        held = is_held(scopes, task_row.category, task_row.system)
        fates.append(Fate(task, rule_for(task.category, task.system), choice, known is not None, held, why))
    recipients = [await _recipient(desk, each) for each in await disclosures_of(session, row.id)]
    return Erasing(fates, len(late), await _holds(desk, session, row), recipients, needs_telling(_kinds(row)))


def _kinds(row: CaseRow) -> list[Kind]:
    return [Kind(kind) for kind in row.kinds.split(",") if kind]


async def _recipient(desk: Desk, row: DisclosureRow) -> Recipient:
    return Recipient(
        id=row.id,
        name=await unsealed(desk, row.case_id, CORR, RECIPIENT, row.recipient_sealed),
        categories=row.categories,
        disclosed_on=row.disclosed_on,
        state=row.state,
        reason=await unsealed(desk, row.case_id, CORR, NOT_TOLD_WHY, row.reason_sealed),
    )


def _proposed(task: TaskView) -> Choice:
    """What the table proposes; what the holder said of keeping it is filled in."""
    row = rule_for(task.category, task.system)
    reason = task.text if task.outcome == "kept" else ""
    return Choice(row.proposes, row.rule, None, task.kept_until, reason)


async def _holds(desk: Desk, session: AsyncSession, row: CaseRow) -> list[HoldView]:
    names = await staff_names(desk, session)
    return [
        HoldView(
            row=hold,
            state=HoldState(hold.state),
            facts=await unsealed(desk, hold.case_id, CORR, HOLD_FACTS, hold.facts_sealed),
            placed_by=names.get(hold.placed_by, ""),
            approved_by=names.get(hold.approved_by or "", ""),
            here=hold.case_id == row.id,
        )
        for hold in await holds_of(session, row.id, row.subject_index)
    ]


@dataclass(frozen=True)
class LaterView:
    """One item of the ledger as the page shows it."""

    id: str
    case_id: str
    reference: str
    person: str
    category: Category
    system: str
    holder: str
    outcome: ErasureOutcome
    rule: str
    article: str
    kept_until: date
    held: bool
    done_at: datetime | None


@dataclass(frozen=True)
class BatchView:
    """A batch that waits for a second person, with its items a case."""

    id: str
    content_hash: str
    proposed_by: str
    proposed_by_id: str
    proposed_at: datetime
    cases: dict[str, list[LaterView]]


@dataclass(frozen=True)
class EraseLater:
    """The page of what is erased later."""

    due: list[LaterView]
    batches: list[BatchView]
    released: list[LaterView]
    waiting: list[LaterView]
    more_waiting: int
    done: list[LaterView]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not (self.due or self.batches or self.released or self.waiting or self.done)


async def erase_later(desk: Desk) -> EraseLater:
    """Everything that is due, waits for approval, is released, or comes later."""
    async with desk.look() as session:
        names = await staff_names(desk, session)
        waiting = await _items(desk, session, LaterState.WAITING, SHOWN + 1)
        due = await _items(desk, session, LaterState.DUE)
        batches = select(BatchRow).where(BatchRow.state == BatchState.PROPOSED).order_by(col(BatchRow.proposed_at))
        return EraseLater(
            due=[view for row, view in due if not row.proposed_in],
            batches=[_batch(batch, due, names) for batch in (await session.exec(batches)).all()],
            released=[view for _, view in await _items(desk, session, LaterState.RELEASED)],
            waiting=[view for _, view in waiting[:SHOWN]],
            more_waiting=max(0, len(waiting) - SHOWN),
            done=[view for _, view in await _items(desk, session, LaterState.DONE, SHOWN)],
        )


def _batch(batch: BatchRow, due: Sequence[tuple[LaterRow, LaterView]], names: dict[str, str]) -> BatchView:
    rows = [(row, view) for row, view in due if row.proposed_in == batch.id]
    cases: dict[str, list[LaterView]] = {}
    for _, view in rows:
        cases.setdefault(view.reference, []).append(view)
    return BatchView(
        id=batch.id,
        content_hash=batch_hash([row for row, _ in rows]),
        proposed_by=names.get(batch.proposed_by, ""),
        proposed_by_id=batch.proposed_by,
        proposed_at=batch.proposed_at,
        cases=cases,
    )


async def _items(
    desk: Desk, session: AsyncSession, state: LaterState, most: int = 2000
) -> list[tuple[LaterRow, LaterView]]:
    query = select(LaterRow).where(LaterRow.state == state)
    order = col(LaterRow.done_at).desc() if state is LaterState.DONE else col(LaterRow.kept_until)
    rows = (await session.exec(query.order_by(order, col(LaterRow.reference), col(LaterRow.id)).limit(most))).all()
    return [(row, await _view(desk, session, row)) for row in rows]


async def _view(desk: Desk, session: AsyncSession, row: LaterRow) -> LaterView:
    person = await unsealed(desk, row.scope, CORR, LATER_PERSON, row.person_sealed)
    held = await scopes_held(session, row.case_id, row.subject_index)
    return LaterView(
        id=row.id,
        case_id=row.case_id,
        reference=row.reference,
        person=", ".join(part for part in json.loads(person or "[]") if part),
        category=Category(row.category),
        system=row.system,
        holder=row.holder,
        outcome=ErasureOutcome(row.outcome),
        rule=row.rule,
        article=BY_RULE[row.rule].article if row.rule in BY_RULE else "",
        kept_until=row.kept_until,
        held=is_held(held, row.category, row.system),
        done_at=row.done_at,
    )
