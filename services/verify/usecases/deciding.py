"""A person decides who somebody is; machines never decide this.

A decision about a copy waits ten seconds in its row; until then it can be undone, the copy is there and nothing has
left. The timer is committed with the decision, so a crash in between loses neither. Without a copy there is nothing
to take back, and it takes effect at once (see `concluding` for what follows).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from services.verify import ladder_store, review_store, store
from services.verify.review_store import Decided
from services.verify.rules.proof import (
    SEEN_FOR,
    AskAgain,
    Document,
    OnCopy,
    Seen,
    WhyRejected,
    approvable,
    established,
)
from services.verify.rules.rungs import passed
from services.verify.rules.verification import UNDO_FOR, Event, State
from services.verify.rules.visible import may_approve
from services.verify.store import Verification
from services.verify.usecases.concluding import carry_out
from services.verify.usecases.destroying import shred
from services.verify.usecases.representing import is_clear
from services.verify.usecases.steps import claim, sign, step
from shared.contracts.verify import ReviewSettles
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed, Verdict
from shared.vocabulary import Method


class TooLate(Exception):
    """There is nothing to undo (any more): `state` is what became of the verification."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


async def approve(
    desk: Desk, case_id: str, version: int, actor: Session, shown: Collection[OnCopy], document: Document
) -> None:
    """The copy proves who it is: noted are the kind of document and what was checked, nothing that was read."""
    decided = Decided(Event.APPROVE, tuple(sorted(shown)), Method.REDACTED_COPY, document)
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.APPROVE, actor.roles)
        copy = await store.kept_copy(work.session, case_id)
        _insist(may_approve([] if copy is None else copy.finding_list))
        _insist(approvable(shown))
        _insist(await is_clear(desk, work, verification))
        await _settle(desk, work, verification, actor, decided)
    await finish(desk)


async def establish(
    desk: Desk, case_id: str, version: int, actor: Session, method: Method, seen: Collection[Seen]
) -> None:
    """Identity was established without a copy; a copy that came in goes all the same."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        done = passed(await ladder_store.steps_of(work.session, verification))
        clear = await is_clear(desk, work, verification)
        step(work, verification, Event.ESTABLISH, actor.roles)
        _insist(established(method, verification.needs, seen, done))
        _insist(clear)
        noted = tuple(sorted(seen))
        decided = Decided(Event.ESTABLISH, noted, method, written_down=method in done)
        await _settle(desk, work, verification, actor, decided)
    await finish(desk)


async def establish_by_step(desk: Desk, work: Work, verification: Verification, actor: Session, method: Method) -> None:
    """The step that was just written down as passed is enough: identity is established with it."""
    _insist(await is_clear(desk, work, verification))
    step(work, verification, Event.ESTABLISH, actor.roles)
    noted = tuple(sorted(SEEN_FOR[method]))
    await _settle(desk, work, verification, actor, Decided(Event.ESTABLISH, noted, method, written_down=True))


async def ask_again(desk: Desk, case_id: str, version: int, actor: Session, reasons: Sequence[AskAgain]) -> None:
    """Ask once more, with a new link: after a copy that will not do (T03), or because the link is over (T02).

    A copy that came by mail and could not be used is gone already; with reasons, it counts as one that will not do.
    """
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.ASK_AGAIN, actor.roles)
        if verification.stands is State.DECIDED and not reasons:
            raise NotAllowed("Say what was wrong with the copy: the requester reads it.", {})
        await _settle(desk, work, verification, actor, Decided(Event.ASK_AGAIN, tuple(reasons)))
    await finish(desk)


async def reject(desk: Desk, case_id: str, version: int, actor: Session, why: WhyRejected) -> None:
    """Identity could not be established; the reason is for staff only."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.REJECT, actor.roles)
        await _settle(desk, work, verification, actor, Decided(Event.REJECT, (why,)))
    await finish(desk)


async def undo(desk: Desk, case_id: str, actor: Session) -> None:
    """Put a verification back as it was before the last decision. Raises `NoSuchVerification` or `TooLate`."""
    async with desk.work() as work:
        verification = await store.claim(work.session, case_id)
        if verification.stands is not State.DECIDED:
            raise TooLate(verification.stands)
        step(work, verification, Event.UNDO, actor.roles)
        review = await review_store.review_of(work.session, case_id)
        event = review.decision.event
        verification.decided_by, verification.decided_at = review.before_by, review.before_at
        verification.decided_name_sealed, review.decided = review.before_name_sealed, ""
        work.cancel(_timer(case_id, review.number, work.now).id)
        work.note("identity.undone", case_id, actor.staff_id, decision=event.value, number=review.number)


async def _settle(desk: Desk, work: Work, verification: Verification, actor: Session, decided: Decided) -> None:
    """Let a decision wait if there is a copy that it would destroy; else it takes effect now.

    A row is written with its proof or not at all: until it is whole, nothing here asks the database.
    """
    if verification.stands is not State.DECIDED:
        await sign(desk, work, verification, actor)
        await carry_out(desk, work, verification, decided)
        await review_store.let_go(work.session, verification.case_id)
        return
    await review_store.let_go(work.session, verification.case_id)
    review = await review_store.review_of(work.session, verification.case_id)
    review.before_by, review.before_at = verification.decided_by, verification.decided_at
    review.before_name_sealed = verification.decided_name_sealed
    await sign(desk, work, verification, actor)
    review.number += 1
    review.decided, review.by, review.at = decided.as_json(), actor.staff_id, work.now
    work.schedule(_timer(verification.case_id, review.number, work.now), work.now + UNDO_FOR)
    work.note(
        "identity.decided",
        verification.case_id,
        actor.staff_id,
        decision=decided.event.value,
        number=review.number,
    )


def _timer(case_id: str, number: int, at: datetime) -> ReviewSettles:
    return ReviewSettles(case_id=case_id, at=at, number=number)


def _insist(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise verdict.as_error()


async def finish(desk: Desk) -> None:
    """Shred what was condemned, and say what waited for that."""
    crash_point("verify.decide.committed")
    await shred(desk)
