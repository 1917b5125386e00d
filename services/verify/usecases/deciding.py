"""A person decides who somebody is; the copy goes with the decision (R4-11). Machines never decide this."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.verify import ladder_store, store
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
from services.verify.rules.rungs import Outcome, passed
from services.verify.rules.verification import Event
from services.verify.rules.whereabouts import sightings
from services.verify.store import Verification
from services.verify.usecases.asking import fresh_link, request_copy
from services.verify.usecases.destroying import condemn, shred
from services.verify.usecases.representing import is_clear
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import claim, sign, step
from services.verify.usecases.telling import verified
from shared.contracts.verify import CopyRejected, IdentityRefused
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed, Verdict
from shared.vocabulary import Method

MOST_TOLD = 20
"""Places in one letter; more than these help nobody, and a message has to stay small."""


async def approve(
    desk: Desk, case_id: str, version: int, actor: Session, shown: Collection[OnCopy], document: Document
) -> None:
    """The copy proves who it is: noted are the kind of document and what was checked, nothing that was read."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.APPROVE, actor.roles)
        _insist(approvable(shown))
        verification.document = document
        await _verify(desk, work, verification, actor, Method.REDACTED_COPY, sorted(shown))
    await finish(desk)


async def establish(
    desk: Desk, case_id: str, version: int, actor: Session, method: Method, seen: Collection[Seen]
) -> None:
    """Identity was established without a copy; a copy that came in goes all the same."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.ESTABLISH, actor.roles)
        done = passed(await ladder_store.steps_of(work.session, verification))
        _insist(established(method, verification.needs, seen, done))
        await store.void_links(work.session, case_id)
        await _verify(desk, work, verification, actor, method, sorted(seen), written_down=method in done)
    await finish(desk)


async def establish_by_step(desk: Desk, work: Work, verification: Verification, actor: Session, method: Method) -> None:
    """The step that was just written down as passed is enough: identity is established with it."""
    step(work, verification, Event.ESTABLISH, actor.roles)
    await store.void_links(work.session, verification.case_id)
    await _verify(desk, work, verification, actor, method, sorted(SEEN_FOR[method]), written_down=True)


async def ask_again(desk: Desk, case_id: str, version: int, actor: Session, reasons: Sequence[AskAgain]) -> None:
    """Ask once more, with a new link: after a copy that will not do (T03), or because the link is over (T02).

    A copy that came by mail and could not be used is gone already; with reasons, it counts as one that will not do.
    """
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        copy = await store.kept_copy(work.session, case_id)
        step(work, verification, Event.ASK_AGAIN, actor.roles)
        await sign(desk, work, verification, actor)
        await climb(desk, work, verification, Method.REDACTED_COPY, Outcome.SENT, actor)
        verification.noted = store.as_json(reasons)
        if copy is not None:
            await condemn(work, verification, await _rejected(desk, work, verification, reasons, copy.finding_list))
        elif reasons and (gone := await store.in_vain(work.session, case_id, verification.attempt)) is not None:
            work.say(await _rejected(desk, work, verification, reasons, gone.finding_list))
        else:
            await request_copy(desk, work, verification)
        codes = ",".join(reasons)
        work.note("identity.asked_again", case_id, actor.staff_id, attempt=verification.attempt, reasons=codes)
    await finish(desk)


async def reject(desk: Desk, case_id: str, version: int, actor: Session, why: WhyRejected) -> None:
    """Identity could not be established; the reason is for staff only."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.REJECT, actor.roles)
        await sign(desk, work, verification, actor)
        verification.noted = store.as_json([why])
        await store.void_links(work.session, case_id)
        refused = IdentityRefused(case_id=case_id, at=work.now, attempt=verification.attempt, by=actor.staff_id)
        await condemn(work, verification, refused)
        work.note("identity.refused", case_id, actor.staff_id, attempt=verification.attempt, reason=why.value)
    await finish(desk)


def _insist(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise verdict.as_error()


async def _verify(
    desk: Desk,
    work: Work,
    verification: Verification,
    actor: Session,
    method: Method,
    noted: Sequence[str],
    *,
    written_down: bool = False,
) -> None:
    """`written_down`: that this way succeeded is a step on the ladder already."""
    _insist(await is_clear(desk, work, verification))
    if not written_down:
        await climb(desk, work, verification, method, Outcome.PASSED, actor)
    await ladder_store.void_challenges(work.session, verification.case_id)
    verification.method = method
    verification.noted = store.as_json(noted)
    await sign(desk, work, verification, actor)
    await condemn(work, verification, verified(verification, work.now))
    work.note(
        "identity.verified",
        verification.case_id,
        actor.staff_id,
        method=method.value,
        attempt=verification.attempt,
        noted=",".join(noted),
    )


async def _rejected(
    desk: Desk,
    work: Work,
    verification: Verification,
    reasons: Sequence[AskAgain],
    findings: Sequence[Mapping[str, Any]],
) -> CopyRejected:
    """The refusal counts the copy that was refused; its new link is the next attempt."""
    if not reasons:
        raise NotAllowed("Say what was wrong with the copy: the requester reads it.", {})
    refused = verification.attempt
    link = await fresh_link(desk, work, verification)
    return CopyRejected(
        case_id=verification.case_id,
        at=work.now,
        attempt=refused,
        reference=verification.reference,
        requester=verification.person,
        reasons=list(reasons),
        seen=sightings(findings, reasons)[:MOST_TOLD],
        link=link.sealed,
        answer_by=link.until,
    )


async def finish(desk: Desk) -> None:
    """Shred what was condemned, and say what waited for that."""
    crash_point("verify.decide.committed")
    await shred(desk)
