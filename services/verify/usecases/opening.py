"""A case was sorted: is identity needed, and how sure must we be (R4.4-1, spec 2.1)?"""

from __future__ import annotations

from services.verify import store
from services.verify.rules.ladder import needed
from services.verify.rules.verification import VERIFICATION, Event, State
from services.verify.store import Verification
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.verify import IdentityNeeded, IdentityNotNeeded
from shared.platform.desk import Work
from shared.statetable import SYSTEM
from shared.vocabulary import Level


async def open_verification(work: Work, case: CaseTriaged) -> None:
    """Open the verification of a case, once, and say whether identity is needed."""
    if await work.session.get(Verification, case.case_id) is not None:
        return
    need = needed(case.kinds)
    light = need.level is Level.L0
    state = VERIFICATION.step(State.OPEN, Event.SKIP, SYSTEM) if light else VERIFICATION.initial
    work.session.add(
        Verification(
            case_id=case.case_id,
            reference=case.reference,
            kinds=store.as_json(case.kinds),
            level=need.level,
            need_rule=need.rule,
            need_text=need.text,
            state=state,
            person_sealed=case.requester.model_dump_json(),
            statutory_due=case.statutory_due,
            opened_at=work.now,
            changed_at=work.now,
        )
    )
    work.note("identity.judged", case.case_id, SYSTEM, level=need.level.value, rule=need.rule)
    if light:
        work.say(IdentityNotNeeded(case_id=case.case_id, at=work.now, rule=need.rule))
    else:
        work.say(IdentityNeeded(case_id=case.case_id, at=work.now, level=need.level, rule=need.rule))
