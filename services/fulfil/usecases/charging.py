"""A fee: off by default, proposed by the FG, approved by another, bounded, and told before any work (R4.5-1..4)."""

from __future__ import annotations

from services.fulfil.rules.fees import Fee, may_charge
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.two_people import Measure
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import tasks_of
from services.fulfil.usecases.alarms import first_reaction
from services.fulfil.usecases.casework import case_to_change, local_day, person_of
from services.fulfil.usecases.measures import (
    EVIDENCE_LONGEST,
    WORDS_LONGEST,
    Content,
    agree,
    content_of,
    filled,
    insist,
    proposed,
    put,
)
from shared.contracts.fulfil import FeeApproved
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session

_BEGUN = frozenset({State.AWAITING_APPROVAL, State.ANSWERED, State.CLOSED})


async def propose_fee(desk: Desk, by: Session, case_id: str, version: int, fee: Fee, words: str, evidence: str) -> None:
    """Put a fee before a second person, with why the request is unfounded or excessive and what shows it."""
    words = filled("fee-words", words, WORDS_LONGEST)
    evidence = filled("fee-evidence", evidence, EVIDENCE_LONGEST)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        await _check(desk, work, row, fee)
        content = Content(Measure.FEE, words, evidence=evidence, amount_cents=fee.amount, cost_cents=fee.cost)
        await put(desk, work, by, row, content)


async def approve_fee(desk: Desk, by: Session, case_id: str, version: int, measure_id: str, seen: str) -> None:
    """Approve a fee exactly as it was seen; T35 tells it, and the requester may withdraw or narrow the request."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        measure = await proposed(work, case_id, measure_id)
        content = await content_of(desk, measure, None)
        stated = Fee(content.amount_cents or 0, content.cost_cents or 0, True, True, True)
        await _check(desk, work, row, stated)
        await agree(work, by, row, measure, content, seen)
        first_reaction(work, row, work.now)
        work.say(
            FeeApproved(
                case_id=row.id,
                at=work.now,
                number=measure.number,
                reference=row.reference,
                requester=person_of(row),
                words=measure.words_sealed,
                evidence=measure.evidence_sealed or "",
                cents=stated.amount,
                statutory_due=row.statutory_due,
            )
        )


async def _check(desk: Desk, work: Work, row: CaseRow, fee: Fee) -> None:
    settings = desk.settings.fee
    answered = any(task.outcome is not None for task in await tasks_of(work.session, row.id))
    verdict = may_charge(
        fee,
        enabled=settings.enabled,
        highest=round(settings.max_eur * 100),
        work_begun=answered or row.state in _BEGUN,
        today=local_day(work.now),
        due=row.statutory_due,
    )
    insist(verdict)
