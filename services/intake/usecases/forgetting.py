"""The content of a case was kept long enough: its mails go, raw and read (R6-9).

The line of a message stays with its fingerprint, so that the same mail is not taken in anew; it holds no text and
nobody's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.store.cases import CaseKnown, OurLetter
from services.intake.store.incoming import Incoming
from services.intake.usecases.tools import raw_of
from shared.contracts.people import CONTACT, CORR
from shared.platform.desk import Desk, Work
from shared.statetable import SYSTEM

_TEXTS: Final = tuple(name for name in Incoming.model_fields if name.endswith("_sealed"))
_GOES: Final = (*_TEXTS, "sender_index", "message_id_index", "reason", "raw_name")


async def shred_mails(desk: Desk, case_id: str) -> None:
    """Before its rows: destroy the keys and the raw files of a case's mails; doing it again does nothing."""
    async with desk.look() as session:
        mails = await _mails(session, case_id)
    for mail in mails:
        if mail.raw_name:
            await raw_of(desk).destroy(mail.raw_name)
        for compartment in (CONTACT, CORR):
            await desk.keyring.destroy(mail.id, compartment)


async def forget_case(work: Work, case_id: str) -> int:
    """Empty the lines of a case's mails and forget the case; returns how many rows that were."""
    mails = [mail for mail in await _mails(work.session, case_id) if any(getattr(mail, name) for name in _GOES)]
    for mail in mails:
        for name in _GOES:
            setattr(mail, name, "")
        work.session.add(mail)
    known = await work.session.exec(delete(CaseKnown).where(col(CaseKnown.case_id) == case_id))
    letters = await work.session.exec(delete(OurLetter).where(col(OurLetter.case_id) == case_id))
    count = len(mails) + known.rowcount + letters.rowcount
    if count:
        work.note("case.forgotten", case_id, SYSTEM, count=count)
    return count


async def _mails(session: AsyncSession, case_id: str) -> Sequence[Incoming]:
    """The messages of a case that no other case needs: several cases may have come out of one message."""
    known = await session.get(CaseKnown, case_id)
    first = known.incoming_id if known else ""
    mine = select(Incoming).where(or_(col(Incoming.case_id) == case_id, col(Incoming.id) == first))
    others = select(CaseKnown.incoming_id).where(CaseKnown.case_id != case_id, CaseKnown.incoming_id != "")
    return (await session.exec(mine.where(col(Incoming.id).not_in(others)))).all()
