"""For whom somebody asks: said and confirmed by staff, before identity can be established (spec 2.5, R4-5).

Also the representative's own proof: a fact beside the ladder of their client, or, where they act alone, the ladder.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify import ladder_store, store
from services.verify.ladder_store import Representing
from services.verify.rules.representation import (
    AGES,
    OLDEST,
    AgeRule,
    Confirm,
    Situation,
    age_on,
    confirmable,
    may_be_identified,
    may_confirm,
    needs_age,
    suggested,
)
from services.verify.rules.rungs import Outcome, may_try, passed
from services.verify.rules.verification import State
from services.verify.rules.whose import BESIDE, AgentSeen, Whose, best, both_proved, ladder_of, may_note, needed_of
from services.verify.store import Verification
from services.verify.usecases.looking_up import ASKING, received_on
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import claim
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed, Verdict
from shared.vocabulary import Method


async def say_for_whom(
    desk: Desk,
    case_id: str,
    version: int,
    actor: Session,
    situation: Situation,
    confirmed: Collection[Confirm] = (),
    born: date | None = None,
) -> None:
    """Note for whom they ask and what was confirmed. Of a birth date only the age on the day of receipt is kept."""
    verdict = may_confirm(confirmed, actor.roles)
    if not verdict.allowed:
        raise verdict.as_error()
    async with desk.work() as work:
        verification = await _asking(desk, work, case_id, version)
        kept = [code for code in confirmable(situation) if code in confirmed]
        age = age_on(born, received_on(desk, verification)) if born and needs_age(situation) else None
        if age is not None and not 0 <= age <= OLDEST:
            raise NotAllowed("Look at the date of birth again: nobody has that age.", {})
        await work.session.merge(
            Representing(
                case_id=case_id,
                situation=situation,
                confirmed=store.as_json(kept),
                age=age,
                by=actor.staff_id,
                at=work.now,
            )
        )
        await _turn_to(work, verification, needed_of(situation, kept))
        verification.version += 1
        codes = {"situation": situation.value, "confirmed": ",".join(kept)}
        work.note("identity.for_whom", case_id, actor.staff_id, **codes)


async def _asking(desk: Desk, work: Work, case_id: str, version: int) -> Verification:
    verification = await claim(desk, work, case_id, version)
    if verification.stands not in ASKING:
        raise NotAllowed("The question of identity is not open.", {})
    return verification


async def _turn_to(work: Work, verification: Verification, needed: Collection[Whose]) -> None:
    """Whose ladder it is from now on. What is on file, and a link that is out, were another's: they go."""
    verification.agent_needed = Whose.AGENT in needed
    if verification.proves is not ladder_of(needed):
        verification.whose = ladder_of(needed)
        await ladder_store.forget_entry(work.session, verification.case_id)
        await ladder_store.void_challenges(work.session, verification.case_id)


async def note_agent_try(
    desk: Desk,
    case_id: str,
    version: int,
    actor: Session,
    method: Method,
    outcome: Outcome,
    seen: Collection[AgentSeen] = (),
) -> None:
    """Write down how a representative tried to prove who they are, beside the ladder of their client (R2.5-1).

    Identity is not established by this: that stays a step of its own, when both are proved. Raises `NotAllowed`.
    """
    async with desk.work() as work:
        verification = await _asking(desk, work, case_id, version)
        if not verification.agent_needed or verification.proves is Whose.AGENT:
            raise NotAllowed("Here no second proof is asked of a representative.", {})
        steps = await ladder_store.steps_of(work.session, verification, Whose.AGENT)
        for verdict in (may_note(method, seen, passed=outcome is Outcome.PASSED), may_try(steps, method)):
            if not verdict.allowed:
                raise verdict.as_error()
        why = ",".join([BESIDE, *(sorted(set(seen)) if outcome is Outcome.PASSED else ())])
        await climb(desk, work, verification, method, outcome, actor, why=why, whose=Whose.AGENT)
        await note_agent(work, verification)
        verification.version += 1


async def note_agent(work: Work, verification: Verification) -> None:
    """What the representative's steps of this round come to; the row holds it beside the level that it must reach.

    What is established stays as it was, also in a later round.
    """
    if verification.stands is State.VERIFIED:
        return
    steps = await ladder_store.steps_of(work.session, verification, Whose.AGENT)
    verification.agent_method = best(passed(steps))


async def is_clear(desk: Desk, work: Work, verification: Verification) -> Verdict:
    """Whether identity may be established as far as the question goes for whom they ask, and who they are.

    On a ladder that is the representative's own, the step that is taken is their proof.
    """
    who = await for_whom_is_clear(desk, work.session, verification)
    if not who.allowed or verification.proves is Whose.AGENT or not verification.agent_needed:
        return who
    return both_proved({Whose.AGENT}, verification.agent, verification.needs)


async def for_whom_is_clear(desk: Desk, session: AsyncSession, verification: Verification) -> Verdict:
    """Whether it is clear for whom they ask, and all that needs is confirmed."""
    row = await ladder_store.representing(session, verification.case_id)
    return may_be_identified(
        None if row is None else row.stands_for,
        suggested(verification.labels),
        frozenset() if row is None else row.confirmations,
        None if row is None else row.age,
        received_on(desk, verification),
        ages_of(desk),
    )


def ages_of(desk: Desk) -> tuple[AgeRule, ...]:
    """The ages of the configuration, or those of the law."""
    rows = desk.settings.representation
    return tuple(AgeRule(row.effective_from, row.alone_from, row.alone_only_from) for row in rows) or AGES
