"""Letters to who asks for somebody else (T31-T34). They say of nobody whether we know them (R2.5-1)."""

from __future__ import annotations

from services.notify.rules.who_gets_what import Event, Situation
from services.notify.usecases.knowing import by_hand, known
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.verify import AuthorityAsked, LetterToAgent
from shared.platform.desk import Desk, Work


async def write_to_agent(desk: Desk, work: Work, wanted: LetterToAgent) -> None:
    """Queue the letter that a member of staff asked for; once in a round of the case."""
    case = await known(work, wanted.case_id)
    facts = by_hand(desk, work, case)
    if isinstance(wanted, AuthorityAsked):
        facts |= {"alone_from": wanted.alone_from, "alone_only_from": wanted.alone_only_from}
    letter = Occasion(
        Event(wanted.type),
        wanted.case_id,
        wanted.reference,
        wanted.requester,
        str(wanted.number),
        facts,
        Situation(closed=case.closed),
    )
    await queue_letters(desk, work, letter)
