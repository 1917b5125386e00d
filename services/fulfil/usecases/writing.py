"""A letter to the requester in a member of staff's own words: a question, where else to go, word of a complaint."""

from __future__ import annotations

from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.writing import may_write
from services.fulfil.usecases.alarms import first_reaction
from services.fulfil.usecases.casework import Codes, case_to_change, kinds_of, person_of, seal_note, tell, touch
from services.fulfil.usecases.measures import WORDS_LONGEST, filled, insist
from shared.contracts.fulfil import LetterAsked
from shared.contracts.people import CONTACT, WORDS
from shared.platform.desk import Desk
from shared.platform.sessions import Session
from shared.vocabulary import Letter


async def write(desk: Desk, by: Session, case_id: str, version: int, letter: Letter, words: str) -> None:
    """Send it; like every letter that a person writes it counts as a reaction (R4.3-2), and moves no date."""
    words = filled("letter-words", words, WORDS_LONGEST)
    sealed, note = (await desk.keyring.box(case_id, CONTACT)).seal(WORDS, words), await seal_note(desk, case_id, words)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        insist(may_write(letter, State(row.state), kinds_of(row)))
        row.status_letters += 1
        touch(work, row)
        codes: dict[str, Codes] = {"number": row.status_letters, "letter": str(letter)}
        tell(work, row, "letter_written", by.staff_id, note, codes=codes)
        first_reaction(work, row, work.now)
        work.say(
            LetterAsked(
                case_id=row.id,
                at=work.now,
                number=row.status_letters,
                letter=letter,
                reference=row.reference,
                requester=person_of(row),
                words=sealed,
                statutory_due=row.statutory_due,
            )
        )
