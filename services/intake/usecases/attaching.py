"""A message belongs to a case that is open: it opens no other and starts no clock (R2-8)."""

from __future__ import annotations

from services.intake.store import CaseKnown, Incoming, Said
from services.intake.usecases.opening import SUBJECT_LENGTH, fitted
from shared.contracts.bounces import clean_status
from shared.contracts.intake import FollowUpReceived, LetterBounced
from shared.contracts.people import CORR, EXCERPT, SUBJECT
from shared.platform.desk import Desk, Work


async def attach(
    desk: Desk, work: Work, row: Incoming, said: Said, case: CaseKnown, *, verified: bool, takes_date: bool = False
) -> None:
    """Lay a message with its case. Unless `verified` it discloses nothing to whoever wrote it.

    `takes_date`: a person chose that the case counts from this message, which is the older one.
    """
    _remember(row, case, verified=verified)
    work.say(await followup(desk, work, row, said, case, verified=verified, takes_date=takes_date))


async def followup(
    desk: Desk, work: Work, row: Incoming, said: Said, case: CaseKnown, *, verified: bool, takes_date: bool = False
) -> FollowUpReceived:
    """What is said of a message that belongs to a case."""
    corr = await desk.keyring.box(case.case_id, CORR)

    def received(excerpt: str) -> FollowUpReceived:
        return FollowUpReceived(
            case_id=case.case_id,
            at=work.now,
            incoming_id=row.id,
            received_at=row.received_at,
            verified=verified,
            subject=corr.seal(SUBJECT, said.subject[:SUBJECT_LENGTH]),
            excerpt=corr.seal(EXCERPT, excerpt),
            takes_date=takes_date,
            evidence=said.details.get("evidence", ""),
            followup=said.details.get("followup") or None,
            sender=row.sender_index,
        )

    return fitted(received, said.text)


def bounce(work: Work, row: Incoming, case: CaseKnown, letter: str, status: str) -> None:
    """A letter of this case came back or is late: the one with this Message-ID, for the reason that `status` codes."""
    _remember(row, case, verified=False)
    work.say(
        LetterBounced(
            case_id=case.case_id,
            at=work.now,
            incoming_id=row.id,
            message_id=letter,
            status=clean_status(status),
        )
    )


def _remember(row: Incoming, case: CaseKnown, *, verified: bool) -> None:
    row.case_id, row.reference, row.verified = case.case_id, case.reference, verified
