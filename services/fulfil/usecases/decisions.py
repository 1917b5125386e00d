"""The answer to a case takes two people: one proposes, another approves exactly that (R2-4, spec 10)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.fulfil.rules.access_words import AccessWords
from services.fulfil.rules.guards import may_answer, may_approve, may_propose, needs_remedies
from services.fulfil.rules.lifecycle import Event
from services.fulfil.store.cases import SETTLED, CaseRow, DecisionRow, DecisionState, TaskRow
from services.fulfil.store.erasing import ChoiceRow
from services.fulfil.store.finding import next_decision, proposal_of, tasks_of
from services.fulfil.usecases.access_letters import complete, keep_words, wants_words, words_of
from services.fulfil.usecases.alarms import cancel_alarms, first_reaction, note_missed
from services.fulfil.usecases.casework import Codes, case_to_change, local_day, move, seal_note
from services.fulfil.usecases.choosing import insist_chosen
from services.fulfil.usecases.drafts import draft_of, has_package
from services.fulfil.usecases.erasing_later import plan_later
from services.fulfil.usecases.packages import ask_for_package
from services.fulfil.usecases.releasing import insist_on_check
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, WORDS
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM, Verdict
from shared.vocabulary import DecisionOutcome

REASONS_LONGEST = 1500  # bytes: sealed, with all that goes with it, they must fit one message


@dataclass(frozen=True)
class Proposal:
    """What a member of staff proposes to answer; `reasons` go to the requester word for word."""

    outcome: DecisionOutcome
    reasons: str
    withheld: bool
    said: Mapping[str, str] = field(default_factory=dict)
    """The points of an access answer that the handler changed (R2.2A-1)."""


def content_hash(
    row: CaseRow,
    outcome: str,
    reasons: str,
    withheld: bool,
    tasks: Sequence[TaskRow],
    choices: Mapping[str, ChoiceRow],
    said: AccessWords | None,
) -> str:
    """What an approval is bound to: the kinds, the outcome, all words, every task's answer and what becomes of it."""
    answers = [[t.id, t.outcome, t.answered_at.isoformat() if t.answered_at else "", t.text_sealed] for t in tasks]
    fates = [[c.task_id, c.outcome, c.rule, str(c.kept_until), c.reason_sealed] for _, c in sorted(choices.items())]
    more = [*([fates] if fates else []), *([said.as_dict()] if said else [])]
    content = [row.id, row.round, row.kinds, outcome, reasons, withheld, answers, *more]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


async def propose(desk: Desk, by: Session, case_id: str, version: int, proposal: Proposal) -> None:
    """Put an answer before a second person; every task must have its answer, and the reasons must be there."""
    reasons = proposal.reasons.strip()
    if not reasons:
        raise Unreadable("reasons", lazy("Write the reasons for the requester."))
    if len(reasons.encode()) > REASONS_LONGEST:
        raise Unreadable("reasons", lazy("Use at most %(longest)s characters.", longest=REASONS_LONGEST))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        tasks = await tasks_of(work.session, case_id)
        _insist(
            may_propose(open_tasks=_open(tasks), empty_fields=(), identity_settled=row.identity in SETTLED),
        )
        choices = await insist_chosen(work, row, tasks, proposal.outcome)
        said = complete(desk, row, tasks, proposal.said) if wants_words(row, proposal.outcome) else None
        move(work, row, Event.PROPOSE, by.roles, by.staff_id, codes={"outcome": str(proposal.outcome)})
        box = await desk.keyring.box(case_id, CONTACT)
        number = await next_decision(work.session, case_id)
        work.session.add(
            DecisionRow(
                id=deterministic("decision", case_id, str(number)),
                case_id=case_id,
                number=number,
                outcome=str(proposal.outcome),
                reasons_sealed=box.seal(WORDS, reasons),
                withheld=proposal.withheld,
                b_recht=needs_remedies(proposal.outcome),
                content_hash=content_hash(row, proposal.outcome, reasons, proposal.withheld, tasks, choices, said),
                proposed_by=by.staff_id,
                proposed_at=work.now,
            )
        )
        if said is not None:
            await keep_words(desk, work, row, number, said)


async def approve(desk: Desk, by: Session, case_id: str, version: int, seen_hash: str) -> None:
    """Approve what was proposed, if it is still what this person saw; the answer is then on its way."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        decision = await _waiting_proposal(work, case_id)
        tasks = await tasks_of(work.session, case_id)
        _insist(_may_approve(row, decision, tasks, by))
        outcome = DecisionOutcome(decision.outcome)
        choices = await insist_chosen(work, row, tasks, outcome)
        said = await words_of(desk, work.session, case_id, decision.number)
        await _same_content(desk, row, decision, tasks, choices, said, seen_hash)
        if has_package(row, decision):
            draft = await draft_of(desk, work.session, row, decision, tasks)
            await insist_on_check(desk, work, row, decision, draft)
        codes: dict[str, Codes] = {"outcome": str(outcome), "decision": decision.number}
        move(work, row, Event.APPROVE, by.roles, by.staff_id, decision=outcome, codes=codes)
        decision.state = DecisionState.APPROVED.value
        decision.approved_by, decision.approved_at = by.staff_id, work.now
        work.session.add(decision)
        row.answered_at = work.now
        _stop_the_clock(work, row)
        await plan_later(desk, work, row, decision, tasks, choices)
        await ask_for_package(work, row, decision)


async def take_back(work: Work, row: CaseRow) -> None:
    """The ground of a proposal is gone: it goes back without anybody's word, and must be proposed anew."""
    decision = await _waiting_proposal(work, row.id)
    decision.state = DecisionState.SENT_BACK.value
    decision.sent_back_by, decision.sent_back_at = SYSTEM, work.now
    work.session.add(decision)


async def send_back(desk: Desk, by: Session, case_id: str, version: int, reason: str) -> None:
    """Return a proposal to the handler, with a word of why."""
    if not reason.strip():
        raise Unreadable("reason", lazy("Say why, in a few words."))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        decision = await _waiting_proposal(work, case_id)
        _insist(may_approve(decision.proposed_by, by.staff_id))
        move(work, row, Event.SEND_BACK, by.roles, by.staff_id, note=await seal_note(desk, case_id, reason))
        decision.state = DecisionState.SENT_BACK.value
        decision.sent_back_by, decision.sent_back_at = by.staff_id, work.now
        work.session.add(decision)


def _stop_the_clock(work: Work, row: CaseRow) -> None:
    if local_day(work.now) > row.statutory_due:
        note_missed(work, row)
    first_reaction(work, row, work.now)
    cancel_alarms(work, row)


async def _waiting_proposal(work: Work, case_id: str) -> DecisionRow:
    decision = await proposal_of(work.session, case_id)
    if decision is None:
        raise NotAllowedNow(lazy("There is no proposed answer to decide on."))
    return decision


def _may_approve(row: CaseRow, decision: DecisionRow, tasks: Sequence[TaskRow], by: Session) -> Verdict:
    return may_answer(
        open_tasks=_open(tasks),
        proposed_by=decision.proposed_by,
        approved_by=by.staff_id,
        empty_fields=(),
        outcome=DecisionOutcome(decision.outcome),
        tells_remedies=decision.b_recht,
        identity_settled=row.identity in SETTLED,
    )


async def _same_content(
    desk: Desk,
    row: CaseRow,
    decision: DecisionRow,
    tasks: Sequence[TaskRow],
    choices: Mapping[str, ChoiceRow],
    said: AccessWords | None,
    seen_hash: str,
) -> None:
    """Refuse when what was seen, what was proposed and what stands now are not one and the same."""
    reasons = (await desk.keyring.box(row.id, CONTACT)).unseal(WORDS, decision.reasons_sealed)
    now = content_hash(row, decision.outcome, reasons, decision.withheld, tasks, choices, said)
    if not (hmac.compare_digest(now, decision.content_hash) and hmac.compare_digest(now, seen_hash)):
        raise NotAllowedNow(lazy("The proposed answer is not the one that you saw. Open the case again."))


def _open(tasks: Sequence[TaskRow]) -> int:
    return sum(task.outcome is None for task in tasks)


def _insist(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise verdict.as_error()
