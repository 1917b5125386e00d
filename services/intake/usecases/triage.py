"""A person decides what a message is (R2-3): requests, something of a case, or neither.

A decision waits ten seconds in the message's row; until then it can be undone and nothing has left. The timer is
committed with the decision, so a crash in between loses neither (see `concluding` for what follows).
"""

from __future__ import annotations

from datetime import datetime

from services.intake import store
from services.intake.rules.incoming import INCOMING, UNDO_FOR, UNDONE_BY, State, may_decide
from services.intake.store import Decided, Incoming
from shared.contracts.intake import TriageSettles
from shared.contracts.people import CORR
from shared.platform.desk import Desk
from shared.platform.sessions import Session


class NoSuchCase(LookupError):
    """No case has this reference."""


class TooLate(Exception):
    """There is nothing to undo (any more): `state` is what became of the message."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


async def decide(desk: Desk, incoming_id: str, decided: Decided, by: Session) -> None:
    """Take a decision; it takes effect in ten seconds unless it is undone.

    Raises `NoSuchMessage`, or `NotAllowed` when somebody decided already or it is for the privacy officer.
    """
    async with desk.work() as work:
        row = await store.claim(work.session, incoming_id)
        _check_officer(row, by)
        before = row.stands
        row.state = INCOMING.step(before, decided.event, by.roles)
        row.decision_sealed = decided.after(row).seal(await desk.keyring.box(row.id, CORR))
        row.decided_from, row.decided_by, row.decided_at = before, by.staff_id, work.now
        row.decisions += 1
        work.schedule(_timer(row, work.now), work.now + UNDO_FOR)
        work.note("triage.decided", row.id, by.staff_id, decision=str(decided.event), number=row.decisions)


async def undo(desk: Desk, incoming_id: str, by: Session) -> None:
    """Put a message back as it was before the last decision. Raises `NoSuchMessage`, `TooLate` or `NotAllowed`."""
    async with desk.work() as work:
        row = await store.claim(work.session, incoming_id)
        if row.stands is not State.DECIDED:
            raise TooLate(row.stands)
        _check_officer(row, by)
        row.state = INCOMING.step(row.stands, UNDONE_BY[State(row.decided_from)], by.roles)
        decided = store.unseal_decision(row, await desk.keyring.box(row.id, CORR))
        row.decided_by, row.decided_at = decided.decided_before()
        row.decided_from = row.decision_sealed = ""
        work.cancel(_timer(row, work.now).id)
        work.note("triage.undone", row.id, by.staff_id, decision=str(decided.event), number=row.decisions)


async def case_to_join(desk: Desk, reference: str) -> tuple[str, Incoming | None]:
    """The case with this reference, and the message it came out of. Raises `NoSuchCase`."""
    async with desk.look() as session:
        case = await store.case_by_reference(session, reference)
        if case is None:
            raise NoSuchCase(reference)
        return case.case_id, await store.find(session, case.incoming_id)


async def came_in_first(desk: Desk, incoming_id: str, other: Incoming | None) -> bool:
    """Whether this message came in before the one that a case came out of."""
    async with desk.look() as session:
        row = await store.find(session, incoming_id)
    return row is not None and other is not None and row.received_at < other.received_at


def _check_officer(row: Incoming, by: Session) -> None:
    verdict = may_decide(row.context_list, by.roles)
    if not verdict.allowed:
        raise verdict.as_error()


def _timer(row: Incoming, at: datetime) -> TriageSettles:
    return TriageSettles(case_id=row.id, at=at, number=row.decisions)
