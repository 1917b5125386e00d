"""What was decided takes effect: the copy is condemned in this transaction, and what follows is said when it is gone.

Here nobody is asked any more: what was allowed when it was decided is done (R4-11).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.verify import ladder_store, review_store, store
from services.verify.review_store import Decided
from services.verify.rules.proof import AskAgain
from services.verify.rules.rungs import Outcome
from services.verify.rules.verification import Event, State
from services.verify.rules.whereabouts import sightings
from services.verify.rules.whose import Whose
from services.verify.store import Verification
from services.verify.usecases.asking import fresh_link, request_copy
from services.verify.usecases.destroying import condemn
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import decider, step
from services.verify.usecases.telling import verified
from shared.contracts.verify import CopyRejected, IdentityRefused, ReviewSettles
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM, NotAllowed
from shared.vocabulary import Method

MOST_TOLD = 20
"""Places in one letter; more than these help nobody, and a message has to stay small."""


async def settle(desk: Desk, work: Work, settles: ReviewSettles) -> None:
    """The ten seconds are over: do what was decided, unless it was undone in the meantime."""
    verification = await store.claim(work.session, settles.case_id)
    review = await review_store.review_of(work.session, settles.case_id)
    if verification.stands is not State.DECIDED or review.number != settles.number:
        log.info("decision.needless", case=settles.case_id)
        return
    await take_effect(desk, work, verification)


async def take_effect(desk: Desk, work: Work, verification: Verification) -> None:
    """Do what was decided about a copy; the verification is locked and stands at `decided`."""
    review = await review_store.review_of(work.session, verification.case_id)
    decided, review.decided = review.decision, ""
    step(work, verification, decided.event, SYSTEM)
    await carry_out(desk, work, verification, decided)


async def carry_out(desk: Desk, work: Work, verification: Verification, decided: Decided) -> None:
    """Do what was decided; who decided is written down already, and the state is the new one."""
    verification.noted = store.as_json(decided.noted)
    if decided.event is Event.ASK_AGAIN:
        await _ask_again(desk, work, verification, [AskAgain(code) for code in decided.noted])
    elif decided.event is Event.REJECT:
        await _reject(work, verification, decided.noted[0])
    else:
        await _verify(desk, work, verification, decided)


async def _ask_again(desk: Desk, work: Work, verification: Verification, reasons: Sequence[AskAgain]) -> None:
    case_id, by = verification.case_id, verification.decided_by or ""
    copy = await store.kept_copy(work.session, case_id)
    await climb(desk, work, verification, Method.REDACTED_COPY, Outcome.SENT, await decider(desk, verification))
    if copy is not None:
        await condemn(work, verification, await _rejected(desk, work, verification, reasons, copy.finding_list))
    elif reasons and (gone := await store.in_vain(work.session, case_id, verification.attempt)) is not None:
        work.say(await _rejected(desk, work, verification, reasons, gone.finding_list))
    else:
        await request_copy(desk, work, verification)
    work.note("identity.asked_again", case_id, by, attempt=verification.attempt, reasons=",".join(reasons))


async def _reject(work: Work, verification: Verification, why: str) -> None:
    case_id, by = verification.case_id, verification.decided_by or ""
    await store.void_links(work.session, case_id)
    await condemn(
        work, verification, IdentityRefused(case_id=case_id, at=work.now, attempt=verification.attempt, by=by)
    )
    work.note("identity.refused", case_id, by, attempt=verification.attempt, reason=why)


async def _verify(desk: Desk, work: Work, verification: Verification, decided: Decided) -> None:
    case_id, by = verification.case_id, verification.decided_by or ""
    verification.method = decided.method
    verification.document = decided.document or verification.document
    if verification.proves is Whose.AGENT:
        verification.agent_method = decided.method
    if decided.event is Event.ESTABLISH:
        await store.void_links(work.session, case_id)
    if not decided.written_down:
        who = await decider(desk, verification)
        await climb(desk, work, verification, Method(decided.method), Outcome.PASSED, who)
    await ladder_store.void_challenges(work.session, case_id)
    await condemn(work, verification, verified(verification, work.now))
    work.note(
        "identity.verified",
        case_id,
        by,
        method=decided.method,
        attempt=verification.attempt,
        noted=",".join(decided.noted),
        agent=verification.agent_method or "",
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
