"""What verify hears of a case beside the question of identity: its later mails and its moved dates.

Both may come before the verification is opened, twice, or in any order.
"""

from __future__ import annotations

from datetime import date

from services.verify import case_store
from services.verify.case_store import CaseDates, MailSeen
from services.verify.store import Verification
from shared.contracts.fulfil import CaseTriaged, DatesMoved
from shared.contracts.intake import FollowUpReceived
from shared.platform.desk import Work
from shared.vocabulary import FollowUp

LONGEST = 120
"""Signs of evidence that are kept."""


async def note_mail(work: Work, mail: FollowUpReceived) -> None:
    """Remember whose a mail seems to be, as codes. It proves nothing by itself and is no step on the ladder (4.2)."""
    if not mail.sender or mail.followup is FollowUp.AUTOMATIC:
        return
    await work.session.merge(
        MailSeen(
            case_id=mail.case_id,
            incoming_id=mail.incoming_id,
            received_at=mail.received_at,
            sender_mark=mail.sender,
            evidence=mail.evidence[:LONGEST],
        )
    )


async def move_dates(work: Work, moved: DatesMoved) -> None:
    """The case has another last day: of two changes the newer counts, in whatever order they come."""
    verification = await work.session.get(Verification, moved.case_id, with_for_update=True)
    known = await case_store.dates_of(work.session, moved.case_id)
    if known is not None and moved.number <= known.number:
        return
    dates = CaseDates(case_id=moved.case_id, number=moved.number, statutory_due=moved.statutory_due, at=moved.at)
    await work.session.merge(dates)
    if verification is not None and moved.at >= (verification.sorted_at or moved.at):
        verification.statutory_due = moved.statutory_due


async def due_of(work: Work, case: CaseTriaged) -> date:
    """The last day of a case that was sorted: as it says, unless the day moved after that."""
    moved = await case_store.dates_of(work.session, case.case_id)
    return moved.statutory_due if moved is not None and moved.at >= case.at else case.statutory_due
