"""Writing down each step on the ladder: level, way, what became of it, by whom, when (spec 4.2, R4-1)."""

from __future__ import annotations

from services.verify import ladder_store
from services.verify.ladder_store import Rung
from services.verify.rules.ladder import LEVEL_OF_METHOD
from services.verify.rules.rungs import Outcome
from services.verify.rules.verification import SUBJECT
from services.verify.store import Verification
from services.verify.usecases.steps import DECIDER
from shared.contracts.people import CONTACT
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.vocabulary import Level, Method


async def climb(
    desk: Desk,
    work: Work,
    verification: Verification,
    method: Method,
    outcome: Outcome,
    actor: Session | None = None,
    *,
    why: str = "",
    level: Level | None = None,
) -> None:
    """Add one step, by a member of staff, or by the requester when there is no `actor`. `why` is codes, no text."""
    if actor is None:
        await _add(work, verification, method, outcome, SUBJECT, None, why, level)
        return
    box = await desk.keyring.box(verification.case_id, CONTACT)
    name = box.seal(DECIDER, actor.display_name)
    await _add(work, verification, method, outcome, actor.staff_id, name, why, level)


async def climb_as_signed(work: Work, verification: Verification, method: Method, outcome: Outcome) -> None:
    """Add one step by who signed the verification: a decision that took effect later than it was taken."""
    by, name = verification.decided_by or "", verification.decided_name_sealed
    await _add(work, verification, method, outcome, by, name, "", None)


async def _add(
    work: Work,
    verification: Verification,
    method: Method,
    outcome: Outcome,
    by: str,
    by_name_sealed: str | None,
    why: str,
    level: Level | None,
) -> None:
    case_id = verification.case_id
    number = await ladder_store.next_rung(work.session, case_id)
    rung = level or LEVEL_OF_METHOD[method]
    work.session.add(
        Rung(
            case_id=case_id,
            number=number,
            round=verification.round,
            level=rung,
            method=method,
            outcome=outcome,
            why=why,
            by=by,
            by_name_sealed=by_name_sealed,
            at=work.now,
        )
    )
    await work.session.flush()
    work.note("identity.rung", case_id, by, number=number, level=rung.value, method=method.value, outcome=outcome.value)
