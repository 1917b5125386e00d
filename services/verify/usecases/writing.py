"""Letters to who asks for somebody else (T31-T34): one press of a member of staff, each once in a round of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from services.verify import case_store, ladder_store
from services.verify.case_store import LetterTold
from services.verify.rules.representation import Situation, ages_on
from services.verify.rules.to_agents import LETTER_FOR, may_write
from services.verify.store import Verification
from services.verify.usecases.looking_up import ASKING, received_on
from services.verify.usecases.representing import ages_of, for_whom_is_clear
from services.verify.usecases.steps import DECIDER, claim
from shared.contracts.people import CONTACT
from shared.contracts.verify import AuthorityAsked, DeceasedTold, LetterToAgent, MandateAsked, PlatformTold
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed
from shared.vocabulary import Letter

_PLAIN: Final[Mapping[Letter, Callable[..., LetterToAgent]]] = {
    Letter.T31: MandateAsked,
    Letter.T33: DeceasedTold,
    Letter.T34: PlatformTold,
}


async def write(desk: Desk, case_id: str, version: int, actor: Session, letter: Letter) -> None:
    """Send one of these letters to the requester. Raises `NotAllowed` when it does not fit, or went already."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        await _insist(desk, work, verification, letter)
        box = await desk.keyring.box(case_id, CONTACT)
        work.session.add(
            LetterTold(
                case_id=case_id,
                round=verification.round,
                letter=letter,
                by=actor.staff_id,
                by_name_sealed=box.seal(DECIDER, actor.display_name),
                at=work.now,
            )
        )
        verification.version += 1
        work.say(_message(desk, work, verification, letter))
        work.note("identity.letter_asked", case_id, actor.staff_id, letter=letter.value, number=verification.round)


async def _insist(desk: Desk, work: Work, verification: Verification, letter: Letter) -> None:
    if verification.stands not in ASKING:
        raise NotAllowed("The question of identity is not open.", {})
    row = await ladder_store.representing(work.session, verification.case_id)
    situation = Situation.SELF if row is None else row.stands_for
    sent = await case_store.letters_of(work.session, verification.case_id, verification.round)
    may = may_write(
        situation,
        {Letter(each.letter) for each in sent},
        clear=(await for_whom_is_clear(desk, work.session, verification)).allowed,
    )
    if not may.allowed:
        raise may.as_error()
    if LETTER_FOR[situation] is not letter:
        raise NotAllowed("This letter does not fit for whom they ask.", {})


def _message(desk: Desk, work: Work, verification: Verification, letter: Letter) -> LetterToAgent:
    case_id, number, reference = verification.case_id, verification.round, verification.reference
    person = verification.person
    if letter is Letter.T32:
        ages = ages_on(received_on(desk, verification), ages_of(desk))
        return AuthorityAsked(
            case_id=case_id,
            at=work.now,
            number=number,
            reference=reference,
            requester=person,
            alone_from=ages.alone_from,
            alone_only_from=ages.alone_only_from,
        )
    return _PLAIN[letter](case_id=case_id, at=work.now, number=number, reference=reference, requester=person)
