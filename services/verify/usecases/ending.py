"""A copy that grew too old, and a case that closed: facts that end things without deciding who somebody is."""

from __future__ import annotations

from services.verify import case_store, ladder_store, store
from services.verify.ladder_store import FileEntry
from services.verify.rules.verification import VERIFICATION, Event, State
from services.verify.store import NoSuchVerification
from services.verify.usecases.concluding import take_effect
from services.verify.usecases.destroying import condemn
from services.verify.usecases.looking_up import scope_of
from services.verify.usecases.steps import step
from shared.contracts.fulfil import CaseClosed
from shared.contracts.people import ID
from shared.contracts.verify import CopyExpires
from shared.platform.desk import Desk, Work
from shared.statetable import SYSTEM


async def expire(desk: Desk, work: Work, expired: CopyExpires) -> None:
    """The copy's last day came without a decision: it goes, and staff must ask again (R4-11).

    What was decided a moment ago takes effect now instead: the time to undo it does not outlive the copy. Raises
    `NotAllowed` when the copy is gone already.
    """
    verification = await store.claim(work.session, expired.case_id)
    if verification.attempt != expired.attempt:
        return
    if verification.stands is State.DECIDED:
        await take_effect(desk, work, verification)
        return
    step(work, verification, Event.EXPIRE, SYSTEM)
    await condemn(work, verification)
    work.note("identity.copy_expired", expired.case_id, SYSTEM, attempt=expired.attempt)


async def close(work: Work, closed: CaseClosed) -> None:
    """The case ended: no copy, no link and nothing that was on file outlives it.

    A verification that was decided stays as it is.
    """
    try:
        verification = await store.claim(work.session, closed.case_id)
    except NoSuchVerification:
        return
    await store.void_links(work.session, closed.case_id)
    await ladder_store.void_challenges(work.session, closed.case_id)
    await ladder_store.forget_entry(work.session, closed.case_id)
    await case_store.forget_mails(work.session, closed.case_id)
    await condemn(work, verification)
    if Event.LAPSE in VERIFICATION.possible(State(verification.state), SYSTEM):
        step(work, verification, Event.LAPSE, SYSTEM)
        work.note("identity.lapsed", closed.case_id, SYSTEM, attempt=verification.attempt)


async def shred_file(desk: Desk, closed: CaseClosed) -> None:
    """Before its row goes: destroy the key of what was on file; doing it again does nothing."""
    async with desk.look() as session:
        entry = await session.get(FileEntry, closed.case_id)
    if entry is not None:
        await desk.keyring.destroy(scope_of(entry.case_id, entry.round), ID)
