"""Writing down each step on the ladder: level, way, what became of it, by whom, when (spec 4.2, R4-1)."""

from __future__ import annotations

from services.verify import ladder_store
from services.verify.ladder_store import Rung
from services.verify.rules.ladder import LEVEL_OF_METHOD
from services.verify.rules.rungs import Outcome
from services.verify.rules.verification import SUBJECT
from services.verify.rules.whose import Whose
from services.verify.store import Verification
from services.verify.usecases.steps import DECIDER, Decider
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
    actor: Session | Decider | None = None,
    *,
    why: str = "",
    level: Level | None = None,
    whose: Whose | None = None,
) -> None:
    """Add one step, by a member of staff, or by the requester when there is no `actor`. `why` is codes, no text.

    It is about who proves themselves on this ladder, unless `whose` says another.
    """
    case_id = verification.case_id
    number = await ladder_store.next_rung(work.session, case_id)
    rung = level or LEVEL_OF_METHOD[method]
    box = await desk.keyring.box(case_id, CONTACT)
    by = SUBJECT if actor is None else actor.staff_id
    work.session.add(
        Rung(
            case_id=case_id,
            number=number,
            round=verification.round,
            level=rung,
            method=method,
            outcome=outcome,
            why=why,
            whose=whose or verification.proves,
            by=by,
            by_name_sealed=None if actor is None else box.seal(DECIDER, actor.display_name),
            at=work.now,
        )
    )
    await work.session.flush()
    work.note("identity.rung", case_id, by, number=number, level=rung.value, method=method.value, outcome=outcome.value)
