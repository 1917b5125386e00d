"""What intake remembers of cases and letters, so that an answer finds its case (mail 1.6)."""

from __future__ import annotations

from services.intake import store
from services.intake.store import CaseKnown, OurLetter
from shared.contracts.fulfil import CaseClosed, CaseOpened, CaseTriaged
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


async def know_work(work: Work, triaged: CaseTriaged) -> bool:
    """A case is worked on, perhaps again after it was closed; False when it is not known here yet."""
    return await _know_round(work, triaged.case_id, opened=triaged.number)


async def know_end(work: Work, closed: CaseClosed) -> bool:
    """A round of a case ended; False when it is not known here yet."""
    return await _know_round(work, closed.case_id, closed=closed.number)


async def _know_round(work: Work, case_id: str, opened: int = 1, closed: int = 0) -> bool:
    """The rounds count, not the order of the messages: they may arrive in another order than they were said."""
    case = await work.session.get(CaseKnown, case_id)
    if case is None:
        return False
    case.opened_round, case.closed_round = max(case.opened_round, opened), max(case.closed_round, closed)
    case.is_open = case.opened_round > case.closed_round
    return True
