"""A person decides what a message is (R2-3): a request, something of an open case, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from services.intake import store
from services.intake.rules.incoming import INCOMING, Event, State
from services.intake.store import Incoming, Said
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.attaching import attach
from services.intake.usecases.opening import Asked, open_request
from shared.contracts.intake import TriageDone
from shared.contracts.people import CONTACT, CORR
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.vocabulary import Kind, Language

Outcome = Literal["request", "not_a_request", "attached"]
_WAITS = frozenset({State.TRIAGE, State.QUARANTINED})


class NoSuchCase(LookupError):
    """No case has this reference."""


async def accept(
    desk: Desk, incoming_id: str, kinds: Sequence[Kind], name: str, address: str, language: Language, by: Session
) -> str:
    """It is a request, from this person; the clock runs from when it came in. Returns the case's id.

    Raises `NoSuchMessage`, or `NotAllowed` when somebody decided already.
    """
    async with desk.work() as work:
        row, said = await _decide(desk, work, incoming_id, Event.ACCEPT, "request", by)
        quiet = bool(said.details.get("no_auto_answer"))
        reason = await hold_back(desk, work, address, automatic=row.automatic, no_auto_answer=quiet, dmarc=row.dmarc)
        asked = Asked(name, address, language, tuple(kinds), tuple(row.context_list), reason)
        case_id = await open_request(desk, work, row, said, asked)
        work.note("triage.accepted", case_id, by.staff_id, message=incoming_id, kinds=store.codes(kinds))
    return case_id


async def attach_to(desk: Desk, incoming_id: str, reference: str, by: Session) -> None:
    """It belongs to the case with this reference. That a person says so does not prove who wrote it.

    Raises `NoSuchMessage`, `NoSuchCase` or `NotAllowed`.
    """
    async with desk.work() as work:
        case = await store.case_by_reference(work.session, reference)
        if case is None:
            raise NoSuchCase(reference)
        row, said = await _decide(desk, work, incoming_id, Event.ATTACH, "attached", by)
        await attach(desk, work, row, said, case, verified=False)
        work.note("triage.attached", case.case_id, by.staff_id, message=incoming_id)


async def dismiss(desk: Desk, incoming_id: str, by: Session) -> None:
    """It is not a request; it stays to be seen. Raises `NoSuchMessage` or `NotAllowed`."""
    async with desk.work() as work:
        await _decide(desk, work, incoming_id, Event.DISMISS, "not_a_request", by)
        work.note("triage.dismissed", incoming_id, by.staff_id)


async def _decide(
    desk: Desk, work: Work, incoming_id: str, event: Event, outcome: Outcome, by: Session
) -> tuple[Incoming, Said]:
    """Take one step of the table and tell whoever keeps the list of what waits."""
    row = await store.claim(work.session, incoming_id)
    before = row.stands
    row.state = INCOMING.step(before, event, by.roles)
    row.decided_by, row.decided_at = by.staff_id, work.now
    if before in _WAITS:
        work.say(TriageDone(case_id=incoming_id, at=work.now, outcome=outcome))
    contact, corr = await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR)
    return row, store.unseal(row, contact, corr)
