"""One step of a verification: load it locked, see that nobody was faster, ask the table, write down who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.verify import store
from services.verify.rules.verification import VERIFICATION, Event, State
from services.verify.store import Verification
from shared.contracts.people import CONTACT
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import By

DECIDER = "decider.name"
"""The field of the name of who decided, sealed in `contact` of the case."""


class Overtaken(Exception):
    """Somebody changed the verification after this person opened the page; nothing was done."""

    def __init__(self, state: State, name: str, at: datetime) -> None:
        super().__init__(f"{state} since {at.isoformat()}")
        self.state = state
        self.name = name
        """Who decided, as staff know them; empty when nobody of the staff did."""
        self.at = at


async def claim(desk: Desk, work: Work, case_id: str, version: int) -> Verification:
    """The verification as the page showed it; raises `Overtaken`, or `NoSuchVerification`."""
    found = await store.claim(work.session, case_id)
    if found.version != version:
        raise Overtaken(found.stands, await decider_of(desk, found), found.changed_at)
    return found


def step(work: Work, verification: Verification, event: Event, by: By) -> None:
    """Let one event happen; raises `NotAllowed` when the table has no such step."""
    verification.state = VERIFICATION.step(verification.stands, event, by)
    verification.version += 1
    verification.changed_at = work.now


async def sign(desk: Desk, work: Work, verification: Verification, actor: Session) -> None:
    """Write down who decided; the name is sealed, the trail holds the id."""
    box = await desk.keyring.box(verification.case_id, CONTACT)
    verification.decided_by = actor.staff_id
    verification.decided_name_sealed = box.seal(DECIDER, actor.display_name)
    verification.decided_at = work.now


@dataclass(frozen=True)
class Decider:
    """Who decided, where that takes effect later than it was decided."""

    staff_id: str
    display_name: str


async def decider(desk: Desk, verification: Verification) -> Decider:
    """Who decided last; for what follows from it."""
    return Decider(verification.decided_by or "", await decider_of(desk, verification))


async def decider_of(desk: Desk, verification: Verification) -> str:
    """The name of who decided last, or nothing."""
    if verification.decided_name_sealed is None:
        return ""
    box = await desk.keyring.box(verification.case_id, CONTACT)
    return box.unseal(DECIDER, verification.decided_name_sealed)
