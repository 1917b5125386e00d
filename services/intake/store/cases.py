"""What intake must know of cases and letters to see that a message belongs to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Field, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.store.incoming import Incoming, acknowledgements
from services.intake.store.table import IntakeTable
from shared.platform.insert import insert_once
from shared.platform.instant import Instant

CASES_SHOWN = 20
_AHEAD = "ahead"


class CaseKnown(IntakeTable, table=True):
    """What intake must know of a case to see that a message belongs to it. The reference comes once it is allotted."""

    __tablename__ = "case_known"

    case_id: str = Field(primary_key=True)
    incoming_id: str = ""
    reference: str = ""
    sender_index: str = ""
    name_index: str = ""
    is_open: bool = True
    outcome: str = ""
    joined_into: str = ""
    opened_round: int = 1
    closed_round: int = 0


class OurLetter(IntakeTable, table=True):
    """A Message-ID that we made, and the case it was for; it holds no personal data."""

    __tablename__ = "our_letter"

    message_id: str = Field(primary_key=True)
    case_id: str
    sent_at: datetime = Field(sa_type=Instant)
    letter: str = ""


@dataclass
class Ahead:
    """What a transaction that settles several mails has looked up for all of them at once."""

    letters: dict[str, OurLetter]
    """By Message-ID: those that are ours."""
    asked: set[str]
    """The Message-IDs that were looked for."""
    cases: dict[str, list[CaseKnown]]
    """By sender; one without cases has an empty list."""
    acknowledged: dict[str, int]
    """How many automatic acknowledgements each sender got lately."""


async def look_ahead(
    session: AsyncSession, senders: Collection[str], message_ids: Collection[str], now: datetime
) -> None:
    """Look up the cases of these senders (keyed indexes) and our letters, for all that this session asks later."""
    letters = select(OurLetter).where(col(OurLetter.message_id).in_(message_ids))
    found = {letter.message_id: letter for letter in await session.exec(letters)}
    cases: dict[str, list[CaseKnown]] = {sender: [] for sender in senders}
    mine = select(CaseKnown).where(col(CaseKnown.sender_index).in_(senders)).order_by(CaseKnown.reference)
    for case in await session.exec(mine):
        cases[case.sender_index].append(case)
    counts = await acknowledgements(session, senders, now)
    session.info[_AHEAD] = Ahead(found, set(message_ids), cases, {each: counts.get(each, 0) for each in senders})


async def add_case(session: AsyncSession, case: CaseKnown) -> None:
    """Remember the case that a message opened; one that is known already stays as it is."""
    await insert_once(await session.connection(), CaseKnown.__table__, [case.model_dump()])  # type: ignore[attr-defined]  # SQLModel gives it
    ahead: Ahead | None = session.info.get(_AHEAD)
    if ahead is not None:
        ahead.cases.pop(case.sender_index, None)
        ahead.acknowledged.pop(case.sender_index, None)


async def acknowledged(session: AsyncSession, sender_index: str, now: datetime) -> int:
    """How many automatic acknowledgements this sender got in the last 24 hours."""
    ahead: Ahead | None = session.info.get(_AHEAD)
    if ahead is not None and sender_index in ahead.acknowledged:
        return ahead.acknowledged[sender_index]
    return (await acknowledgements(session, [sender_index], now)).get(sender_index, 0)


async def cases_with(session: AsyncSession, ids: Collection[str]) -> dict[str, CaseKnown]:
    """Those of these cases that are known, by id."""
    mine = select(CaseKnown).where(col(CaseKnown.case_id).in_(ids))
    return {case.case_id: case for case in await session.exec(mine)}


async def _our_letters(session: AsyncSession, message_ids: Sequence[str]) -> list[OurLetter]:
    """Those of these Message-IDs that are ours, in this order."""
    ahead: Ahead | None = session.info.get(_AHEAD)
    if ahead is None or not ahead.asked.issuperset(message_ids):
        ours = select(OurLetter).where(col(OurLetter.message_id).in_(message_ids))
        found = {letter.message_id: letter for letter in await session.exec(ours)} if message_ids else {}
    else:
        found = ahead.letters
    return [found[each] for each in message_ids if each in found]


async def _cases_of(session: AsyncSession, sender_index: str) -> Sequence[CaseKnown]:
    """Every case of one sender."""
    ahead: Ahead | None = session.info.get(_AHEAD)
    if ahead is not None and sender_index in ahead.cases:
        return ahead.cases[sender_index]
    mine = select(CaseKnown).where(CaseKnown.sender_index == sender_index).order_by(CaseKnown.reference)
    return (await session.exec(mine)).all() if sender_index else []


async def case_by_letters(session: AsyncSession, message_ids: Sequence[str]) -> CaseKnown | None:
    """The case of the first of these Message-IDs that is one of ours."""
    letter = next(iter(await _our_letters(session, message_ids)), None)
    return await surviving(session, await session.get(CaseKnown, letter.case_id)) if letter else None


async def letter_id(session: AsyncSession, message_ids: Sequence[str]) -> str:
    """The first of these Message-IDs that is one of ours; empty for none."""
    return next((letter.message_id for letter in await _our_letters(session, message_ids)), "")


async def letter_answered(session: AsyncSession, message_ids: Sequence[str]) -> str:
    """Which letter of ours the first of these Message-IDs that is one of ours was; empty for none."""
    return next((letter.letter for letter in await _our_letters(session, message_ids)), "")


async def case_by_reference(session: AsyncSession, reference: str) -> CaseKnown | None:
    """The case that has this reference."""
    if not reference:
        return None
    found = (await session.exec(select(CaseKnown).where(CaseKnown.reference == reference))).one_or_none()
    return await surviving(session, found)


async def surviving(session: AsyncSession, case: CaseKnown | None) -> CaseKnown | None:
    """The case that goes on with this one: itself, or what it was joined into."""
    passed = set()
    while case is not None and case.joined_into and case.case_id not in passed:
        passed.add(case.case_id)
        case = await session.get(CaseKnown, case.joined_into) or case
    return case


async def open_cases_of(session: AsyncSession, sender_index: str) -> Sequence[CaseKnown]:
    """The open cases of one sender, by the keyed index of the address."""
    return [case for case in await _cases_of(session, sender_index) if case.is_open]


async def cases_of(session: AsyncSession, sender_index: str, name_index: str = "") -> Sequence[CaseKnown]:
    """The cases of one sender, or of one name, newest first, open or not; at most `CASES_SHOWN`."""
    wanted = [column == index for column, index in _found_by(sender_index, name_index) if index]
    if not wanted:
        return []
    mine = select(CaseKnown).where(or_(*wanted), CaseKnown.reference != "")
    return (await session.exec(mine.order_by(col(CaseKnown.reference).desc()).limit(CASES_SHOWN))).all()


def _found_by(sender_index: str, name_index: str) -> list[tuple[Any, str]]:
    return [(col(CaseKnown.sender_index), sender_index), (col(CaseKnown.name_index), name_index)]


async def cases_from(session: AsyncSession, incoming_id: str) -> Sequence[CaseKnown]:
    """The cases that came out of one message."""
    mine = select(CaseKnown).where(CaseKnown.incoming_id == incoming_id)
    return (await session.exec(mine.order_by(CaseKnown.reference))).all()


async def messages_of(session: AsyncSession, case: CaseKnown) -> Sequence[Incoming]:
    """The messages of people that came in for a case: the one it came out of, and those that were added."""
    mine = select(Incoming).where(
        or_(Incoming.id == case.incoming_id, Incoming.case_id == case.case_id), col(Incoming.automatic).is_(False)
    )
    return (await session.exec(mine.order_by(col(Incoming.received_at), Incoming.id))).all()


async def is_known(session: AsyncSession, sender_index: str) -> bool:
    """Whether this sender ever had a case here."""
    return bool(await _cases_of(session, sender_index))


async def is_ours(session: AsyncSession, message_id: str) -> bool:
    """Whether we made this Message-ID: the mail is a letter of ours that came back."""
    return bool(message_id) and bool(await _our_letters(session, [message_id]))
