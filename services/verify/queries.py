"""One verification as its page shows it, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from services.verify.rules.mailed import ASK_AGAIN
from services.verify.rules.verification import State
from services.verify.store import Evidence, LinkState, MailedCopy, UploadLink, Verification, mailed_copies
from shared.contracts.people import CONTACT, NAME
from shared.platform.desk import Desk


@dataclass(frozen=True)
class Opened:
    """One verification as its page shows it."""

    row: Verification
    name: str
    """The requester's name, unsealed."""
    copies: Sequence[Evidence]
    mailed: Sequence[MailedCopy]
    """Every copy that came by mail, with what became of it."""
    link: UploadLink | None
    """The link of the present attempt."""
    link_works: bool
    days_left: int

    @property
    def link_last_day(self) -> datetime:
        """An instant on the last day of the link, which ends at the midnight after it."""
        assert self.link is not None  # noqa: S101 -- the page asks only where there is a link
        return self.link.expires_at - timedelta(seconds=1)

    @property
    def in_vain(self) -> MailedCopy | None:
        """The last copy that answered the present question by mail and could not be used."""
        mine = (copy for copy in reversed(self.mailed) if copy.attempt == self.row.attempt)
        asked = self.row.stands is State.ASKED
        return next((copy for copy in mine if copy.became in ASK_AGAIN), None) if asked else None

    @property
    def copy(self) -> Evidence | None:
        """The copy that waits for a decision."""
        return next((copy for copy in self.copies if copy.destroy_asked_at is None), None)


async def opened(desk: Desk, case_id: str) -> Opened | None:
    """One verification with its copies (rows, not pictures), or None."""
    now, zone = desk.clock.now(), ZoneInfo(desk.settings.timezone)
    async with desk.look() as session:
        row = await session.get(Verification, case_id)
        if row is None:
            return None
        copies = select(Evidence).where(Evidence.case_id == case_id).order_by(col(Evidence.attempt))
        links = select(UploadLink).where(UploadLink.case_id == case_id, UploadLink.attempt == row.attempt)
        found, link = (await session.exec(copies)).all(), (await session.exec(links)).one_or_none()
        mailed = await mailed_copies(session, case_id)
    box = await desk.keyring.box(row.person.scope, CONTACT)
    return Opened(
        row=row,
        name=box.unseal(NAME, row.person.name),
        copies=found,
        mailed=mailed,
        link=link,
        link_works=link is not None and link.state == LinkState.OPEN and link.expires_at > now,
        days_left=(row.statutory_due - now.astimezone(zone).date()).days,
    )
