"""What intake remembers of cases and letters, so that an answer finds its case (mail 1.6)."""

from __future__ import annotations

from services.intake import store
from services.intake.store import CaseKnown, OurLetter
from shared.contracts.fulfil import CaseClosed, CaseOpened
from shared.contracts.notify import LetterSent
from shared.platform.desk import Work
from shared.platform.insert import insert_once


async def know_case(work: Work, opened: CaseOpened) -> None:
    """A case got its reference."""
    case = await work.session.get(CaseKnown, opened.case_id)
    if case is None:
        case = CaseKnown(case_id=opened.case_id, incoming_id=opened.incoming_id)
        work.session.add(case)
    case.reference = opened.reference
    message = await store.find(work.session, case.incoming_id)
    if message is not None:
        message.reference = opened.reference
        case.sender_index = case.sender_index or message.sender_index


async def know_letter(work: Work, sent: LetterSent) -> None:
    """A letter went out under a Message-ID of ours; answers to it belong to its case."""
    letter = OurLetter(message_id=sent.message_id, case_id=sent.case_id, sent_at=sent.at)
    await insert_once(work.connection, OurLetter.__table__, [letter.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it


async def know_end(work: Work, closed: CaseClosed) -> bool:
    """A case ended; False when it is not known here yet."""
    case = await work.session.get(CaseKnown, closed.case_id)
    if case is not None:
        case.is_open = False
    return case is not None
