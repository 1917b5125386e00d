"""Writing down each step on the ladder: level, way, what became of it, by whom, when (spec 4.2, R4-1)."""

from __future__ import annotations

from services.verify import ladder_store
from services.verify.ladder_store import Rung
from services.verify.rules.ladder import LEVEL_OF_METHOD
from services.verify.rules.rungs import Outcome
from services.verify.store import Verification
from shared.platform.desk import Work
from shared.vocabulary import Level, Method


async def climb(
    work: Work,
    verification: Verification,
    method: Method,
    outcome: Outcome,
    by: str,
    *,
    why: str = "",
    level: Level | None = None,
) -> None:
    """Add one step. `by` is a staff id, or who else did it; `why` a code, never a text."""
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
            at=work.now,
        )
    )
    await work.session.flush()
    codes = {"level": rung.value, "method": method.value, "outcome": outcome.value}
    work.note("identity.rung", case_id, by, number=number, **codes)
