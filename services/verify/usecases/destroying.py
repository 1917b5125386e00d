"""The end of every copy: condemned in the transaction of the decision, shredded after it, told when it is gone.

A letter that says "your copy is deleted" so never leaves before it is. A crash in between is healed: what is condemned
stays condemned until it is destroyed (R4-11).
"""

from __future__ import annotations

from services.verify import store
from services.verify.rules.upload_link import GUESS_WINDOW
from services.verify.store import Evidence, Verification
from services.verify.usecases.tools import vault_of
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.verify import CopyDestroyed, CopyExpires, IdentityVerified
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM


async def condemn(work: Work, verification: Verification, then: Envelope | None = None) -> bool:
    """Condemn the kept copy, if there is one; `then` is said when it is gone, or at once when there is none.

    Returns whether there was one: `shred` it after the commit.
    """
    copy = await store.kept_copy(work.session, verification.case_id)
    if copy is None:
        if then is not None:
            work.say(then)
        return False
    copy.destroy_asked_at = work.now
    copy.announce = None if then is None else then.body()
    work.cancel(CopyExpires(case_id=copy.case_id, at=work.now, attempt=copy.attempt).id)
    return True


async def shred(desk: Desk) -> int:
    """Destroy every condemned copy and say so; returns how many are gone. One that resists waits for the next turn."""
    crash_point("verify.shred.begin")
    async with desk.look() as session:
        waiting = await store.condemned(session)
    gone = 0
    for copy in waiting:
        try:
            await vault_of(desk).destroy(copy.object_name)
        except Exception as error:  # noqa: BLE001 -- whatever stands in the way, the copy stays condemned
            log.warning("copy.not_destroyed", case=copy.case_id, attempt=copy.attempt, error=type(error).__name__)
            continue
        crash_point("verify.shred.destroyed")
        async with desk.work() as work:
            await _tell(work, copy)
        gone += 1
    return gone


async def _tell(work: Work, gone: Evidence) -> None:
    copy = await store.claim_evidence(work.session, gone.case_id, gone.attempt)
    if copy.destroyed_at is not None:
        return
    copy.destroyed_at = work.now
    work.note("identity.copy_destroyed", copy.case_id, SYSTEM, attempt=copy.attempt)
    work.say(CopyDestroyed(case_id=copy.case_id, at=work.now, attempt=copy.attempt))
    said = None if copy.announce is None else contracts.parse(copy.announce)
    copy.announce = None
    if isinstance(said, IdentityVerified):
        said = said.model_copy(update={"copy_destroyed_at": work.now, "repainted": copy.repainted})
    if said is not None:
        work.say(said)


async def heal(desk: Desk) -> int:
    """At the start and now and then: finish what a crash left undone; returns how many pictures went.

    Shreds what is condemned, sweeps files that no row names, forgets old counters.
    """
    gone = await shred(desk)

    async def is_kept(name: str) -> bool:
        async with desk.look() as session:
            return await store.is_kept(session, name)

    swept = await vault_of(desk).sweep(is_kept)
    if swept:
        log.info("vault.swept", count=swept)
    async with desk.work() as work:
        await store.forget_wrong_codes(work.session, work.now - GUESS_WINDOW)
    return gone + swept
