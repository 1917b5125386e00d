"""Letters about the clock: the extension (T10), the fee that is told before any work (T35), the apology (T40)."""

from __future__ import annotations

from services.notify.rules.who_gets_what import Event, Situation
from services.notify.usecases.knowing import by_hand, known
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.fulfil import ExtensionApproved, FeeApproved, LateTold
from shared.contracts.people import CONTACT, EVIDENCE, WORDS
from shared.platform.desk import Desk, Work


async def extend(desk: Desk, work: Work, approved: ExtensionApproved) -> None:
    """Send the extension (T10); once the first term has passed it would be of no effect, and is not sent (D-11)."""
    case = await known(work, approved.case_id)
    box = await desk.keyring.box(approved.case_id, CONTACT)
    facts = {
        **by_hand(desk, work, case),
        "parts": approved.parts,
        "rest": approved.rest,
        "grounds": approved.grounds,
        "words": box.unseal(WORDS, approved.words),
        "first_due": approved.first_due,
        "extended_due": approved.extended_due,
        "due_sum": [step.model_dump(mode="json") for step in approved.due_sum],
    }
    letter = Occasion(
        Event.EXTENSION_APPROVED,
        approved.case_id,
        approved.reference,
        approved.requester,
        str(approved.number),
        facts,
        Situation(closed=case.closed),
        expires_at=approved.letter_by,
    )
    await queue_letters(desk, work, letter)


async def tell_fee(desk: Desk, work: Work, approved: FeeApproved) -> None:
    """Tell a fee and what the requester can do about it (T35, R4.5-2)."""
    case = await known(work, approved.case_id)
    box = await desk.keyring.box(approved.case_id, CONTACT)
    facts = {
        **by_hand(desk, work, case),
        "words": box.unseal(WORDS, approved.words),
        "evidence": box.unseal(EVIDENCE, approved.evidence),
        "amount": approved.cents,
        "statutory_due": approved.statutory_due,
    }
    place = (approved.case_id, approved.reference, approved.requester, str(approved.number))
    await queue_letters(desk, work, Occasion(Event.FEE_APPROVED, *place, facts, Situation(closed=case.closed)))


async def apologise(desk: Desk, work: Work, told: LateTold) -> None:
    """Say that the answer is late, why, and when it comes (T40)."""
    case = await known(work, told.case_id)
    box = await desk.keyring.box(told.case_id, CONTACT)
    facts = {
        **by_hand(desk, work, case),
        "words": box.unseal(WORDS, told.words),
        "expected": told.expected,
        "statutory_due": told.statutory_due,
    }
    place = (told.case_id, told.reference, told.requester, str(told.number))
    await queue_letters(desk, work, Occasion(Event.LATE_TOLD, *place, facts, Situation(closed=case.closed)))
