"""Who is looking at a verification: a lease of ten minutes that says so to others, and locks nothing.

It is taken by opening the page and kept while the page is looked at; a second person may look, and can take over. Two
that decide at once are told apart by the version of what they saw (`steps.claim`), not by this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.verify import store
from services.verify.review_store import Holding
from services.verify.store import NoSuchVerification, Verification
from shared.contracts.people import CONTACT
from shared.platform.desk import Desk
from shared.platform.sessions import Session

LEASE: Final = timedelta(minutes=10)
HOLDER: Final = "holder.name"
"""The field of the name of who holds it, sealed in `contact` of the case."""


@dataclass(frozen=True)
class Held:
    """Who has a verification in hand, since when, and until when that counts."""

    name: str
    since: datetime
    until: datetime
    mine: bool


async def hold(desk: Desk, case_id: str, actor: Session, *, take_over: bool = False) -> Held:
    """Take or renew the lease, unless somebody else has it and `take_over` is not said; gives who has it now.

    Raises `NoSuchVerification`.
    """
    async with desk.look() as session:  # first, for asking for a box makes one
        if await session.get(Verification, case_id) is None:
            raise NoSuchVerification(case_id)
    box = await desk.keyring.box(case_id, CONTACT)
    async with desk.work() as work:
        await store.claim(work.session, case_id)
        row = await work.session.get(Holding, case_id)
        runs = row is not None and row.until > work.now
        others = row is not None and runs and row.staff_id != actor.staff_id
        if row is None or (others and take_over) or not runs:
            row = await work.session.merge(
                Holding(
                    case_id=case_id,
                    staff_id=actor.staff_id,
                    name_sealed=box.seal(HOLDER, actor.display_name),
                    since=work.now,
                    until=work.now + LEASE,
                )
            )
            if others:
                work.note("verification.taken_over", case_id, actor.staff_id)
        elif not others:
            row.until = work.now + LEASE
        return Held(box.unseal(HOLDER, row.name_sealed), row.since, row.until, row.staff_id == actor.staff_id)


async def holder_of(desk: Desk, row: Holding) -> str:
    """The name of who holds a verification."""
    box = await desk.keyring.box(row.case_id, CONTACT)
    return box.unseal(HOLDER, row.name_sealed)
