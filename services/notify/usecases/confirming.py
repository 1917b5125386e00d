"""Letters to the address on file: is this you (T02b), and your contact data changes (T02c). They go nowhere else."""

from __future__ import annotations

from services.notify.rules.who_gets_what import Event, Situation
from services.notify.usecases.knowing import about, by_hand, known
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.people import CAME_FROM, CODE, CONTACT, LINK
from shared.contracts.verify import AddressAsked, ContactChanged
from shared.platform.desk import Desk, Work


async def ask_address(desk: Desk, work: Work, asked: AddressAsked) -> None:
    """Send link and code (T02b); one that is no longer good when its turn comes is not sent."""
    case = await known(work, asked.case_id)
    box = await desk.keyring.box(asked.case_id, CONTACT)
    facts = {
        **(by_hand(desk, work, case) if asked.by_staff else about(desk, case)),
        "confirm_link": box.unseal(LINK, asked.link),
        "code": box.unseal(CODE, asked.code),
        "came_from": box.unseal(CAME_FROM, asked.came_from) or None,
        "valid_until": asked.valid_until,
    }
    settled = case.settled_at is not None and asked.at < case.settled_at
    letter = Occasion(
        Event.ADDRESS_ASKED,
        asked.case_id,
        asked.reference,
        asked.on_file,
        str(asked.number),
        facts,
        Situation(closed=case.closed, settled=settled),
        expires_at=asked.valid_until,
    )
    await queue_letters(desk, work, letter)


async def tell_old_address(desk: Desk, work: Work, changed: ContactChanged) -> None:
    """Tell the old address (T02c), also of a case that has closed meanwhile; what was settled by it is open again."""
    case = await known(work, changed.case_id)
    if changed.voided and case.settled_at is not None and case.settled_at <= changed.at:
        case.settled_at = None
        work.session.add(case)
    facts = {**about(desk, case), "voided": changed.voided}
    letter = Occasion(
        Event.CONTACT_CHANGED, changed.case_id, changed.reference, changed.old, str(changed.number), facts
    )
    await queue_letters(desk, work, letter)
