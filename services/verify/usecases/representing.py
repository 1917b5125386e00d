"""For whom somebody asks: said and confirmed by staff, before identity can be established (spec 2.5, R4-5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.verify import ladder_store, store
from services.verify.ladder_store import Representing
from services.verify.rules.representation import (
    AGES,
    REQUIRED,
    AgeRule,
    Confirm,
    Situation,
    age_on,
    may_be_identified,
    may_confirm,
    needs_age,
    suggested,
)
from services.verify.store import Verification
from services.verify.usecases.looking_up import received_on
from services.verify.usecases.steps import claim
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import Verdict


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
        verification = await claim(desk, work, case_id, version)
        kept = [code for code in REQUIRED[situation] if code in confirmed]
        age = age_on(born, received_on(desk, verification)) if born and needs_age(situation) else None
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
        verification.version += 1
        codes = {"situation": situation.value, "confirmed": ",".join(kept)}
        work.note("identity.for_whom", case_id, actor.staff_id, **codes)


async def is_clear(desk: Desk, work: Work, verification: Verification) -> Verdict:
    """Whether identity may be established as far as the question goes for whom they ask."""
    row = await ladder_store.representing(work.session, verification.case_id)
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
