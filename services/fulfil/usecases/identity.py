"""What verify tells of a case's identity question, and what follows: tasks when it is settled (R3-1, spec 10)."""

from __future__ import annotations

from services.fulfil.rules.deadlines import week_due
from services.fulfil.rules.lifecycle import Event, State
from services.fulfil.store.cases import SETTLED, CaseRow, Identity, WaitingRow, Waits
from services.fulfil.store.finding import waiting_for
from services.fulfil.usecases.alarms import first_reaction
from services.fulfil.usecases.casework import known_case, local_day, move, tell
from services.fulfil.usecases.decisions import take_back
from services.fulfil.usecases.pausing import count_pause
from services.fulfil.usecases.tasks import make_tasks
from shared.contracts.verify import (
    AddressAsked,
    ContactChanged,
    CopyDestroyed,
    CopyNotKept,
    CopyReceived,
    CopyRejected,
    IdentityNeeded,
    IdentityNotNeeded,
    IdentityRefused,
    IdentityRequested,
    IdentityVerified,
)
from shared.platform.desk import Desk, Work
from shared.platform.handlers import NotYet
from shared.statetable import SYSTEM

_IN_VAIN = frozenset({"unusable", "too_large", "gone"})
"""The requester answered, and in vain: staff tell them and ask again."""


async def not_needed(desk: Desk, work: Work, message: IdentityNotNeeded) -> None:
    """These kinds need no proof: the work can begin."""
    row = await known_case(work, message.case_id)
    move(work, row, Event.IDENTITY_NOT_NEEDED, SYSTEM, SYSTEM, codes={"rule": message.rule})
    await _settle(desk, work, row, Identity.NOT_NEEDED)


async def needed(work: Work, message: IdentityNeeded) -> None:
    """Proof is needed; which, a person chooses. The case stays where it is until something is asked."""
    row = await known_case(work, message.case_id)
    if row.identity == Identity.UNKNOWN:
        row.identity = Identity.NEEDED.value
    row.identity_level = str(message.level)
    work.session.add(row)
    tell(work, row, "identity_needed", SYSTEM, codes={"level": str(message.level), "rule": message.rule})


async def requested(work: Work, message: IdentityRequested) -> None:
    """A copy was asked for: the case waits for the requester, and this was a human reaction (D-18)."""
    row = await known_case(work, message.case_id)
    if row.state != State.IDENTITY_PENDING:
        move(work, row, Event.ASK_IDENTITY, SYSTEM, SYSTEM)
    row.identity = Identity.REQUESTED.value
    row.identity_asked_on = row.identity_asked_on or local_day(message.at)
    tell(work, row, "identity_requested", SYSTEM, codes={"attempt": message.attempt, "why": message.why})
    await _no_copy_waits(work, row)
    first_reaction(work, row, message.at)


async def address_asked(work: Work, message: AddressAsked) -> None:
    """A link went to the address on file: the case waits for the requester, and this was a human reaction (D-18)."""
    row = await known_case(work, message.case_id)
    if row.state in {State.RECEIVED, State.TRIAGED}:
        move(work, row, Event.ASK_IDENTITY, SYSTEM, SYSTEM)
    if row.identity not in SETTLED:
        row.identity = Identity.REQUESTED.value
        row.identity_asked_on = row.identity_asked_on or local_day(message.at)
    work.session.add(row)
    tell(work, row, "address_asked", SYSTEM, codes={"number": message.number})
    if message.by_staff:
        first_reaction(work, row, message.at)


async def contact_changed(work: Work, message: ContactChanged) -> None:
    """The contact data changes: who was identified through the old address is not any more, and no answer goes out."""
    row = await known_case(work, message.case_id)
    tell(work, row, "contact_changed", SYSTEM, codes={"number": message.number, "voided": message.voided})
    if not message.voided or row.identity != Identity.ESTABLISHED:
        return
    row.identity, row.settled_kinds = Identity.NEEDED.value, ""
    work.session.add(row)
    if row.state == State.AWAITING_APPROVAL:
        await take_back(work, row)
    if row.state in {State.IN_PROGRESS, State.AWAITING_APPROVAL}:
        move(work, row, Event.UNPROVE, SYSTEM, SYSTEM)


async def copy_received(work: Work, message: CopyReceived) -> None:
    """A copy waits for a person."""
    row = await _asked(work, message.case_id)
    tell(work, row, "copy_received", SYSTEM, codes={"attempt": message.attempt})
    waits = _copy_id(row.id, message.attempt)
    if await work.session.get(WaitingRow, waits) is None:
        work.session.add(_waiting_copy(waits, message))


async def copy_rejected(work: Work, message: CopyRejected) -> None:
    """The copy was of no use; the requester is asked again."""
    row = await _asked(work, message.case_id)
    row.identity = Identity.REQUESTED.value
    work.session.add(row)
    tell(work, row, "copy_rejected", SYSTEM, codes={"reasons": ",".join(message.reasons)})
    await _no_copy_waits(work, row)


async def copy_not_kept(work: Work, message: CopyNotKept) -> None:
    """A copy came by mail and is gone: not asked for, or of no use. In the latter case somebody must ask again."""
    if message.case_id == message.incoming_id:
        return  # the mail waits for a person and belongs to no case; intake's page says what was taken out of it
    row = await known_case(work, message.case_id)
    tell(work, row, "copy_not_kept", SYSTEM, codes={"not_kept": message.why, "incoming": message.incoming_id})
    waits = f"{message.incoming_id}:{message.number}"
    if message.why in _IN_VAIN and await work.session.get(WaitingRow, waits) is None:
        work.session.add(_waiting_copy(waits, message))


async def copy_destroyed(work: Work, message: CopyDestroyed) -> None:
    """The copy and its key are gone (R4-11)."""
    row = await known_case(work, message.case_id)
    tell(work, row, "copy_destroyed", SYSTEM, codes={"attempt": message.attempt})
    await _no_copy_waits(work, row)


async def verified(desk: Desk, work: Work, message: IdentityVerified) -> None:
    """Identity is established: what stays is how, how surely, when and by whom (R4-14)."""
    row = await known_case(work, message.case_id)
    codes = {"method": str(message.method), "level": str(message.level), "by": message.by}
    move(work, row, Event.IDENTIFY, SYSTEM, SYSTEM, codes=codes)
    row.identity_method, row.identity_level = str(message.method), str(message.level)
    await _no_copy_waits(work, row)
    await _settle(desk, work, row, Identity.ESTABLISHED)


async def refused(work: Work, message: IdentityRefused) -> None:
    """Identity could not be established; people decide what follows (D-20)."""
    row = await known_case(work, message.case_id)
    row.identity = Identity.REFUSED.value
    work.session.add(row)
    tell(work, row, "identity_refused", SYSTEM, codes={"by": message.by})
    await _no_copy_waits(work, row)


async def _settle(desk: Desk, work: Work, row: CaseRow, how: Identity) -> None:
    row.identity, row.settled_kinds = str(how), row.kinds
    row.identity_settled_on = local_day(work.now)
    work.session.add(row)
    await count_pause(desk, work, row)
    await make_tasks(desk, work, row)


async def _asked(work: Work, case_id: str) -> CaseRow:
    """The case, once it is known that a copy was asked for."""
    row = await known_case(work, case_id)
    if row.state in {State.RECEIVED, State.TRIAGED}:
        raise NotYet(case_id)
    return row


def _copy_id(case_id: str, attempt: int) -> str:
    return f"{case_id}:{attempt}"


def _waiting_copy(waits: str, message: CopyReceived | CopyNotKept) -> WaitingRow:
    return WaitingRow(
        id=waits,
        what=Waits.COPY.value,
        subject_id=message.case_id,
        received_at=message.at,
        week_due=week_due(message.at),
    )


async def _no_copy_waits(work: Work, row: CaseRow) -> None:
    for waiting in await waiting_for(work.session, row.id):
        waiting.done_at = work.now
        work.session.add(waiting)
