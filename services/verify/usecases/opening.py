"""A case was sorted: is identity needed, and how sure must we be (R4.4-1, spec 2.1)?"""

from __future__ import annotations

from datetime import date

from services.verify import ladder_store, store
from services.verify.rules.ladder import Need, enough, needed
from services.verify.rules.representation import suggested
from services.verify.rules.verification import VERIFICATION, Event, State
from services.verify.rules.whose import Whose, both_proved
from services.verify.store import Verification
from services.verify.usecases.hearing import due_of
from services.verify.usecases.steps import step
from services.verify.usecases.telling import verified
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.verify import IdentityNeeded, IdentityNotNeeded
from shared.platform.desk import Work
from shared.statetable import SYSTEM
from shared.vocabulary import Channel, Level, Method


async def open_verification(work: Work, case: CaseTriaged) -> None:
    """Open the verification of a case, or judge it anew when the case was opened again; once a round."""
    need = needed(case.kinds)
    known = await work.session.get(Verification, case.case_id, with_for_update=True)
    if known is None:
        known = _new(work, case, need, await due_of(work, case))
        work.session.add(known)
    elif known.round < case.number:
        await _judge_anew(work, known, case, need)
    else:
        return
    work.note("identity.judged", case.case_id, SYSTEM, level=need.level.value, rule=need.rule)
    if known.stands is State.NOT_NEEDED:
        work.say(IdentityNotNeeded(case_id=case.case_id, at=work.now, number=case.number, rule=need.rule))
    elif known.stands is State.VERIFIED:
        work.say(verified(known, work.now))
    else:
        work.say(
            IdentityNeeded(case_id=case.case_id, at=work.now, number=case.number, level=need.level, rule=need.rule)
        )


async def _judge_anew(work: Work, known: Verification, case: CaseTriaged, need: Need) -> None:
    """A reopened case may ask for more: what was proved stays proved as far as it reaches, and for the same person."""
    due = await due_of(work, case)
    same = not case.context or suggested(case.context) is suggested(known.labels)
    if not same:
        await ladder_store.forget_for_whom(work.session, known.case_id)
        known.whose, known.agent_needed = Whose.SUBJECT, False
    proved = same and known.stands is State.VERIFIED and _reaches(known, need.level)
    known.agent_method = known.agent_method if proved else None
    known.round, known.kinds = case.number, store.as_json(case.kinds)
    known.level, known.need_rule, known.need_text = need.level, need.rule, need.text
    known.statutory_due, known.received_at = due, case.received_at or known.received_at
    known.context = ",".join(case.context) or known.context
    known.mail_evidence, known.sorted_at = _evidence(case), case.at
    if not proved and Event.REOPEN in VERIFICATION.possible(known.stands, SYSTEM):
        step(work, known, Event.REOPEN, SYSTEM)
    if not proved and need.level is Level.L0 and known.stands is State.OPEN:
        step(work, known, Event.SKIP, SYSTEM)


def _reaches(known: Verification, level: Level) -> bool:
    """Whether both proofs, where two were needed, are enough for this level."""
    agent = both_proved({Whose.AGENT} if known.agent_needed else (), known.agent, level)
    return enough(Method(known.method or Method.NONE), level) and agent.allowed


def _evidence(case: CaseTriaged) -> str | None:
    return case.evidence if case.channel is Channel.MAIL else None


def _new(work: Work, case: CaseTriaged, need: Need, due: date) -> Verification:
    light = need.level is Level.L0
    state = VERIFICATION.step(State.OPEN, Event.SKIP, SYSTEM) if light else VERIFICATION.initial
    return Verification(
        case_id=case.case_id,
        reference=case.reference,
        kinds=store.as_json(case.kinds),
        level=need.level,
        need_rule=need.rule,
        need_text=need.text,
        state=state,
        round=case.number,
        person_sealed=case.requester.model_dump_json(),
        statutory_due=due,
        opened_at=work.now,
        changed_at=work.now,
        received_at=case.received_at,
        context=",".join(case.context),
        mail_evidence=_evidence(case),
        sorted_at=case.at,
    )
