"""What intake remembers of cases and letters, so that an answer finds its case (mail 1.6)."""

from __future__ import annotations

from collections.abc import Sequence

from services.intake import store
from services.intake.store import CaseKnown, Incoming, OurLetter, Said
from services.intake.usecases.attaching import followup
from services.intake.usecases.learning import learn_end, learn_kinds
from shared.contracts.fulfil import CaseClosed, CaseOpened, CaseTriaged
from shared.contracts.notify import LetterSent
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.insert import insert_once


async def know_cases(work: Work, told: Sequence[CaseOpened]) -> None:
    """Cases got their references."""
    opened = {each.case_id: each for each in told}
    cases = await store.cases_with(work.session, opened)
    for case_id in opened.keys() - cases.keys():
        cases[case_id] = CaseKnown(case_id=case_id, incoming_id=opened[case_id].incoming_id)
        work.session.add(cases[case_id])
    messages = await store.messages_with(work.session, {case.incoming_id for case in cases.values()})
    for case_id, case in cases.items():
        _know_reference(case, messages.get(case.incoming_id), opened[case_id])


def _know_reference(case: CaseKnown, message: Incoming | None, opened: CaseOpened) -> None:
    case.reference = opened.reference
    if message is not None and message.case_id in {"", opened.case_id}:
        message.reference = opened.reference
        case.sender_index = case.sender_index or message.sender_index


async def know_letter(work: Work, sent: LetterSent) -> None:
    """A letter went out under a Message-ID of ours; answers to it belong to its case."""
    letter = OurLetter(message_id=sent.message_id, case_id=sent.case_id, sent_at=sent.at, letter=sent.letter)
    await insert_once(work.connection, OurLetter.__table__, [letter.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it


async def know_work(work: Work, triaged: CaseTriaged) -> bool:
    """A case is worked on, perhaps again after it was closed; False when it is not known here yet."""
    if not await _know_round(work, triaged.case_id, opened=triaged.number):
        return False
    await learn_kinds(work, triaged)
    return True


async def know_end(desk: Desk, work: Work, closed: CaseClosed) -> bool:
    """A round of a case ended, perhaps because another goes on with it; False when it is not known here yet."""
    if not await _know_round(work, closed.case_id, closed=closed.number):
        return False
    await learn_end(work, closed)
    case = await work.session.get_one(CaseKnown, closed.case_id)
    if not case.is_open:
        case.outcome, case.joined_into = closed.outcome, closed.joined_into
        await _hand_on(desk, work, case)
    return True


async def _hand_on(desk: Desk, work: Work, case: CaseKnown) -> None:
    """Lay the messages of a case that was joined with the one that goes on with it; they stay where they are, too."""
    other = await store.surviving(work.session, case)
    if other is None or other is case:
        return
    for row in await store.messages_of(work.session, case):
        work.say(await followup(desk, work, row, await said_by(desk, row), other, verified=False))


async def said_by(desk: Desk, row: Incoming) -> Said:
    """What a message says; nothing any more when its key was destroyed."""
    try:
        return store.unseal(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
    except CannotOpen:
        return Said()


async def _know_round(work: Work, case_id: str, opened: int = 1, closed: int = 0) -> bool:
    """The rounds count, not the order of the messages: they may arrive in another order than they were said."""
    case = await work.session.get(CaseKnown, case_id)
    if case is None:
        return False
    case.opened_round, case.closed_round = max(case.opened_round, opened), max(case.closed_round, closed)
    case.is_open = case.opened_round > case.closed_round
    if case.is_open:
        case.outcome = case.joined_into = ""
    return True
