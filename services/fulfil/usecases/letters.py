"""Word to and from the requester: the status letter, letters sent or failed, further messages, bounces (R2-8, T09)."""

from __future__ import annotations

from datetime import date

from services.fulfil.rules.lifecycle import SUBJECT, Outcome, State
from services.fulfil.store.cases import CaseRow, LetterRow, LetterState
from services.fulfil.store.finding import letter_with_id
from services.fulfil.usecases.alarms import first_reaction
from services.fulfil.usecases.casework import (
    Codes,
    case_to_change,
    known_case,
    local_day,
    person_of,
    sum_of,
    tell,
    term_of,
    touch,
)
from services.fulfil.usecases.extending import extension_letter_sent
from services.fulfil.usecases.joining import take_date
from services.fulfil.usecases.steps import reopen
from shared.contracts.bounces import arrived, clean_status, is_delay
from shared.contracts.envelope import DESK
from shared.contracts.fulfil import LateTold, StatusTold
from shared.contracts.intake import FollowUpReceived, LetterBounced
from shared.contracts.notify import LetterFailed, LetterSent
from shared.contracts.people import CONTACT, EXCERPT, WORDS
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import Letter

WORDS_LONGEST = 1500  # bytes: sealed, with the rest of the message, they must fit 4 KiB
_OVER = frozenset({State.ANSWERED, State.CLOSED})


async def tell_status(desk: Desk, by: Session, case_id: str, version: int, words: str, expected: date) -> None:
    """Send word of how far the case is, in the staff member's words; it counts as a human reaction (R4.3-2).

    Once the law's last day has passed it is an apology, with the cause and the new day (T40).
    """
    words = words.strip()
    if not words:
        raise Unreadable("words", lazy("Write what is being done."))
    if len(words.encode()) > WORDS_LONGEST:
        raise Unreadable("words", lazy("Use at most %(longest)s characters.", longest=WORDS_LONGEST))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        if row.state in _OVER:
            raise NotAllowedNow(lazy("This case is answered or closed; there is no status left to tell."))
        today = local_day(work.now)
        _check_expected(row, expected, today)
        late = today > row.statutory_due
        row.status_letters += 1
        touch(work, row)
        tell(work, row, "late_told" if late else "status_told", by.staff_id, codes={"number": row.status_letters})
        first_reaction(work, row, work.now)
        sealed = (await desk.keyring.box(case_id, CONTACT)).seal(WORDS, words)
        work.say(_late(work, row, sealed, expected) if late else _status(desk, work, row, sealed, expected))


def _check_expected(row: CaseRow, expected: date, today: date) -> None:
    if expected < today:
        raise Unreadable("expected", lazy("This day has passed."))
    if expected > row.statutory_due >= today:
        raise Unreadable("expected", lazy("Promise no day after the last one the law allows."))


def _late(work: Work, row: CaseRow, words: str, expected: date) -> LateTold:
    return LateTold(
        case_id=row.id,
        at=work.now,
        number=row.status_letters,
        reference=row.reference,
        requester=person_of(row),
        words=words,
        expected=expected,
        statutory_due=row.statutory_due,
    )


def _status(desk: Desk, work: Work, row: CaseRow, words: str, expected: date) -> StatusTold:
    return StatusTold(
        case_id=row.id,
        at=work.now,
        number=row.status_letters,
        reference=row.reference,
        requester=person_of(row),
        words=words,
        expected=expected,
        statutory_due=row.statutory_due,
        due_sum=sum_of(term_of(desk, row)),
    )


async def letter_sent(desk: Desk, work: Work, message: LetterSent) -> None:
    """A letter went out."""
    if message.case_id == DESK:
        return
    row = await known_case(work, message.case_id)
    seen = await _seen(work, row, message.delivery_id, message.letter, LetterState.SENT)
    seen.message_id = message.message_id
    if message.letter is Letter.T10:
        await extension_letter_sent(desk, work, row, message)


async def letter_failed(work: Work, message: LetterFailed) -> None:
    """A letter did not go out, or nobody knows; staff see it on the case and among the letters."""
    if message.case_id == DESK:
        return
    row = await known_case(work, message.case_id)
    state = LetterState.HELD if message.held else LetterState.FAILED
    await _seen(work, row, message.delivery_id, message.letter, state)


async def _seen(work: Work, row: CaseRow, delivery_id: str, letter: Letter, state: LetterState) -> LetterRow:
    known = await work.session.get(LetterRow, delivery_id)
    seen = known or LetterRow(
        delivery_id=delivery_id, case_id=row.id, letter=str(letter), state=str(state), at=work.now
    )
    seen.state, seen.at = str(state), work.now
    work.session.add(seen)
    tell(work, row, f"letter_{state}", SYSTEM, codes={"letter": str(letter), "delivery": delivery_id})
    return seen


async def followup(desk: Desk, work: Work, message: FollowUpReceived) -> None:
    """A further message joins the line of time and starts no clock (R2-8).

    When the case was closed because the requester was not identified, a genuine one opens it again (D-20).
    """
    row = await known_case(work, message.case_id)
    codes: dict[str, Codes] = {"incoming": message.incoming_id, "verified": message.verified}
    if message.followup:
        codes["followup"] = str(message.followup)
    if message.evidence:
        codes["evidence"] = message.evidence
    tell(work, row, "followup", SUBJECT, message.excerpt, field=EXCERPT, codes=codes)
    if message.takes_date:
        await take_date(desk, work, row, message.received_at, SYSTEM)
    unidentified = row.state == State.CLOSED and row.outcome == Outcome.NOT_IDENTIFIED
    if unidentified and message.verified:
        await reopen(desk, work, row, SUBJECT, SUBJECT, message.received_at)


async def bounced(work: Work, message: LetterBounced) -> None:
    """A letter of ours came back, because the address may be wrong; or it is late, and is still being tried."""
    row = await known_case(work, message.case_id)
    if arrived(message.status):
        return
    codes: dict[str, Codes] = {"incoming": message.incoming_id, "status": clean_status(message.status)}
    letter = await letter_with_id(work.session, message.message_id)
    if letter is not None:
        codes |= {"letter": letter.letter, "delivery": letter.delivery_id}
    tell(work, row, "letter_late" if is_delay(message.status) else "bounced", SYSTEM, codes=codes)
